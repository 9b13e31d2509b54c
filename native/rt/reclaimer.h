// Frees what the playing threads hand back, on a thread of its own.
//
// The playing thread puts what it is done with into a queue of its own; it never calls this. Whoever hands something to the
// playing thread says expect(), and the reclaimer looks into the queue now and then until as much has come back.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace weft::rt {

class Reclaimer {
 public:
  // freeOne: takes one thing from the queue and frees it; false when there is none.
  explicit Reclaimer(std::function<bool()> freeOne) : freeOne_(std::move(freeOne)), thread_([this] { run(); }) {}
  ~Reclaimer() {
    {
      std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Reclaimer(const Reclaimer&) = delete;

  // One more will come. Waits while `most` are still out; false when that took longer than `patience`, and none is expected.
  // [any but the playing threads]
  bool expect(size_t most, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [&] { return out_ < most; })) return false;
    ++out_;
    changed_.notify_all();
    return true;
  }
  // What was expected will not come. [any but the playing threads]
  void forget() {
    std::lock_guard lock(mutex_);
    --out_;
    changed_.notify_all();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stop_) {
      changed_.wait(lock, [&] { return stop_ || out_ > 0; });
      lock.unlock();
      size_t freed = 0;
      while (freeOne_()) ++freed;
      lock.lock();
      out_ -= freed;
      if (freed > 0) changed_.notify_all();
      changed_.wait_for(lock, kLook, [&] { return stop_; });
    }
  }

  static constexpr std::chrono::milliseconds kLook{4};
  std::function<bool()> freeOne_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t out_ = 0;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace weft::rt
