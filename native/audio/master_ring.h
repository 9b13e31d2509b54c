// The last seconds of the program, for recording and meters.
//
// Who allocates: the constructor. Who writes: [audio-rt], one thread. Who reads: any number of threads; a reader checks
// afterwards that it was not overtaken. Who frees: the owner, once neither runs.
#pragma once
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <vector>

#include "audio/block.h"

namespace weft::audio {

class MasterRing {
 public:
  explicit MasterRing(int64_t samples) : capacity_((samples / kBlock + 2) * kBlock), samples_(size_t(capacity_) * 2) {}

  // The block whose first sample is `now`; each follows the one before. [audio-rt]
  void write(int64_t now, const float* left, const float* right) {
    written_.store(now + kBlock, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    std::atomic<float>* at = samples_.data() + 2 * (now % capacity_);
    for (int i = 0; i < kBlock; ++i) {
      at[2 * i].store(left[i], std::memory_order_relaxed);
      at[2 * i + 1].store(right[i], std::memory_order_relaxed);
    }
    done_.store(now + kBlock, std::memory_order_release);
  }

  // Samples from..from+n that are there; -1 when the first of them is gone. [any]
  int read(int64_t from, int n, float* left, float* right) const {
    if (from < 0) return -1;
    const int64_t done = done_.load(std::memory_order_acquire);
    const int there = int(std::clamp<int64_t>(done - from, 0, n));
    for (int i = 0; i < there; ++i) {
      const std::atomic<float>* at = samples_.data() + 2 * ((from + i) % capacity_);
      left[i] = at[0].load(std::memory_order_relaxed);
      right[i] = at[1].load(std::memory_order_relaxed);
    }
    std::atomic_thread_fence(std::memory_order_acquire);
    return written_.load(std::memory_order_relaxed) - from > capacity_ ? -1 : there;
  }

 private:
  int64_t capacity_;  // whole blocks
  std::vector<std::atomic<float>> samples_;
  std::atomic<int64_t> written_{0}, done_{0};
};

}  // namespace weft::audio
