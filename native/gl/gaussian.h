// Gaussian blur of a picture in main memory: what software GL would take ten times as long for. [any]
#pragma once
#include <cstdint>
#include <vector>

namespace weft::gl {

class Gaussian {
 public:
  // Straight alpha, edges clamped, rows tightly packed; colours are weighted by how opaque they are. sigmaX, sigmaY: standard
  // deviations in pixels, 0 for none along that axis. Within 1.5/255 of the true Gaussian, and rounding. `out` may be `rgba`.
  // The same bits for any number of threads.
  void blur(const uint8_t* rgba, uint8_t* out, int width, int height, double sigmaX, double sigmaY, int threads);

 private:
  std::vector<float> across_;
};

}  // namespace weft::gl
