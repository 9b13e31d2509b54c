// A clip in the sound schedule: its clock, and its sound.
#pragma once
#include <memory>

#include "audio/step.h"
#include "media/clip_sound.h"

namespace weft::audio {

// sound null: a silent clip, or only its clock is wanted. duration: seconds of the media, 0 if not known. Gain changes,
// starts and stops ramp over one tick; a jump cross-fades over one tick; a loop's seam is exact to the sample.
StepPtr makeStep(Workspace&, const plan::ClipStep&, std::shared_ptr<media::ClipSound> sound, double duration);

}  // namespace weft::audio
