// Between the patch's rate and a device's.
#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "audio/rate_bridge.h"

using namespace weft;

namespace {

// `seconds` of a sine through a bridge, in blocks as a device asks for them; the worst distance from the sine it should be.
double worst(int from, int to, double hz, double seconds, int frames) {
  audio::RateBridge bridge(1, from, to);
  std::vector<float> in(audio::RateBridge::kMostAtOnce), out(static_cast<size_t>(frames));
  double off = 0;
  int64_t pushed = 0, pulled = 0;
  while (pulled < int64_t(seconds * to)) {
    while (bridge.needed(frames) > 0) {
      for (int i = 0; i < 64; ++i, ++pushed) in[size_t(i)] = float(0.5 * std::sin(2 * std::numbers::pi * hz * double(pushed) / from));
      const float* block[] = {in.data()};
      bridge.push(block, 64);
    }
    float* block[] = {out.data()};
    bridge.pull(block, frames);
    for (int i = 0; i < frames; ++i, ++pulled) {
      const double place = double(pulled) / to;
      if (place > 0.005) off = std::max(off, std::abs(double(out[size_t(i)]) - 0.5 * std::sin(2 * std::numbers::pi * hz * place)));
    }
  }
  return off;
}

}  // namespace

TEST_CASE("rate bridge: a sine comes out as itself, at its place, within -90 dB") {
  for (const auto& [from, to] : {std::pair{48000, 44100}, {44100, 48000}, {48000, 96000}, {48000, 192000}, {48000, 32000}})
    for (double hz : {100.0, 997.0, 10000.0})
      for (int frames : {32, 500, 2048}) {
        INFO(from, " to ", to, " at ", hz, " Hz");
        CHECK(worst(from, to, hz, 0.5, frames) < 0.5 * 3.2e-5);
      }
  // No common measure: weights between neighbours.
  CHECK(worst(48000, 47993, 997, 0.5, 256) < 0.5 * 1e-4);
}

TEST_CASE("rate bridge: what the lower rate cannot hold is gone by 80 dB") {
  audio::RateBridge bridge(1, 48000, 32000);
  std::vector<float> in(64), out(64);
  double loudest = 0;
  int64_t n = 0;
  for (int block = 0; block < 500; ++block) {
    while (bridge.needed(64) > 0) {
      for (float& x : in) x = float(std::sin(2 * std::numbers::pi * 20000 * double(n++) / 48000));
      const float* from[] = {in.data()};
      bridge.push(from, 64);
    }
    float* to[] = {out.data()};
    bridge.pull(to, 64);
    if (block > 10)
      for (float x : out) loudest = std::max(loudest, double(std::abs(x)));
  }
  CHECK(loudest < 1e-4);
}

TEST_CASE("rate bridge: a steady value stays as it is, and ten hours do not drift") {
  audio::RateBridge bridge(2, 48000, 44100);
  const std::vector<float> ones(64, 0.25f);
  std::vector<float> left(441), right(441);
  int64_t pushed = 0, pulled = 0;
  for (int i = 0; i < 2000; ++i) {
    while (bridge.needed(441) > 0) {
      const float* from[] = {ones.data(), ones.data()};
      bridge.push(from, 64);
      pushed += 64;
    }
    float* to[] = {left.data(), right.data()};
    bridge.pull(to, 441);
    pulled += 441;
    CHECK(bridge.held() / 48000 == doctest::Approx(double(pushed) / 48000 - double(pulled) / 44100).epsilon(1e-9));
    CHECK(bridge.held() < 200);
  }
  CHECK(right[440] == doctest::Approx(0.25).epsilon(1e-6));
}
