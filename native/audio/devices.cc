#include "audio/device.h"
#include "audio/device_portaudio.h"

namespace weft::audio {

std::variant<std::unique_ptr<Device>, Error> openDevice(const DeviceOptions& options, int patchRate) {
  if (options.name == "null") return openNullDevice(options, patchRate);
  return openPortAudio(options, patchRate);
}

std::vector<DeviceInfo> listDevices() {
  std::vector<DeviceInfo> devices = listPortAudio();
  DeviceInfo none;
  none.id = none.backend = "null";
  none.name = "No device";
  none.outputs = 2;
  none.rate = 48000;
  devices.push_back(none);
  return devices;
}

}  // namespace weft::audio
