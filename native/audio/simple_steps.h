// Steps that are one loop: the parameter stack, sums, ramps and the master.
#pragma once
#include <memory>

#include "audio/step.h"

namespace weft::audio {

// Evaluates the rows that can move; the others keep what setBase gave them.
StepPtr makeStackStep(Workspace&, const std::vector<int>& rows);
StepPtr makeStep(Workspace&, const plan::MixStep&);
StepPtr makeStep(Workspace&, const plan::AddStep&);
// A line from the signal's last value to this tick's, which the block's last sample reaches.
StepPtr makeStep(Workspace&, const plan::RampStep&);
StepPtr makeStep(Workspace&, const plan::OutStep&);

}  // namespace weft::audio
