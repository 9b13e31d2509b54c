#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "audio/block.h"
#include "audio/limiter.h"

using weft::audio::Limiter;

namespace {

struct Sound {
  std::vector<float> left, right;
  explicit Sound(size_t n) : left(n), right(n) {}
  size_t size() const { return left.size(); }
};

Sound limited(const Sound& in, Limiter& limiter) {
  Sound out(in.size());
  for (size_t i = 0; i < in.size(); i += 64) {
    const int n = int(std::min<size_t>(64, in.size() - i));
    limiter.process(&in.left[i], &in.right[i], &out.left[i], &out.right[i], n);
  }
  return out;
}

bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

}  // namespace

TEST_CASE("limiter: at or below 0 dBFS every bit passes, full scale, -0 and denormals included") {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> unit(-1, 1);
  Sound in(48000);
  for (size_t i = 0; i < in.size(); ++i) {
    in.left[i] = unit(random);
    in.right[i] = unit(random) * std::pow(10.f, -40.f * std::abs(unit(random)));
  }
  const float odd[] = {1, -1, 0, -0.f, 1e-42f, -1e-45f, std::nextafter(1.f, 0.f)};
  for (size_t i = 0; i < std::size(odd); ++i) in.left[100 + i] = in.right[200 + i] = odd[i];
  Limiter limiter(48000);
  const Sound out = limited(in, limiter);
  CHECK(same(in.left, out.left));
  CHECK(same(in.right, out.right));
}

TEST_CASE("limiter: nothing leaves above 1 or not finite, whatever comes") {
  std::mt19937 random(2);
  std::uniform_real_distribution<float> unit(-1, 1);
  for (int rate : {48000, 96000}) {
    Limiter limiter(rate);
    Sound in(200'000);
    for (size_t i = 0; i < in.size(); ++i)
      for (auto* channel : {&in.left, &in.right}) {
        float& x = (*channel)[i] = unit(random) * std::pow(10.f, 3 * unit(random));
        if (random() % 5000 == 0) x = std::numeric_limits<float>::max();
        if (random() % 5000 == 0) x = std::numeric_limits<float>::infinity() * (random() % 2 ? 1.f : -1.f);
        if (random() % 5000 == 0) x = std::nanf("");
      }
    const Sound out = limited(in, limiter);
    size_t bad = 0;
    for (size_t i = 0; i < out.size(); ++i) bad += !(std::abs(out.left[i]) <= 1 && std::abs(out.right[i]) <= 1);
    CHECK(bad == 0);
  }
}

TEST_CASE("limiter: no latency; a loud sample lands on full scale where it stands") {
  Limiter limiter(48000);
  Sound in(64);
  in.left[10] = 4;
  in.right[10] = -2;
  const Sound out = limited(in, limiter);
  CHECK(out.left[10] == 1.f);
  CHECK(out.right[10] == -0.5f);  // linked: both channels get the same gain
  CHECK(out.left[9] == 0.f);
}

TEST_CASE("limiter: after the loud part it recovers smoothly and is then transparent again") {
  Limiter limiter(48000);
  Sound in(96000);
  for (size_t i = 0; i < in.size(); ++i) in.left[i] = in.right[i] = i < 64 ? 4.f : 0.25f;
  const Sound out = limited(in, limiter);
  double jump = 0;
  for (size_t i = 65; i < out.size(); ++i) jump = std::max(jump, double(std::abs(out.left[i] - out.left[i - 1])));
  CHECK(jump < 1e-4);
  CHECK(limiter.gain() == 1);
  CHECK(out.left.back() == 0.25f);
  // One spike, however large, takes no longer to recover from.
  Limiter other(48000);
  std::fill(in.left.begin(), in.left.end(), 0.25f);
  in.left[0] = 3e38f;
  CHECK(limited(in, other).left.back() == 0.25f);
}

TEST_CASE("block: finite and in-range checks see every bad sample at every place") {
  float block[64];
  for (int i = 0; i < 64; ++i)
    for (float bad : {std::nanf(""), -std::nanf(""), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
      std::fill_n(block, 64, 3e38f);
      CHECK(weft::audio::allFinite(block, 64));
      block[i] = bad;
      CHECK_FALSE(weft::audio::allFinite(block, 64));
      std::fill_n(block, 64, -1.f);
      CHECK(weft::audio::withinUnit(block, 64));
      block[i] = bad;
      CHECK_FALSE(weft::audio::withinUnit(block, 64));
      block[i] = std::nextafter(-1.f, -2.f);
      CHECK_FALSE(weft::audio::withinUnit(block, 64));
    }
}
