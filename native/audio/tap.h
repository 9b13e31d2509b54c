// The last samples of a few buffers, for pictures that look at sound.
//
// Who allocates: the constructor. Who writes: [audio-rt], one thread. Who reads: [render], any number. Who frees: the
// player, once neither runs. Samples are relaxed atomics; a reader checks afterwards that it was not overtaken.
#pragma once
#include <atomic>
#include <vector>

#include "audio/step.h"

namespace weft::audio {

class Tap {
 public:
  static constexpr int64_t kCapacity = 1 << 15;  // samples per channel: most that can be read back is half of it
  explicit Tap(size_t channels) : channels_(channels), samples_(channels * kCapacity) {}

  // One block per channel. [audio-rt]
  void write(const float* const* blocks);
  // The newest n samples, oldest first, a row per channel; silence before the first. [render]
  void read(int n, std::vector<std::vector<float>>& channels) const;

 private:
  size_t channels_;
  std::vector<std::atomic<float>> samples_;  // channel-major
  std::atomic<int64_t> written_{0}, done_{0};  // samples begun, samples there
};

StepPtr makeTapStep(Workspace&, Tap&, const std::vector<int>& buffers);

}  // namespace weft::audio
