// Sound devices: what plays blocks and hands in what it hears. A backend is a file: device_portaudio.cc (ALSA), device_jack.cc,
// device_null.cc (a timer thread).
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "plan/diagnostics.h"

namespace weft::audio {

struct DeviceOptions {
  // "null": the null device. "": the system's default. Else the id or the name of a listed device, or a part of its name.
  std::string name;
  int outputs = 2;  // channels opened; the program goes to two of them
  int inputs = 0;   // 0: input is not opened
  int firstOutput = 0, firstInput = 0;  // channels of the device before the first one used
  int frames = 0;   // per callback, 32…2048; 0: what the device likes
  int rate = 0;     // samples per second; 0: the patch's where the device has it, else the device's own
};

inline constexpr int kLeastFrames = 32, kMostFrames = 2048;

// What can be opened. [device]
struct DeviceInfo {
  std::string id;       // "alsa:HDA Intel PCH: ALC257 Analog (hw:0,0)", "jack:system", "null"
  std::string backend;  // "alsa", "jack", …, "null"
  std::string name;
  int outputs = 0, inputs = 0;
  int rate = 0;         // the device's own
  double latency = 0;   // seconds, output, as the backend suggests
  bool isDefault = false;
};

// What was opened.
struct DeviceFormat {
  std::string id, backend, name;
  int rate = 0, frames = 0;   // frames: of a usual callback
  int outputs = 0, inputs = 0;
  double outputLatency = 0, inputLatency = 0;  // seconds, stated by the device
};

struct CallbackTime {
  int64_t heardNs = 0;  // CLOCK_MONOTONIC when the first frame of the block is heard; 0: the device does not say
  bool xrun = false;    // sound was lost before this block
};

// Called once per block on the device's own thread. in: one pointer per input channel, null where input is not open; out:
// one per output channel, to be filled. frames may differ from call to call. [audio-rt]
class DeviceClient {
 public:
  virtual ~DeviceClient() = default;
  virtual void block(const float* const* in, float* const* out, int frames, const CallbackTime&) noexcept = 0;
};

// One open device. Made, started, asked and destroyed on one thread. [device]
class Device {
 public:
  // Stops and closes; no callback runs afterwards.
  virtual ~Device() = default;
  virtual const DeviceFormat& format() const = 0;
  // client outlives the device. Once.
  virtual std::variant<std::monostate, Error> start(DeviceClient& client) = 0;
  // False once the backend says that the device is gone. A device that merely hangs still says true.
  virtual bool alive() const = 0;
  // False: callbacks come only when somebody wants them, so that a halt is no fault.
  virtual bool paced() const { return true; }
};

// patchRate: what is taken for rate 0 where the device has it. Errors: device.missing, device.failed. [device]
using DeviceOpener = std::function<std::variant<std::unique_ptr<Device>, Error>(const DeviceOptions&, int patchRate)>;

std::variant<std::unique_ptr<Device>, Error> openDevice(const DeviceOptions&, int patchRate);
// A timer thread that runs the client as a device would; what it plays goes nowhere and it hears silence. Never fails.
std::unique_ptr<Device> openNullDevice(const DeviceOptions&, int patchRate);
// Every device of every backend, the null device last. Looks anew each time, so it takes a moment. [device]
std::vector<DeviceInfo> listDevices();

}  // namespace weft::audio
