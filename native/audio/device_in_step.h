// What the sound device hears, as a node.
#pragma once
#include "audio/step.h"

namespace weft::audio {

// Left and right: the wanted channel and the one after it, or that channel twice (mono, or the device has no other). A channel
// that the device lacks is silent. Gain moves along a line over a tick; another channel cross-fades over a tick.
StepPtr makeStep(Workspace&, const plan::DeviceInStep&);

}  // namespace weft::audio
