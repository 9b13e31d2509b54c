#include "clock/pacing.h"

#include <algorithm>
#include <bit>

namespace weft::clock {
namespace {
constexpr double kShort = 2, kLong = 30;  // seconds
}

void Pacing::drawn(double seconds, double period, int64_t missed) {
  sinceUp_ += period * double(missed + 1);
  history_ = ((history_ << 1) | uint32_t(seconds > period || missed > 0)) & 0xff;
  if (std::popcount(history_) >= kLateFrames && at_ < kLast) {
    patience_ = sinceUp_ < 2 * kShort ? std::min(kLong, patience_ * 2) : kShort;
    go(at_ + 1);
    return;
  }
  if (at_ == 0) return;
  const double more = double(kTiers[at_ - 1]) / kTiers[at_];
  roomy_ = history_ == 0 && seconds * more * more < kRoom * period ? roomy_ + period : 0;
  if (roomy_ < patience_) return;
  go(at_ - 1);
  sinceUp_ = 0;
}

void Pacing::drawnStill(double seconds) {
  if (seconds > kLongestStill && still_ < kLast) ++still_;
}

void Pacing::changed() {
  history_ = 0;
  roomy_ = 0;
  still_ = 0;
  patience_ = kShort;
}

void Pacing::go(int to) {
  at_ = to;
  history_ = 0;
  roomy_ = 0;
}

}  // namespace weft::clock
