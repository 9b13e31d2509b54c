// Plays the sound schedule of a plan: one call, one tick, 64 samples.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "media/clip_sound.h"
#include "plan/plan.h"
#include "signal/tick_record.h"

namespace weft::audio {

class SoundPlayer {
 public:
  // Loads machine code, opens the sound of clips, allocates everything. bases: one per row of the plan.
  // What cannot be prepared is a diagnostic; its node is silent or passes its input. [loader]
  static std::unique_ptr<SoundPlayer> create(const plan::Plan&, std::span<const float> bases,
                                             std::shared_ptr<media::DecodePool>, Diagnostics&);
  virtual ~SoundPlayer() = default;

  // Computes the tick that starts at position (samples). left/right: 64 samples after the limiter.
  // wait: offline; block until media is decoded. Never allocates, locks or throws when wait is false. [audio-rt]
  virtual void tick(const signal::Transport&, float* left, float* right, bool wait) = 0;

  // What the device hears during the next tick: 64 samples per channel. Without it: silence. Read during tick(). [audio-rt]
  virtual void hear(std::span<const float* const> channels) = 0;

  virtual signal::TickRing& records() = 0;      // pictures read from here
  virtual void setBase(int row, float value) = 0;  // acts from the next tick on. [audio-rt]
  virtual float value(int row) const = 0;          // after the stack, of the last tick. [audio-rt]
  virtual float signal(int slot) const = 0;        // [audio-rt]

  // Values of analysis n, to act at the first tick that covers sample `at`. Bounded queue; [render] -> [audio-rt].
  virtual void pictureValues(int analysis, std::span<const float> values, int64_t at) = 0;

  // Values that came after their tick and were dropped: the last ones held. [any]
  virtual long lateValues() const = 0;

  // Copies the newest n samples of tap t, one row per channel, oldest first. [render]
  virtual void readTap(int tap, int n, std::vector<std::vector<float>>& channels) = 0;

  // Part (0..1) of the time of ticks that went into signals: the steps that compute numbers, against those that compute
  // sound. Measured on every 16th tick that waits, so offline only; 0 before the first. [audio-rt]
  virtual double signalShare() const = 0;

  // Nodes that made a NaN or Inf since the last call (their output was silenced, their state cleared). [render]
  virtual std::vector<int> notFinite() = 0;

  // What of the sound of clips could not be decoded since the last call, with the node that plays it. [render]
  virtual std::vector<std::pair<int, Error>> damaged() = 0;
};

}  // namespace weft::audio
