// A value that one thread writes and any number read, whole or not at all.
//
// Who allocates: nobody; it lies where it is declared. Who writes: one thread, without ever waiting. Who reads: any thread;
// a reader that meets a write in progress reads again.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace weft::rt {

template <typename T>
class Seqlock {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Seqlock() : Seqlock(T{}) {}
  explicit Seqlock(const T& value) { write(value); }
  Seqlock(const Seqlock&) = delete;
  Seqlock& operator=(const Seqlock&) = delete;

  // [one writer]
  void write(const T& value) {
    std::array<uint64_t, kWords> words{};
    std::memcpy(words.data(), &value, sizeof(T));
    const uint32_t at = sequence_.load(std::memory_order_relaxed);
    sequence_.store(at + 1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_release);
    for (size_t i = 0; i < kWords; ++i) words_[i].store(words[i], std::memory_order_relaxed);
    sequence_.store(at + 2, std::memory_order_release);
  }

  // [any]
  T read() const {
    std::array<uint64_t, kWords> words;
    uint32_t before, after;
    do {
      before = sequence_.load(std::memory_order_acquire);
      for (size_t i = 0; i < kWords; ++i) words[i] = words_[i].load(std::memory_order_relaxed);
      std::atomic_thread_fence(std::memory_order_acquire);
      after = sequence_.load(std::memory_order_relaxed);
    } while ((before & 1) != 0 || before != after);
    T value;
    std::memcpy(static_cast<void*>(&value), words.data(), sizeof(T));
    return value;
  }

 private:
  static constexpr size_t kWords = (sizeof(T) + 7) / 8;
  std::atomic<uint32_t> sequence_{0};
  std::array<std::atomic<uint64_t>, kWords> words_{};
};

}  // namespace weft::rt
