// Sound of one rate as sound of another: between the patch and a device that runs at a rate of its own.
//
// Band-limited interpolation (J. O. Smith, "Digital Audio Resampling Home Page", ccrma.stanford.edu/~jos/resample): each
// sample that comes out is the sum of the samples around its place, weighted by a sinc under a Kaiser window. The place is
// counted in whole numbers, so nothing drifts. Where the ratio is a short one (44,100 to 48,000 is 147 to 160) every place has
// its own weights; elsewhere weights lie between two neighbours.
#pragma once
#include <cstdint>
#include <vector>

namespace weft::audio {

class RateBridge {
 public:
  // [device]
  RateBridge(int channels, int fromRate, int toRate);

  // How many samples must be pushed before n can be pulled. [audio-rt]
  int needed(int n) const;
  // Room for `most` samples at once is made beforehand; all of `n` are taken. in: one pointer per channel. [audio-rt]
  void push(const float* const* in, int n);
  // Exactly n samples; needed(n) must be 0. [audio-rt]
  void pull(float* const* out, int n);

  // What comes out first is what went in first; seconds that must have gone in beyond a sample before it can come out.
  double latency() const { return double(half_) / fromRate_; }
  // Samples, at the rate they went in, that were pushed and have not come out.
  double held() const { return double(filled_ - at_) - double(phase_) / double(up_); }

  static constexpr int kMostAtOnce = 4096;

 private:
  void weights(double cutoff);

  int fromRate_;
  int64_t up_, down_;   // out/in in lowest terms: `down_` samples in last as long as `up_` out
  int phases_;          // rows of weights, the last one again the first moved by a sample
  int half_, taps_;     // samples on either side, and altogether
  std::vector<float> table_;
  std::vector<std::vector<float>> line_;  // per channel: what was pushed and is still needed
  int filled_ = 0;      // samples in line_
  int at_ = 0;          // the place's whole part: index into line_ of the sample at or left of it
  int64_t phase_ = 0;   // and its fraction, in parts of up_
};

}  // namespace weft::audio
