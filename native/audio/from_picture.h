// Values read from pictures, on their way into signal slots.
#pragma once
#include <array>
#include <atomic>
#include <memory>

#include "audio/step.h"
#include "rt/spsc_queue.h"

namespace weft::audio {

// Who allocates: the constructor. Who writes: [render], one thread. Who reads: [audio-rt], one thread. Who frees: the
// player, once neither runs. A full queue drops what comes and counts it as late.
class PictureInbox {
 public:
  static constexpr size_t kValues = 16;
  struct Entry {
    int64_t at = 0;  // sample of position
    std::array<float, kValues> values{};
  };

  // Values beyond kValues are left out. [render]
  void push(std::span<const float> values, int64_t at);
  // Values dropped so far. [any]
  long late() const { return late_.load(std::memory_order_relaxed); }

  // The newest entry due in the tick that starts at position, null if none is. [audio-rt]
  const Entry* take(int64_t position);

 private:
  rt::SpscQueue<Entry> queue_{256};
  Entry held_;
  int64_t last_ = 0;
  std::atomic<long> late_{0};
};

StepPtr makeStep(Workspace&, PictureInbox&, const plan::FromPictureStep&);

}  // namespace weft::audio
