#include <cmath>

#include "gl/screens.h"

namespace weft::gl {

bool squareTo(const Corners& c, std::array<double, 9>& m) {
  const double x0 = c[0], y0 = c[1], x1 = c[2], y1 = c[3], x2 = c[4], y2 = c[5], x3 = c[6], y3 = c[7];
  m = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  // Each corner must turn the same way, by more than a sliver.
  const double turns[] = {(x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1), (x2 - x1) * (y3 - y2) - (y2 - y1) * (x3 - x2),
                          (x3 - x2) * (y0 - y3) - (y3 - y2) * (x0 - x3), (x0 - x3) * (y1 - y0) - (y0 - y3) * (x1 - x0)};
  constexpr double kSliver = 1e-6;
  bool left = true, right = true;
  for (double t : turns) {
    left = left && t > kSliver;
    right = right && t < -kSliver;  // mirrored
  }
  if (!left && !right) return false;
  const double sx = x0 - x1 + x2 - x3, sy = y0 - y1 + y2 - y3;
  const double dx1 = x1 - x2, dx2 = x3 - x2, dy1 = y1 - y2, dy2 = y3 - y2;
  const double d = dx1 * dy2 - dx2 * dy1;
  const double g = (sx * dy2 - dx2 * sy) / d, h = (dx1 * sy - sx * dy1) / d;
  m = {x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1};
  return true;
}

}  // namespace weft::gl
