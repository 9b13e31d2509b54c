#include "clock/pacing.h"

#include <algorithm>
#include <bit>

namespace weft::clock {
namespace {
constexpr double kShort = 2, kLong = 30;  // seconds
constexpr double kSeveral = 4;            // frames
}

void Pacing::drawn(double seconds, double period, int64_t missed) {
  sinceUp_ += period * double(missed + 1);
  const bool late = seconds > period || missed > 0;
  history_ = ((history_ << 1) | uint32_t(late)) & 0xff;
  // One that took the time of several stands for two: where frames take half a second, four of them are too long to wait.
  if (seconds > kSeveral * period) history_ = ((history_ << 1) | 1u) & 0xff;
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
