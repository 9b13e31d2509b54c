// The sound schedule of a plan with every pointer resolved: a flat list to walk once per tick.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "audio/from_picture.h"
#include "audio/step.h"
#include "audio/tap.h"
#include "audio/wiring.h"
#include "dsp/factory.h"
#include "media/clip_sound.h"

namespace weft::audio {

struct OpenClip {
  std::unique_ptr<media::ClipSound> sound;  // null: none, or not asked for
  double duration = 0;                      // seconds, 0: not known
  std::optional<Error> problem{};
  double pictures = 0;                      // seconds to the end of the last picture, 0: has none
};

// Where programs and sounds come from. Called while the schedule is built, never again.
struct Sources {
  std::function<std::variant<std::shared_ptr<dsp::Factory>, Error>(const plan::DspProgram&)> program;
  std::function<OpenClip(const plan::Media&, bool sound)> clip;
};

// What a step has that is too large to copy, and that the same step of the next plan shares.
struct Kept {
  Step* step = nullptr;
  std::vector<std::shared_ptr<dsp::Instance>> instances;
  std::shared_ptr<media::ClipSound> sound;
  double duration = 0, pictures = 0;
  bool opened = false;  // the clip, its sound too, without a problem
  std::shared_ptr<Tap> tap;
  std::shared_ptr<PictureInbox> inbox;
  std::vector<int> slots;  // signal slots that it writes
};

// From media on disk. [loader]
OpenClip openClip(const plan::Media&, bool sound, const std::shared_ptr<media::DecodePool>&, int sampleRate);

struct Schedule {
  // Order of the members matters: steps point into everything above them.
  std::unique_ptr<Workspace> space;
  std::vector<std::shared_ptr<Tap>> taps;               // by tap
  std::vector<std::shared_ptr<PictureInbox>> inboxes;   // by analysis
  std::vector<std::shared_ptr<dsp::Factory>> programs;  // by program; null: not used, or could not be loaded
  std::vector<StepPtr> steps;
  Wiring wiring;
  std::vector<int> at;                                  // by step of the plan: its place in steps
  std::vector<int> reads;                               // by step of the plan: the place where its inputs are read
  std::unordered_map<std::string, Kept> kept;           // by identity
  std::vector<std::pair<int, std::shared_ptr<media::ClipSound>>> clips;  // that sound, with their nodes
};

// What cannot be prepared is a diagnostic on its node, and the step stays without it.
// before: the schedule whose steps live on in this one where they are the same (Kept); may be running. [loader]
Schedule buildSchedule(const plan::Plan&, std::span<const float> bases, const Sources&, Diagnostics&, const Schedule* before = nullptr);

}  // namespace weft::audio
