// The frame grid on the sample count.
#pragma once
#include <cstdint>

#include "plan/plan.h"

namespace weft::clock {

// Sample of position to which frame k belongs: floor(k * rate / fps). k >= 0. [any]
inline int64_t frameSample(int64_t k, int sampleRate, plan::Rational fps) {
  // 128 bits: frame * rate * den may leave 64 for long shows at odd rates
  return int64_t(static_cast<__int128>(k) * sampleRate * fps.den / fps.num);
}

// First frame whose sample is at or after `sample`. [any]
inline int64_t frameAt(int64_t sample, int sampleRate, plan::Rational fps) {
  int64_t k = int64_t(static_cast<__int128>(sample) * fps.num / (static_cast<__int128>(sampleRate) * fps.den));
  while (k > 0 && frameSample(k - 1, sampleRate, fps) >= sample) --k;
  while (frameSample(k, sampleRate, fps) < sample) ++k;
  return k;
}

// Frame that is on screen at `sample`: the last whose sample is at or before it. sample >= 0. [any]
inline int64_t frameOn(int64_t sample, int sampleRate, plan::Rational fps) { return frameAt(sample + 1, sampleRate, fps) - 1; }

}  // namespace weft::clock
