// Simulated time: the device gives a block when the picture has kept up, never sooner. What plays is what would play live,
// as fast as the machine can and with nothing ever late.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "audio/device.h"
#include "plan/plan.h"

namespace weft::clock {

// Who allocates: the one who plays. Who holds: the device's thread and the render thread, through it. It outlives both.
class Gate {
 public:
  // Lets one block be computed and returns when it was; false when the gate is closed. [render]
  bool pass();
  // Ends all waiting. [any]
  void close();

  // Waits until a block may be computed; false when the gate is closed, or `stop` is set and leave() called. [device]
  bool enter(const std::atomic<bool>& stop);
  void leave();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false, closed_ = false;
};

// Devices that run at the gate's pace, 64 samples a block.
audio::DeviceOpener gatedDevice(std::shared_ptr<Gate>);

}  // namespace weft::clock
