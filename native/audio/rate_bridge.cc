#include "audio/rate_bridge.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <numeric>

namespace weft::audio {
namespace {

constexpr int kZeroCrossings = 32;  // on either side, at the lower of the two rates
constexpr double kBeta = 10;        // of the Kaiser window: side lobes at -100 dB
constexpr int kMostExact = 1024;    // rows of weights where each place has its own

// Modified Bessel function of the first kind, order 0, by its power series.
double bessel(double x) {
  double sum = 1, term = 1;
  for (int k = 1; term > sum * 1e-17; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

}  // namespace

RateBridge::RateBridge(int channels, int fromRate, int toRate) : fromRate_(fromRate) {
  const int64_t common = std::gcd(int64_t(fromRate), int64_t(toRate));
  up_ = toRate / common;
  down_ = fromRate / common;
  phases_ = int(std::min<int64_t>(up_, kMostExact));
  // Going down, the band is that of the lower rate and the weights spread accordingly.
  const double ratio = std::min(1.0, double(toRate) / fromRate);
  half_ = int(std::ceil(kZeroCrossings / ratio));
  taps_ = 2 * half_;
  // The Kaiser window's transition is (A - 8) / (2.285 taps) wide, A = 100 dB; the band ends where it begins.
  weights(ratio * (1 - 92 / (2.285 * 2 * kZeroCrossings) / std::numbers::pi));
  line_.assign(size_t(channels), std::vector<float>(size_t(taps_ + 2 * kMostAtOnce)));
  at_ = half_ - 1;
  filled_ = half_ - 1;  // silence before the first sample
}

void RateBridge::weights(double cutoff) {
  table_.resize(size_t(phases_ + 1) * size_t(taps_));
  for (int p = 0; p <= phases_; ++p) {
    double sum = 0;
    float* row = table_.data() + size_t(p) * size_t(taps_);
    std::vector<double> exact(static_cast<size_t>(taps_));
    for (int t = 0; t < taps_; ++t) {
      // Distance of tap t from a place p / phases_ of the way from tap half_ - 1 to the next.
      const double x = double(t - (half_ - 1)) - double(p) / phases_;
      const double edge = x / half_;
      const double window = std::abs(edge) >= 1 ? 0 : bessel(kBeta * std::sqrt(1 - edge * edge)) / bessel(kBeta);
      const double angle = std::numbers::pi * cutoff * x;
      exact[size_t(t)] = window * cutoff * (angle == 0 ? 1 : std::sin(angle) / angle);
      sum += exact[size_t(t)];
    }
    for (int t = 0; t < taps_; ++t) row[t] = float(exact[size_t(t)] / sum);  // a steady value stays as it is
  }
}

int RateBridge::needed(int n) const {
  if (n <= 0) return 0;
  const int64_t last = at_ + (phase_ + int64_t(n - 1) * down_) / up_;  // of the last sample that is wanted
  return int(std::max<int64_t>(0, last + half_ + 1 - filled_));
}

void RateBridge::push(const float* const* in, int n) {
  const int drop = at_ - (half_ - 1);  // no longer needed
  for (size_t c = 0; c < line_.size(); ++c) {
    float* line = line_[c].data();
    std::memmove(line, line + drop, sizeof(float) * size_t(filled_ - drop));
    std::memcpy(line + filled_ - drop, in[c], sizeof(float) * size_t(n));
  }
  at_ -= drop;
  filled_ += n - drop;
}

void RateBridge::pull(float* const* out, int n) {
  for (int i = 0; i < n; ++i) {
    const double row = double(phase_) * phases_ / double(up_);
    const int p = phases_ == up_ ? int(phase_) : int(row);
    const float* weights = table_.data() + size_t(p) * size_t(taps_);
    const float between = phases_ == up_ ? 0.f : float(row - p);
    for (size_t c = 0; c < line_.size(); ++c) {
      const float* from = line_[c].data() + at_ - (half_ - 1);
      float sum[4] = {}, next[4] = {};
      // Four sums side by side: one vector instruction each. taps_ is even; what is left over comes last.
      int t = 0;
      for (; t + 4 <= taps_; t += 4)
        for (int k = 0; k < 4; ++k) sum[k] += from[t + k] * weights[t + k];
      for (; t < taps_; ++t) sum[0] += from[t] * weights[t];
      float value = (sum[0] + sum[1]) + (sum[2] + sum[3]);
      if (between != 0) {
        const float* after = weights + taps_;
        for (t = 0; t + 4 <= taps_; t += 4)
          for (int k = 0; k < 4; ++k) next[k] += from[t + k] * after[t + k];
        for (; t < taps_; ++t) next[0] += from[t] * after[t];
        value += between * ((next[0] + next[1]) + (next[2] + next[3]) - value);
      }
      out[c][i] = value;
    }
    phase_ += down_;
    at_ += int(phase_ / up_);
    phase_ %= up_;
  }
}

}  // namespace weft::audio
