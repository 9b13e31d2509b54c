#include "audio/fade.h"

#include <cmath>
#include <numbers>

namespace weft::audio {

std::vector<float> fadeCurve(int sampleRate) {
  std::vector<float> curve(size_t(std::ceil(kFadeSeconds * sampleRate)));
  for (size_t i = 0; i < curve.size(); ++i)
    curve[i] = float(0.5 - 0.5 * std::cos(std::numbers::pi * double(i + 1) / double(curve.size() + 1)));
  return curve;
}

void Fades::begin(std::span<Fade> fades, std::span<const float> curve, bool out) {
  fades_ = fades;
  curve_ = curve;
  out_ = out;
  at_ = 0;
  for (Fade& fade : fades_) {
    fade.source = *fade.address;
    *fade.address = fade.block;
  }
}

void Fades::end() {
  for (Fade& fade : fades_) *fade.address = fade.source;
  fades_ = {};
}

void Fades::run() {
  const size_t step = nextStep();
  for (; next_ < fades_.size() && fades_[next_].before == step; ++next_) {
    Fade& fade = fades_[next_];
    for (size_t i = 0; i < size_t(kBlock); ++i) {
      const size_t at = at_ + i;
      const float gain = out_ ? (at < curve_.size() ? curve_[curve_.size() - 1 - at] : 0.f) : at < curve_.size() ? curve_[at] : 1.f;
      fade.block[i] = fade.source[i] * gain;
    }
  }
}

}  // namespace weft::audio
