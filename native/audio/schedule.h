// The sound schedule of a plan with every pointer resolved: a flat list to walk once per tick.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "audio/from_picture.h"
#include "audio/step.h"
#include "audio/tap.h"
#include "dsp/factory.h"
#include "media/clip_sound.h"

namespace weft::audio {

struct OpenClip {
  std::unique_ptr<media::ClipSound> sound;  // null: none, or not asked for
  double duration = 0;                      // seconds, 0: not known
  std::optional<Error> problem;
};

// Where programs and sounds come from. Called while the schedule is built, never again.
struct Sources {
  std::function<std::variant<std::shared_ptr<dsp::Factory>, Error>(const plan::DspProgram&)> program;
  std::function<OpenClip(const plan::Media&, bool sound)> clip;
};

struct Schedule {
  // Order of the members matters: steps point into everything above them.
  std::unique_ptr<Workspace> space;
  std::vector<std::unique_ptr<Tap>> taps;               // by tap
  std::vector<std::unique_ptr<PictureInbox>> inboxes;   // by analysis
  std::vector<std::shared_ptr<dsp::Factory>> programs;  // by program; null: not used, or could not be loaded
  std::vector<StepPtr> steps;
};

// What cannot be prepared is a diagnostic on its node, and the step stays without it. [loader]
Schedule buildSchedule(const plan::Plan&, std::span<const float> bases, const Sources&, Diagnostics&);

}  // namespace weft::audio
