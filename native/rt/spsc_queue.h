// A bounded queue between one writing and one reading thread.
//
// Who allocates: the constructor. Who holds: both threads, the slots stay in place. Who frees: the destructor, once
// neither thread runs. Items are copied in and out. Nothing waits, locks or allocates after construction.
#pragma once
#include <atomic>
#include <bit>
#include <cstddef>
#include <vector>

namespace weft::rt {

template <typename T>
class SpscQueue {
 public:
  // Holds at least `capacity` items (rounded up to a power of two).
  explicit SpscQueue(size_t capacity) : slots_(std::bit_ceil(capacity < 1 ? size_t(1) : capacity)), mask_(slots_.size() - 1) {}
  SpscQueue(const SpscQueue&) = delete;
  SpscQueue& operator=(const SpscQueue&) = delete;

  size_t capacity() const { return slots_.size(); }

  // False when full; the queue is then unchanged. [writer]
  bool push(const T& item) {
    const size_t write = write_.load(std::memory_order_relaxed);
    if (write - readSeen_ == slots_.size()) {
      readSeen_ = read_.load(std::memory_order_acquire);
      if (write - readSeen_ == slots_.size()) return false;
    }
    slots_[write & mask_] = item;
    write_.store(write + 1, std::memory_order_release);
    return true;
  }

  // The oldest item, null when empty. Stays valid until pop(). [reader]
  const T* front() {
    const size_t read = read_.load(std::memory_order_relaxed);
    if (read == writeSeen_) {
      writeSeen_ = write_.load(std::memory_order_acquire);
      if (read == writeSeen_) return nullptr;
    }
    return &slots_[read & mask_];
  }

  // Drops the item that front() gave. [reader]
  void pop() { read_.store(read_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

  // [reader]
  bool pop(T& item) {
    const T* first = front();
    if (!first) return false;
    item = *first;
    pop();
    return true;
  }

 private:
  // The counts run on past the capacity, so that full and empty differ; they wrap with size_t. Each thread keeps what
  // it last saw of the other's count on its own cache line.
  static constexpr size_t kLine = 64;
  std::vector<T> slots_;
  size_t mask_;
  alignas(kLine) std::atomic<size_t> write_{0};
  size_t readSeen_ = 0;
  alignas(kLine) std::atomic<size_t> read_{0};
  size_t writeSeen_ = 0;
};

}  // namespace weft::rt
