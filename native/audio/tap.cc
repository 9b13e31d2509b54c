#include "audio/tap.h"

namespace weft::audio {
namespace {

class TapStep final : public Step {
 public:
  TapStep(Workspace& space, Tap& tap, const std::vector<int>& buffers)
      : tap_(tap), blocks_(space.array<const float*>(buffers.size())) {
    for (size_t i = 0; i < blocks_.size(); ++i) blocks_[i] = space.in(buffers[i]);
  }
  void run(Tick&) override { tap_.write(blocks_.data()); }
  void inputs(std::vector<const float**>& into) override {
    for (const float*& block : blocks_) into.push_back(&block);
  }

 private:
  Tap& tap_;
  std::span<const float*> blocks_;
};

}  // namespace

void Tap::write(const float* const* blocks) {
  const int64_t at = written_.load(std::memory_order_relaxed);
  // A reader that sees any of these samples sees, after its own fence, that they are being written.
  written_.store(at + kBlock, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_release);
  for (size_t c = 0; c < channels_; ++c) {
    std::atomic<float>* ring = samples_.data() + c * kCapacity + at % kCapacity;
    for (int i = 0; i < kBlock; ++i) ring[i].store(blocks[c][i], std::memory_order_relaxed);
  }
  done_.store(at + kBlock, std::memory_order_release);
}

void Tap::read(int n, std::vector<std::vector<float>>& channels) const {
  const int64_t count = std::clamp<int64_t>(n, 0, kCapacity / 2);
  channels.resize(channels_);
  for (auto& channel : channels) channel.assign(size_t(std::max(n, 0)), 0.f);
  int64_t end, started;
  do {
    end = done_.load(std::memory_order_acquire);
    const int64_t first = std::max<int64_t>(0, end - count);
    for (size_t c = 0; c < channels_; ++c) {
      const std::atomic<float>* ring = samples_.data() + c * kCapacity;
      float* row = channels[c].data() + (n - (end - first));
      for (int64_t s = first; s < end; ++s) *row++ = ring[s % kCapacity].load(std::memory_order_relaxed);
    }
    std::atomic_thread_fence(std::memory_order_acquire);
    started = written_.load(std::memory_order_relaxed);
  } while (started - (end - count) > kCapacity);  // overtaken while reading: half the ring went by
}

StepPtr makeTapStep(Workspace& space, Tap& tap, const std::vector<int>& buffers) {
  return space.make<TapStep>(space, tap, buffers);
}

}  // namespace weft::audio
