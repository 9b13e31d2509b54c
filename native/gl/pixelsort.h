// Sorting the pixels of runs. Pure: no GL. [any]
#pragma once
#include <cstdint>
#include <cstddef>

namespace weft::gl {

enum class SortKey { Luminance, Hue, Saturation, Red, Green, Blue };

struct SortSettings {
  float low = 0.25f, high = 0.8f;  // a run is pixels in a row whose key lies in low..high
  bool vertical = false;
  bool descending = false;
  SortKey key = SortKey::Luminance;
};

// Sorts each run along its row or column by key, equal keys in their old order: the pixels of a run stay the same
// multiset, all others stay where they are. rgba, rows from the bottom; rows and columns ascend to the right and up.
// threads: how many may work at once; the result does not depend on it.
void sortPixels(uint8_t* rgba8, int width, int height, const SortSettings&, int threads);
void sortPixelsHalf(uint16_t* rgbaHalf, int width, int height, const SortSettings&, int threads);

}  // namespace weft::gl
