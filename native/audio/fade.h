// Sound that comes or goes with a wire: over 5 ms, along half a cosine, so that neither end has a corner.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "audio/block.h"

namespace weft::audio {

inline constexpr double kFadeSeconds = 0.005;

// From just above 0 to just below 1; its reverse from just below 1 to just above 0. [loader]
std::vector<float> fadeCurve(int sampleRate);

// One address that a step reads, turned to a copy that fades.
struct Fade {
  size_t before = 0;                // place of the step in its schedule
  const float** address = nullptr;  // where the step keeps it
  const float* source = nullptr;    // what it keeps there otherwise; known once the fade begins
  alignas(64) float block[kBlock] = {};
};

// The fades of one side of a swap, all at the same place of the curve. Made when it is begun, with a schedule that outlives it.
class Fades {
 public:
  Fades() = default;
  // Turns the addresses. The fades are in the order of the steps. [audio-rt]
  void begin(std::span<Fade> fades, std::span<const float> curve, bool out);
  // Turns them back. [audio-rt]
  void end();
  bool any() const { return !fades_.empty(); }
  // The curve lies behind: what goes is silent, what comes is whole.
  bool over() const { return at_ >= curve_.size(); }

  // Before each tick, then before each step of which a fade is next, then after each tick. [audio-rt]
  void startTick() { next_ = 0; }
  size_t nextStep() const { return next_ < fades_.size() ? fades_[next_].before : SIZE_MAX; }
  void run();
  void endTick() { at_ += kBlock; }

 private:
  std::span<Fade> fades_;
  std::span<const float> curve_;
  bool out_ = false;
  size_t at_ = 0, next_ = 0;
};

}  // namespace weft::audio
