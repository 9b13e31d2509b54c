#include "frames/shrink.h"

#include <algorithm>
#include <cmath>

namespace weft::frames {
namespace {

bool opaque(const Picture& p) {
  for (uint32_t y = 0; y < p.height; ++y) {
    const uint8_t* row = p.pixels + size_t(y) * p.stride;
    uint8_t all = 255;
    for (uint32_t x = 0; x < p.width; ++x) all &= row[x * 4 + 3];
    if (all != 255) return false;
  }
  return true;
}

// Adds a row to sums of four per pixel; colours times alpha, so that what is transparent adds black. Sums stay below
// 255 * 255 * kMaxSide.
void addRow(const uint8_t* row, uint32_t width, bool solid, uint32_t* sums) {
  if (solid) {
    for (uint32_t i = 0; i < width * 4; ++i) sums[i] += row[i];
    return;
  }
  for (uint32_t x = 0; x < width; ++x) {
    const uint32_t alpha = row[x * 4 + 3];
    for (uint32_t c = 0; c < 3; ++c) sums[x * 4 + c] += (row[x * 4 + c] * alpha + 127) / 255;
  }
}

}  // namespace

Size within(Size p, uint32_t maxWidth, uint32_t maxHeight) {
  double scale = 1;
  if (maxWidth > 0) scale = std::min(scale, double(maxWidth) / p.width);
  if (maxHeight > 0) scale = std::min(scale, double(maxHeight) / p.height);
  auto side = [&](uint32_t n) { return std::max<uint32_t>(1, uint32_t(std::lround(n * scale))); };
  return scale >= 1 ? p : Size{side(p.width), side(p.height)};
}

Picture overBlack(const Picture& p, Size size, std::vector<uint8_t>& into) {
  const bool solid = opaque(p);
  if (solid && size.width == p.width && size.height == p.height) return p;
  into.resize(size_t(size.width) * size.height * 4);
  std::vector<uint32_t> sums(size_t(p.width) * 4);
  for (uint32_t y = 0; y < size.height; ++y) {
    const uint32_t top = uint64_t(y) * p.height / size.height, bottom = uint64_t(y + 1) * p.height / size.height;
    std::fill(sums.begin(), sums.end(), 0);
    for (uint32_t row = top; row < bottom; ++row) addRow(p.pixels + size_t(row) * p.stride, p.width, solid, sums.data());
    uint8_t* out = into.data() + size_t(y) * size.width * 4;
    for (uint32_t x = 0; x < size.width; ++x, out += 4) {
      const uint32_t left = uint64_t(x) * p.width / size.width, right = uint64_t(x + 1) * p.width / size.width;
      uint64_t total[3] = {0, 0, 0};
      for (uint32_t i = left; i < right; ++i)
        for (uint32_t c = 0; c < 3; ++c) total[c] += sums[i * 4 + c];
      const uint64_t n = uint64_t(bottom - top) * (right - left);
      for (uint32_t c = 0; c < 3; ++c) out[c] = uint8_t((total[c] + n / 2) / n);
      out[3] = 255;
    }
  }
  return {into.data(), size.width, size.height, size.width * 4};
}

}  // namespace weft::frames
