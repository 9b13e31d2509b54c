// Fingerprints of what was shown, for those who compare it with a render.
#pragma once
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "clock/frame_sink.h"
#include "clock/hash.h"

namespace weft::clock {

struct Shown {
  int64_t frame = 0;
  std::string hash;
  int tier = 100;
  bool held = false, still = false;
};

class HashSink final : public FrameSink {
 public:
  void frame(const ProgramFrame& f) override {
    Shown shown{f.frame, hashOf(*f.picture), f.tier, f.held, f.still};
    std::lock_guard lock(mutex_);
    shown_.push_back(std::move(shown));
  }
  // What came since the last call. [any]
  std::vector<Shown> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(shown_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<Shown> shown_;
};

}  // namespace weft::clock
