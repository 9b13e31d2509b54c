#include <doctest/doctest.h>

#include "clock/pacing.h"

using weft::clock::Pacing;

namespace {
constexpr double kPeriod = 1.0 / 30;
void frames(Pacing& p, int n, double seconds) {
  for (int i = 0; i < n; ++i) p.drawn(seconds, kPeriod, 0);
}
}  // namespace

TEST_CASE("Resolution goes down a tier after a few late frames, and no further than a quarter") {
  Pacing p;
  frames(p, Pacing::kLateFrames - 1, 2 * kPeriod);
  CHECK(p.tier() == 100);
  frames(p, 1, 2 * kPeriod);
  CHECK(p.tier() == 75);
  frames(p, 100, 2 * kPeriod);
  CHECK(p.tier() == 25);
}

TEST_CASE("Two frames that took the time of many are enough for the next tier down") {
  Pacing p;
  frames(p, 2, 10 * kPeriod);
  CHECK(p.tier() == 75);
}

TEST_CASE("Late frames now and then cost no resolution") {
  Pacing p;
  for (int i = 0; i < 300; ++i) p.drawn(i % 3 == 0 ? 2 * kPeriod : 0.1 * kPeriod, kPeriod, 0);
  CHECK(p.tier() == 100);
}

TEST_CASE("Frames that were missed count as late ones do") {
  Pacing p;
  for (int i = 0; i < Pacing::kLateFrames; ++i) p.drawn(0.5 * kPeriod, kPeriod, 1);
  CHECK(p.tier() == 75);
}

TEST_CASE("Resolution comes back when there has been room for it, and not before") {
  Pacing p;
  frames(p, 20, 2 * kPeriod);
  REQUIRE(p.tier() == 25);
  frames(p, 30, 0.1 * kPeriod);
  CHECK(p.tier() == 25);  // a second is not yet a while
  frames(p, 30 * 40, 0.05 * kPeriod);
  CHECK(p.tier() == 100);
}

TEST_CASE("A tier that would not fit is not tried") {
  Pacing p;
  frames(p, Pacing::kLateFrames, 2 * kPeriod);
  REQUIRE(p.tier() == 75);
  frames(p, 30 * 60, 0.5 * kPeriod);  // full resolution would take 0.9 of a frame's time
  CHECK(p.tier() == 75);
}

TEST_CASE("A tier that was too much is tried again less and less often") {
  Pacing p;
  const auto cost = [&] { return p.tier() == 100 ? 2 * kPeriod : 0.2 * kPeriod; };
  const auto changes = [&](int n) {
    int count = 0;
    for (int i = 0; i < n; ++i) {
      const int before = p.tier();
      p.drawn(cost(), kPeriod, 0);
      count += p.tier() != before;
    }
    return count;
  };
  const int first = changes(30 * 20), later = changes(30 * 20);
  CHECK(first > 0);
  CHECK(later < first);
}

TEST_CASE("While the transport stands a frame may take ten seconds at full resolution, then it is one tier down") {
  Pacing p;
  p.drawnStill(9.9);
  CHECK(p.stillTier() == 100);
  p.drawnStill(10.1);
  CHECK(p.stillTier() == 75);
  CHECK(p.tier() == 100);
}
