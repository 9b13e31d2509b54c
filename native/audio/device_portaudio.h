// Devices that PortAudio reaches: ALSA, and PulseAudio and PipeWire through it. JACK has a backend of its own.
#pragma once
#include "audio/device.h"

namespace weft::audio {

std::variant<std::unique_ptr<Device>, Error> openPortAudio(const DeviceOptions&, int patchRate);  // [device]
std::vector<DeviceInfo> listPortAudio();                                                       // [device]

}  // namespace weft::audio
