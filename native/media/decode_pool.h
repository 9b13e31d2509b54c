// Decode threads, and the frame cache with its byte budget.
//
// The threads pull: each clip is a client that says how urgent its next piece of work is, and a free thread takes the
// most urgent one that no other thread is at. Asking for work is an atomic store in the client and wake(); the audio
// thread, which may not call the system, stores a flag instead, and one of the threads looks at it now and then.
//
// Ownership: clips hold the pool; the pool holds plain pointers to clients between add() and remove().
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "media/clip_pictures.h"
#include "media/frame_cache.h"

namespace weft::media {

enum class Urgency { Idle, Ahead, Needed };

class DecodeClient {
 public:
  virtual ~DecodeClient() = default;
  virtual Urgency urgency() = 0;  // [decode]
  // One piece of work: about a frame of pictures or a chunk of sound. [decode]
  virtual void work() = 0;

 private:
  friend class DecodePool;
  bool busy_ = false;  // guarded by the pool
};

class DecodePool {
 public:
  DecodePool(int threads, size_t budgetBytes);
  ~DecodePool();
  DecodePool(const DecodePool&) = delete;

  void add(DecodeClient*);     // [loader]
  void remove(DecodeClient*);  // returns when no thread is at it any more [loader]
  void wake();                 // [any but audio-rt]
  // The same within kAskedMs, without a call to the system. [audio-rt]
  void ask() { asked_.store(true, std::memory_order_release); }
  int clients() const { return count_; }  // [any]
  // Threads one decoder may use itself: all decoders together stay near the number of threads of the pool.
  int codecThreads() const { return codecThreads_; }
  const std::shared_ptr<FrameCache>& cache() const { return cache_; }

 private:
  static constexpr int kAskedMs = 10;
  void run(bool looks);
  DecodeClient* take();

  std::shared_ptr<FrameCache> cache_;
  int codecThreads_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<DecodeClient*> clients_;
  size_t turn_ = 0;
  std::atomic<int> count_ = 0;
  std::atomic<bool> signalled_ = false, asked_ = false, stop_ = false;
  std::counting_semaphore<> work_{0};
  std::vector<std::thread> threads_;
};

}  // namespace weft::media
