// How often what took how long: counts in buckets that grow with the value, so that a percentile is right to about 3 %.
//
// One thread adds and never waits; any thread reads. What is added while it is read may or may not be in it.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>

namespace weft::rt {

class Histogram {
 public:
  // value: a whole number of the smallest unit (nanoseconds). [one writer]
  void add(uint64_t value) {
    bump(counts_[size_t(bucketOf(value))]);
    bump(total_);
    if (value > max_.load(std::memory_order_relaxed)) max_.store(value, std::memory_order_relaxed);
  }

  // The value that a part p (0..1) of all values do not exceed; 0 when there are none. [any]
  uint64_t percentile(double p) const {
    uint64_t all = 0;
    for (const auto& count : counts_) all += count.load(std::memory_order_relaxed);
    if (all == 0) return 0;
    const auto wanted = uint64_t(std::max(1.0, std::ceil(p * double(all))));
    uint64_t seen = 0;
    for (size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i].load(std::memory_order_relaxed);
      if (seen >= wanted) return std::min(topOf(int(i)), max());
    }
    return max();
  }
  uint64_t max() const { return max_.load(std::memory_order_relaxed); }
  uint64_t total() const { return total_.load(std::memory_order_relaxed); }

 private:
  // 32 buckets to an octave; below 32 a bucket each.
  static constexpr int kBits = 5, kSteps = 1 << kBits, kBuckets = (40 - kBits) * kSteps + kSteps;
  static int bucketOf(uint64_t value) {
    if (value < kSteps) return int(value);
    const int octave = std::bit_width(value) - 1 - kBits;
    return std::min(kBuckets - 1, (octave + 1) * kSteps + int((value >> octave) & (kSteps - 1)));
  }
  static uint64_t topOf(int bucket) {
    if (bucket < kSteps) return uint64_t(bucket);
    const int octave = bucket / kSteps - 1;
    return ((uint64_t(kSteps + bucket % kSteps) + 1) << octave) - 1;
  }
  // One writer: no read-modify-write needed.
  template <typename Count>
  static void bump(Count& count) { count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }

  std::array<std::atomic<uint32_t>, kBuckets> counts_{};
  std::atomic<uint64_t> total_{0}, max_{0};
};

}  // namespace weft::rt
