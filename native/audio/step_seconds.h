// How the time of a tick is shared between signals and sound.
#pragma once
#include <chrono>
#include <span>

#include "audio/step.h"

namespace weft::audio {

// A clock is read where the one follows the other, which costs about as much as a small step: few ticks are measured.
class StepSeconds {
 public:
  static bool due(int64_t tick) { return tick % 16 == 0; }

  // Runs the steps and measures them. [audio-rt]
  void run(std::span<const StepPtr> steps, Tick& tick) {
    auto start = Clock::now();
    for (size_t i = 0; i < steps.size(); ++i) {
      const bool isSignal = steps[i]->isSignal();
      steps[i]->run(tick);
      if (i + 1 < steps.size() && steps[i + 1]->isSignal() == isSignal) continue;
      const auto end = Clock::now();
      (isSignal ? signal_ : sound_) += end - start;
      start = end;
    }
  }

  double signalShare() const {
    const auto all = signal_ + sound_;
    return all.count() > 0 ? double(signal_.count()) / double(all.count()) : 0;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::duration signal_{}, sound_{};
};

}  // namespace weft::audio
