// A smaller picture from a large one, for what is only looked at.
#pragma once
#include <cstdint>
#include <vector>

namespace weft::frames {

struct Picture {
  const uint8_t* pixels = nullptr;  // rgba, 8 bits each, straight alpha, rows from the top
  uint32_t width = 0, height = 0, stride = 0;
};

struct Size {
  uint32_t width, height;
};

// The largest size of the same shape within the limits; never larger than the picture, at least 1 x 1. A limit of 0 is
// none. [any]
Size within(Size picture, uint32_t maxWidth, uint32_t maxHeight);

// The picture over black at the given size, no side larger than its own: every pixel is the mean of those that it
// covers. Opaque pixels of the same size are not touched: the answer is then the picture itself, otherwise it lies in
// `into`. [any]
Picture overBlack(const Picture&, Size, std::vector<uint8_t>& into);

}  // namespace weft::frames
