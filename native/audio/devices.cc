#include "audio/device.h"
#include "audio/device_jack.h"
#include "audio/device_portaudio.h"

namespace weft::audio {

std::variant<std::unique_ptr<Device>, Error> openDevice(const DeviceOptions& options, int patchRate) {
  if (options.name == "null") return openNullDevice(options, patchRate);
  // Where a JACK server runs it has the sound card.
  const bool named = !options.name.empty(), jack = options.name == "jack" || options.name.starts_with("jack:");
  auto found = openJack(options);
  if (std::holds_alternative<std::unique_ptr<Device>>(found) || jack) return found;
  if (named && std::get<Error>(found).code != "device.missing") return found;
  return openPortAudio(options, patchRate);
}

std::vector<DeviceInfo> listDevices() {
  std::vector<DeviceInfo> devices = listJack();
  const bool jack = !devices.empty();
  for (DeviceInfo& device : listPortAudio()) {
    device.isDefault = device.isDefault && !jack;
    devices.push_back(std::move(device));
  }
  DeviceInfo none;
  none.id = none.backend = "null";
  none.name = "No device";
  none.outputs = 2;
  none.rate = 48000;
  devices.push_back(none);
  return devices;
}

}  // namespace weft::audio
