#include "gl/rasterise.h"

#include <algorithm>
#include <cmath>

namespace weft::gl {
namespace {

constexpr float kSteps = 4096;  // coverage is rounded to these, past the noise of the sums

// Adds the area to the right of a segment within row y, as differences along x.
void accumulate(std::vector<float>& row, int width, double x0, double y0, double x1, double y1, double sign) {
  const double dy = (y1 - y0) * sign;
  if (dy == 0) return;
  const double low = std::min(x0, x1), high = std::max(x0, x1);
  if (high <= 0) {
    row[0] += float(dy);
    return;
  }
  const double slope = (x1 - x0) / (y1 - y0);
  // Parts left of the rectangle count whole; parts right of it count nothing.
  auto part = [&](double a, double b, double ya, double yb) {
    const int i = int(std::floor(a));
    if (i >= width) return;
    const double d = (yb - ya) * sign, mean = (a + b) / 2 - i;
    row[size_t(i)] += float(d * (1 - mean));
    row[size_t(i) + 1] += float(d * mean);
  };
  if (high - low < 1e-9) {
    part(low, low, y0, y1);
    return;
  }
  double x = x0, y = y0;
  const double step = x1 > x0 ? 1 : -1;
  while (x != x1) {
    double next = step > 0 ? std::floor(x) + 1 : std::ceil(x) - 1;
    if ((next - x1) * step >= 0) next = x1;
    const double yNext = next == x1 ? y1 : y0 + (next - x0) / slope;
    const double a = std::min(x, next), b = std::max(x, next);
    if (b <= 0)
      row[0] += float((yNext - y) * sign);
    else
      part(std::max(a, 0.0), std::max(b, 0.0), y, yNext);
    x = next;
    y = yNext;
  }
}

void fill(const std::vector<Segment>& contours, Coverage& c) {
  const size_t stride = size_t(c.width) + 2;
  std::vector<float> differences(stride * size_t(c.height));
  std::vector<float> row(stride);
  for (const Segment& s : contours) {
    double x0 = s.from.x - c.left, y0 = s.from.y - c.bottom, x1 = s.to.x - c.left, y1 = s.to.y - c.bottom;
    if (y0 == y1) continue;
    const double sign = y0 < y1 ? 1 : -1;
    if (sign < 0) {
      std::swap(x0, x1);
      std::swap(y0, y1);
    }
    const double slope = (x1 - x0) / (y1 - y0);
    const int first = std::max(0, int(std::floor(y0))), last = std::min(c.height - 1, int(std::ceil(y1)) - 1);
    for (int y = first; y <= last; ++y) {
      const double a = std::max(y0, double(y)), b = std::min(y1, double(y + 1));
      std::fill(row.begin(), row.end(), 0.f);
      const double xa = x0 + (a - y0) * slope, xb = x0 + (b - y0) * slope;
      const int from = std::clamp(int(std::floor(std::min(xa, xb))), 0, c.width), to = std::clamp(int(std::ceil(std::max(xa, xb))) + 1, 1, c.width + 1);
      accumulate(row, c.width, xa, a, xb, b, sign);
      float* out = differences.data() + size_t(y) * stride;
      for (int x = from; x <= to; ++x) out[x] += row[size_t(x)];
    }
  }
  for (int y = 0; y < c.height; ++y) {
    float sum = 0;
    for (int x = 0; x < c.width; ++x) {
      sum += differences[size_t(y) * stride + size_t(x)];
      c.fill[size_t(y) * c.width + x] = std::min(1.f, std::round(std::abs(sum) * kSteps) / kSteps);
    }
  }
}

void grow(const std::vector<Segment>& contours, double reach, Coverage& c) {
  const double far = reach + 1;
  std::vector<float> nearest(c.fill.size(), float(far * far));
  for (const Segment& s : contours) {
    const double ax = s.from.x - c.left, ay = s.from.y - c.bottom, dx = s.to.x - s.from.x, dy = s.to.y - s.from.y;
    const double length = dx * dx + dy * dy;
    const int x0 = std::max(0, int(std::floor(std::min(ax, ax + dx) - far))), x1 = std::min(c.width - 1, int(std::ceil(std::max(ax, ax + dx) + far)));
    const int y0 = std::max(0, int(std::floor(std::min(ay, ay + dy) - far))), y1 = std::min(c.height - 1, int(std::ceil(std::max(ay, ay + dy) + far)));
    for (int y = y0; y <= y1; ++y)
      for (int x = x0; x <= x1; ++x) {
        const double px = x + 0.5 - ax, py = y + 0.5 - ay;
        const double t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0.0;
        const double qx = px - t * dx, qy = py - t * dy;
        float& n = nearest[size_t(y) * c.width + x];
        n = std::min(n, float(qx * qx + qy * qy));
      }
  }
  c.outline.resize(c.fill.size());
  for (size_t i = 0; i < c.fill.size(); ++i)
    c.outline[i] = std::max(c.fill[i], std::clamp(float(reach) + 0.5f - std::sqrt(nearest[i]), 0.f, 1.f));
}

}  // namespace

Coverage rasterise(const std::vector<Segment>& contours, double reach, int canvasWidth, int canvasHeight) {
  Coverage c;
  if (contours.empty()) return c;
  double left = HUGE_VAL, bottom = HUGE_VAL, right = -HUGE_VAL, top = -HUGE_VAL;
  for (const Segment& s : contours)
    for (const Point& p : {s.from, s.to}) {
      left = std::min(left, p.x);
      right = std::max(right, p.x);
      bottom = std::min(bottom, p.y);
      top = std::max(top, p.y);
    }
  auto inside = [](double v, int n) { return int(std::clamp(v, 0.0, double(n))); };
  c.left = inside(std::floor(left - reach - 1), canvasWidth);
  c.bottom = inside(std::floor(bottom - reach - 1), canvasHeight);
  c.width = inside(std::ceil(right + reach + 1), canvasWidth) - c.left;
  c.height = inside(std::ceil(top + reach + 1), canvasHeight) - c.bottom;
  if (c.width <= 0 || c.height <= 0) return {};
  c.fill.resize(size_t(c.width) * c.height);
  fill(contours, c);
  if (reach > 0) grow(contours, reach, c);
  return c;
}

}  // namespace weft::gl
