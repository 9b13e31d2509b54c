// Tick records: what pictures know of sound. Written by the sound side once per tick, read by the picture side.
//
// Who allocates: the constructor, before playing. Who writes: [audio-rt], one thread. Who reads: [render], one thread.
// Nothing is freed while either runs. Capacity: two seconds of ticks; an older record is gone.
#pragma once
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace weft::signal {

// A clip's clock at the first sample of the tick: media seconds, and media seconds per second of position (0: holds).
// Backwards, `seconds` lies just before the instant, so that the frame left of it is shown.
struct ClipState {
  double seconds = 0;
  double speed = 0;
  // When a loop's seam or turning point, or the end, falls inside the tick: how long until then (seconds of position),
  // and the clock from there on.
  double seamAfter = std::numeric_limits<double>::infinity();
  double seamSeconds = 0;
  double seamSpeed = 0;

  // Media seconds `elapsed` seconds of position after the tick's first sample, within the tick. [any]
  double at(double elapsed) const {
    return elapsed < seamAfter ? seconds + speed * elapsed : seamSeconds + seamSpeed * (elapsed - seamAfter);
  }
};

struct Transport {
  int64_t now = 0;       // samples computed
  int64_t position = 0;  // samples on the transport
  double beat = 0;       // at the first sample of the tick
  double beatsPerSample = 0;  // 0 while the transport stands: clips are then silent
};

class TickRing {
 public:
  TickRing(int values, int clips, int capacity)
      : values_(values), clips_(clips), capacity_(capacity), transports_(capacity),
        valueData_(size_t(capacity) * values), clipData_(size_t(capacity) * clips) {}

  // Record of the tick with this number (ticks count from 0), to be filled, then published. [audio-rt]
  struct Slot {
    Transport& transport;
    std::span<float> values;
    std::span<ClipState> clips;
  };
  Slot begin(int64_t tick) {
    size_t i = size_t(tick % capacity_);
    return {transports_[i], {valueData_.data() + i * values_, size_t(values_)}, {clipData_.data() + i * clips_, size_t(clips_)}};
  }
  void publish(int64_t tick) { last_.store(tick, std::memory_order_release); }

  // Newest published tick, -1 before the first. [any]
  int64_t last() const { return last_.load(std::memory_order_acquire); }
  int64_t oldest() const { return std::max<int64_t>(0, last() - capacity_ + 1); }
  // Tick must lie in oldest()..last(). [render]
  Slot read(int64_t tick) { return begin(tick); }

 private:
  int values_, clips_, capacity_;
  std::vector<Transport> transports_;
  std::vector<float> valueData_;
  std::vector<ClipState> clipData_;
  std::atomic<int64_t> last_{-1};
};

}  // namespace weft::signal
