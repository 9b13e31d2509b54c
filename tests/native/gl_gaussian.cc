#include "gl/gaussian.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <random>

using namespace weft;

namespace {

// Checks, noise and a ramp; from `clear` on, columns are transparent in stripes.
std::vector<uint8_t> picture(int w, int h, int clear) {
  std::vector<uint8_t> p(size_t(w) * size_t(h) * 4);
  std::mt19937 random(7);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) {
      uint8_t* q = &p[size_t(y * w + x) * 4];
      q[0] = uint8_t((x / 17 + y / 11) % 2 * 255);
      q[1] = uint8_t(random() & 255);
      q[2] = uint8_t(x * 255 / w);
      q[3] = uint8_t(x < clear ? 255 : x / 5 % 3 * 127);
    }
  return p;
}

// One pixel of the true Gaussian: colours weighted by alpha, edges clamped.
std::array<double, 4> truth(const std::vector<uint8_t>& p, int w, int h, int x, int y, double sx, double sy) {
  auto weight = [](int i, double s) { return s > 0 ? std::exp(-0.5 * i * i / (s * s)) : i == 0 ? 1.0 : 0.0; };
  const int rx = int(std::ceil(5 * sx)), ry = int(std::ceil(5 * sy));
  double sum[4] = {0, 0, 0, 0}, total = 0;
  for (int j = -ry; j <= ry; ++j)
    for (int i = -rx; i <= rx; ++i) {
      const uint8_t* q = &p[size_t(std::clamp(y + j, 0, h - 1) * w + std::clamp(x + i, 0, w - 1)) * 4];
      const double g = weight(i, sx) * weight(j, sy);
      for (int c = 0; c < 3; ++c) sum[c] += g * q[c] * q[3] / 255.0;
      sum[3] += g * q[3];
      total += g;
    }
  const double a = sum[3] / total;
  return {sum[0] / total / a * 255, sum[1] / total / a * 255, sum[2] / total / a * 255, a};
}

double worst(int w, int h, int clear, double sx, double sy) {
  const auto p = picture(w, h, clear);
  auto out = p;
  gl::Gaussian().blur(out.data(), out.data(), w, h, sx, sy, 2);
  double far = 0;
  for (int y = 0; y < h; y += y < 4 || y > h - 6 ? 1 : 13)
    for (int x = 0; x < w; x += x < 4 || x > w - 6 ? 1 : 17) {
      const auto t = truth(p, w, h, x, y, sx, sy);
      if (t[3] < 40) continue;  // little is left of a colour that is hardly there
      for (size_t c = 0; c < 4; ++c) far = std::max(far, std::abs(t[c] - out[size_t(y * w + x) * 4 + c]));
    }
  return far;
}

}  // namespace

TEST_CASE("A blurred picture is the true Gaussian within 1.5/255 and rounding, at its edges too") {
  for (double s : {0.4, 1.0, 2.9, 6.0, 9.5, 12.0, 21.0}) CHECK_MESSAGE(worst(181, 97, 181, s, s) <= 2, s);
  CHECK(worst(181, 97, 181, 8, 0) <= 2);
  CHECK(worst(181, 97, 181, 0, 8) <= 2);
  CHECK(worst(3, 2, 3, 4, 4) <= 2);
  CHECK(worst(1, 1, 1, 40, 40) <= 2);
}

TEST_CASE("Colours are weighted by how opaque they are") {
  for (double s : {1.0, 4.0, 12.0}) CHECK_MESSAGE(worst(181, 97, 90, s, s) <= 3, s);
}

TEST_CASE("Without a deviation the picture stays, and any number of threads gives the same bits") {
  const auto p = picture(181, 97, 90), opaque = picture(181, 97, 181);
  auto out = opaque;
  gl::Gaussian g;
  g.blur(opaque.data(), out.data(), 181, 97, 0, 0, 2);
  CHECK(out == opaque);
  auto one = p, three = p;
  g.blur(p.data(), one.data(), 181, 97, 7, 11, 1);
  g.blur(p.data(), three.data(), 181, 97, 7, 11, 3);
  CHECK(one == three);
}
