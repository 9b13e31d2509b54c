// JACK, through its own library, loaded when it is there. Not through PortAudio: that waits for ten minutes, or ends the
// process, when the server dies under an open stream.
#pragma once
#include "audio/device.h"

namespace weft::audio {

// No server is ever started. device.missing where none runs. [device]
std::variant<std::unique_ptr<Device>, Error> openJack(const DeviceOptions&);
// Programs with sound ports on the running server: "system" is the sound card. Empty where no server runs. [device]
std::vector<DeviceInfo> listJack();

}  // namespace weft::audio
