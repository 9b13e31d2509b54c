#include "gl/analysis.h"

#include <algorithm>
#include <cmath>

namespace weft::gl {
namespace {

struct Bounds {
  int left, bottom, right, top;  // pixels; right and top excluded; never empty
};

Bounds bounds(const SmallPicture& p, const Region& r) {
  auto edge = [](double v, int n) { return std::clamp(int(std::lround(v * n)), 0, n); };
  Bounds b{edge(r.x, p.width), edge(r.y, p.height), edge(r.x + r.width, p.width), edge(r.y + r.height, p.height)};
  b.left = std::min(b.left, p.width - 1);
  b.bottom = std::min(b.bottom, p.height - 1);
  b.right = std::max(b.right, b.left + 1);
  b.top = std::max(b.top, b.bottom + 1);
  return b;
}

template <class Each>
int forEach(const SmallPicture& p, const Region& r, Each each) {
  const Bounds b = bounds(p, r);
  for (int y = b.bottom; y < b.top; ++y)
    for (int x = b.left; x < b.right; ++x) each(x, y);
  return (b.right - b.left) * (b.top - b.bottom);
}

float unit(double v) { return float(std::clamp(v, 0.0, 1.0)); }

}  // namespace

float SmallPicture::luma(int x, int y) const {
  const float* p = rgba.data() + (size_t(y) * width + x) * 4;
  return 0.2126f * p[0] + 0.7152f * p[1] + 0.0722f * p[2];
}

std::vector<float> luminance(const SmallPicture& p, const Region& r) {
  double sum = 0;
  float least = 1, greatest = 0;
  const int n = forEach(p, r, [&](int x, int y) {
    const float l = p.luma(x, y);
    sum += l;
    least = std::min(least, l);
    greatest = std::max(greatest, l);
  });
  return {unit(sum / n), unit(least), unit(greatest)};
}

std::vector<float> motion(const SmallPicture& p, const SmallPicture* before, const Region& r, float threshold,
                          float sensitivity) {
  double sum = 0, across = 0, up = 0;
  const int n = forEach(p, r, [&](int x, int y) {
    const float change = before ? std::abs(p.luma(x, y) - before->luma(x, y)) : 0.f;
    if (change < threshold) return;
    sum += change;
    across += change * (x + 0.5) / p.width;
    up += change * (y + 0.5) / p.height;
  });
  if (sum <= 0) return {0, 0.5f, 0.5f};
  return {unit(sum / n * sensitivity), unit(across / sum), unit(up / sum)};
}

std::vector<float> color(const SmallPicture& p, const Region& r) {
  double mean[3] = {0, 0, 0};
  const int n = forEach(p, r, [&](int x, int y) {
    for (int i = 0; i < 3; ++i) mean[i] += p.rgba[(size_t(y) * p.width + x) * 4 + i];
  });
  const double red = mean[0] / n, green = mean[1] / n, blue = mean[2] / n;
  const double most = std::max({red, green, blue}), range = most - std::min({red, green, blue});
  double hue = 0;
  if (range > 1e-6)
    hue = most == red ? (green - blue) / range : most == green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  return {unit(red), unit(green), unit(blue), unit((hue < 0 ? hue + 6 : hue) / 6), unit(most > 1e-6 ? range / most : 0)};
}

std::vector<float> edgeDensity(const SmallPicture& p, const Region& r, float threshold) {
  auto at = [&](int x, int y) { return p.luma(std::clamp(x, 0, p.width - 1), std::clamp(y, 0, p.height - 1)); };
  int edges = 0;
  const int n = forEach(p, r, [&](int x, int y) {
    const float gx = at(x + 1, y - 1) + 2 * at(x + 1, y) + at(x + 1, y + 1) - at(x - 1, y - 1) - 2 * at(x - 1, y) - at(x - 1, y + 1);
    const float gy = at(x - 1, y + 1) + 2 * at(x, y + 1) + at(x + 1, y + 1) - at(x - 1, y - 1) - 2 * at(x, y - 1) - at(x + 1, y - 1);
    const float g = std::min(1.f, std::hypot(gx, gy) / 4.f);
    edges += g > threshold;
  });
  return {unit(double(edges) / n)};
}

}  // namespace weft::gl
