// Steps that run a Faust program.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "audio/step.h"
#include "dsp/factory.h"

namespace weft::audio {

// One step for all instances of a node.
//   audio    compute(64) on buffers
//   signal   compute(1) on signal slots
//   extract  compute(64) on buffers; each output's last sample goes to its slot
// Zones are written when their row has changed, finite and within the zone's own range. An output that is not finite
// becomes 0, its instance is cleared, its node reported.
// $bypass above 0.5: audio cross-fades over 5 ms to `through`, signal and extract go over at once (-1: silence, holds);
// then the program does not run and its state waits.
//
// fed: per buffer, the value that the engine itself puts there at the start; none where sound comes from a node. A
// program that hears a node is settled (see DspVoice::settle), one that only makes sound begins at its beginning.
// factory null: the program could not be loaded; the node passes its inputs through, or is silent.
// instances: as many as the step has, to go on with (they are not settled, nothing of them is touched here); or empty, and
// it is filled with those that are made.
// missing: addresses that the program does not have are added to it. [loader]
StepPtr makeStep(Workspace&, const plan::DspStep&, dsp::Factory* factory, std::span<const std::optional<float>> fed,
                 std::vector<std::shared_ptr<dsp::Instance>>& instances, std::set<std::string>& missing);

}  // namespace weft::audio
