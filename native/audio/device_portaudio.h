// Devices that PortAudio reaches: ALSA (and PulseAudio and PipeWire through it) and JACK.
#pragma once
#include "audio/device.h"

namespace weft::audio {

std::variant<std::unique_ptr<Device>, Error> openPortAudio(const DeviceOptions&, int patchRate);  // [device]
std::vector<DeviceInfo> listPortAudio();                                                       // [device]

}  // namespace weft::audio
