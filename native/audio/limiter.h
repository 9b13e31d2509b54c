// The master limiter: zero latency, bit-transparent at or below 0 dBFS, never above it.
#pragma once

namespace weft::audio {

// Both channels get one gain. It falls at once to what the louder channel needs, holds, then recovers along an
// exponential; while it is 1 samples pass untouched. Samples that are not finite become 0.
class Limiter {
 public:
  explicit Limiter(int sampleRate);

  // Goes on where the other is, which has the same rate. [audio-rt]
  void carry(const Limiter& before) {
    gain_ = before.gain_;
    hold_ = before.hold_;
  }

  // n samples, in place allowed. Afterwards |out| <= 1. [audio-rt]
  void process(const float* inLeft, const float* inRight, float* outLeft, float* outRight, int n);
  // 1: transparent.
  double gain() const { return gain_; }

 private:
  void limit(float& left, float& right);

  double gain_ = 1;
  double release_;  // part of the way back to 1 that is covered in a sample
  int hold_ = 0, holdSamples_;
};

}  // namespace weft::audio
