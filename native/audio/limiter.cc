#include "audio/limiter.h"

#include <algorithm>
#include <cmath>

#include "audio/block.h"

namespace weft::audio {
namespace {

constexpr double kHold = 0.010, kRelease = 0.080;  // seconds
constexpr double kTransparent = 1e-5;              // closer to 1 than this (0.0001 dB): 1

}  // namespace

Limiter::Limiter(int sampleRate)
    : release_(1 - std::exp(-1 / (kRelease * sampleRate))), holdSamples_(int(kHold * sampleRate)) {}

void Limiter::process(const float* inLeft, const float* inRight, float* outLeft, float* outRight, int n) {
  if (gain_ == 1 && hold_ == 0 && withinUnit(inLeft, n) && withinUnit(inRight, n)) {
    if (outLeft != inLeft) std::copy_n(inLeft, n, outLeft);
    if (outRight != inRight) std::copy_n(inRight, n, outRight);
    return;
  }
  for (int i = 0; i < n; ++i) {
    float left = inLeft[i], right = inRight[i];
    limit(left, right);
    outLeft[i] = left;
    outRight[i] = right;
  }
}

void Limiter::limit(float& left, float& right) {
  if (!std::isfinite(left)) left = 0;
  if (!std::isfinite(right)) right = 0;
  const double peak = std::max(std::abs(left), std::abs(right));
  if (hold_ > 0) {
    --hold_;
  } else if (gain_ != 1) {
    gain_ += (1 - gain_) * release_;
    if (1 - gain_ < kTransparent) gain_ = 1;
  }
  if (peak * gain_ > 1) {
    gain_ = 1 / peak;
    hold_ = holdSamples_;
  }
  if (gain_ == 1) return;
  left = std::clamp(float(left * gain_), -1.f, 1.f);
  right = std::clamp(float(right * gain_), -1.f, 1.f);
}

}  // namespace weft::audio
