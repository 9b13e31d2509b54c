// Offline driver: the plan in lock-step. Sound up to the frame's sample, then the frame, then its read-backs.
// Deterministic to the bit on one machine.
#pragma once
#include <atomic>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "media/writer.h"
#include "plan/plan.h"

namespace weft::clock {

struct OfflineJob {
  int64_t startFrame = 0;  // state runs from here (0, or first - preroll)
  int64_t firstFrame = 0;  // first frame that is kept
  int64_t frames = 0;      // frames kept
  bool picture = true;
  bool sound = true;
  bool half = false;       // read pictures back as half float
  std::optional<media::WriterSpec> writer;  // none: only hashes
  double date[4] = {0, 0, 0, 0};            // ISF DATE at position 0: year, month, day, seconds of day
  std::string shaderCache;
  std::string fonts;       // folder of the bundled font
  int decodeThreads = 1;
  size_t budgetBytes = size_t(1) << 30;
  bool constants = false;  // programs with constants also where the canvas is too small to be worth it
};

struct OfflineSeconds {
  double prepare = 0, decode = 0, signal = 0, audio = 0, video = 0, readback = 0, encode = 0, total = 0;
};

struct OfflineResult {
  bool cancelled = false;
  std::optional<Error> error;
  std::vector<std::string> frames;  // XXH3-128 of each kept frame's pixels, hex
  std::string sound;                // XXH3-128 of the kept samples (left, right interleaved per sample), hex
  int64_t samples = 0;
  std::string renderer;             // GL renderer and version; empty if no picture was drawn
  OfflineSeconds seconds;
};

// Plays the job to its end, on the calling thread, which must have no GL context. progress: frames kept so far.
// Errors stop the job and are in the result; the writer's file is removed then. [render]
OfflineResult renderOffline(const plan::Plan&, std::span<const float> bases, const OfflineJob&, Diagnostics&,
                            const std::atomic<bool>& cancel, const std::function<void(int64_t)>& progress);

// Prepares everything that the plan needs, plays nothing: shaders compiled, DSP loaded, media opened. [render]
void prepareOnly(const plan::Plan&, std::span<const float> bases, const OfflineJob&, Diagnostics&);

}  // namespace weft::clock
