// Loops over one block of samples, written so that the compiler turns them into vector instructions.
#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "plan/plan.h"

namespace weft::audio {

using plan::kBlock;

inline void clearBlock(float* out) { std::fill_n(out, kBlock, 0.f); }
inline void copyBlock(const float* in, float* out) { std::copy_n(in, kBlock, out); }

// No two of these may be the same buffer.
inline void addBlock(const float* __restrict in, float* __restrict out) {
  for (int i = 0; i < kBlock; ++i) out[i] += in[i];
}
inline void addBlocks4(const float* __restrict a, const float* __restrict b, const float* __restrict c,
                       const float* __restrict d, float* __restrict out) {
  for (int i = 0; i < kBlock; ++i) out[i] = (((out[i] + a[i]) + b[i]) + c[i]) + d[i];
}

// A gain that moves along a line over the block and reaches `to` with its last sample.
inline float gainAt(float from, float to, int i) { return from + (to - from) * (float(i + 1) / kBlock); }
inline void scaleBlock(float* block, float from, float to) {
  if (from == to)
    for (int i = 0; i < kBlock; ++i) block[i] *= to;
  else
    for (int i = 0; i < kBlock; ++i) block[i] *= gainAt(from, to, i);
}
inline void addScaledBlock(const float* __restrict in, float* __restrict out, float from, float to) {
  if (from == to && to == 1)
    addBlock(in, out);
  else if (from == to)
    for (int i = 0; i < kBlock; ++i) out[i] += in[i] * to;
  else
    for (int i = 0; i < kBlock; ++i) out[i] += in[i] * gainAt(from, to, i);
}

// True when every sample is a number and none is infinite: exponent bits not all set.
inline bool allFinite(const float* in, int n) {
  uint32_t bad = 0;
  for (int i = 0; i < n; ++i) bad |= uint32_t(int32_t(std::bit_cast<uint32_t>(in[i]) & 0x7fffffffu) > 0x7f7fffff);
  return bad == 0;
}
// True when every sample lies in -1..1 (so none is NaN). Compares bits: for floats of one sign they order as numbers.
inline bool withinUnit(const float* in, int n) {
  uint32_t bad = 0;
  for (int i = 0; i < n; ++i) bad |= uint32_t(int32_t(std::bit_cast<uint32_t>(in[i]) & 0x7fffffffu) > 0x3f800000);
  return bad == 0;
}

// Decibels to a factor; 0 dB is exactly 1, -90 dB and less is silence.
inline float factorOf(float decibels) { return decibels <= -90.f ? 0.f : std::pow(10.f, decibels / 20.f); }

// A row in decibels as a factor, worked out when the row changes.
class Gain {
 public:
  explicit Gain(const float* decibels) : decibels_(decibels) {}
  float factor() {
    if (*decibels_ != seen_) {
      seen_ = *decibels_;
      factor_ = factorOf(seen_);
    }
    return factor_;
  }

 private:
  const float* decibels_;
  float seen_ = 0, factor_ = 1;
};

}  // namespace weft::audio
