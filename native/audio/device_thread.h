// The thread that opens, watches, gives up and reopens devices.
//
// While the wanted device is not there the null device plays. A device is lost when its backend says so or when its callbacks
// stop; the null device has taken over before it is closed, since closing may take long.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "audio/block_loop.h"
#include "audio/device.h"
#include "audio/port.h"

namespace weft::audio {

struct DeviceReport {
  const char* state = "null";  // "running", "lost", "null"
  DeviceFormat format;
  std::string problem;
  long refused = 0, lost = 0, callbacks = 0;
  double bridgeLatency = 0, inputWait = 0;  // seconds
  bool realtime = false;
};

class DeviceThread {
 public:
  // Returns once the first device plays.
  DeviceThread(BlockLoop&, int patchRate, DeviceOptions, DeviceOpener);
  // Fades out and closes. Nothing runs in the loop afterwards.
  ~DeviceThread();
  DeviceThread(const DeviceThread&) = delete;

  void use(const DeviceOptions&);  // [any]
  DeviceReport report();           // [any]

 private:
  struct Playing {
    std::unique_ptr<Port> port;  // outlives the device
    std::unique_ptr<Device> device;
  };
  void run();
  std::optional<Playing> openWanted();
  void openNull();
  void takeOver(Playing);
  void close(Playing);
  bool stuck();
  void publish();

  BlockLoop& loop_;
  const int patchRate_;
  const DeviceOpener open_;
  Playing playing_;
  uint64_t generation_ = 0;
  long callsSeen_ = 0, calls_ = 0, refused_ = 0, lost_ = 0;
  int still_ = 0;  // looks in a row at which no callback had come
  std::string problem_;
  bool begun_ = false;     // the first device plays
  bool standsIn_ = false;  // the null device plays for one that is not there

  std::mutex mutex_;
  std::condition_variable changed_;
  DeviceOptions wanted_;
  bool wantedNew_ = true, stop_ = false, reported_ = false;
  DeviceReport report_;
  std::thread thread_;
};

}  // namespace weft::audio
