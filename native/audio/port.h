// Between a device and the block loop: callbacks of any size become ticks, any rate becomes the patch's.
//
// Without a bridge a tick is computed when its first sample is wanted, so output is never held back. Input waits until it fills
// a tick: no longer than a tick where callbacks are whole ticks, one tick more where they are not.
#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "audio/block_loop.h"
#include "audio/device.h"
#include "audio/rate_bridge.h"

namespace weft::audio {

// One per opened device; outlives it. [device] except block().
class Port final : public DeviceClient {
 public:
  // generation: what it enters the loop as. fadesIn: from silence over 20 ms once it owns the loop.
  Port(BlockLoop&, uint64_t generation, int patchRate, const DeviceOptions&, const DeviceFormat&, bool fadesIn);

  void block(const float* const* in, float* const* out, int frames, const CallbackTime&) noexcept override;  // [audio-rt]

  // Silent from the next callbacks on, over 20 ms; then silenced().
  void fadeOut() { leaving_.store(true, std::memory_order_release); }
  bool silenced() const { return silenced_.load(std::memory_order_acquire); }

  uint64_t generation() const { return generation_; }
  long calls() const { return calls_.load(std::memory_order_relaxed); }
  long refused() const { return refused_.load(std::memory_order_relaxed); }
  bool realtime() const { return realtime_.load(std::memory_order_relaxed); }
  double bridgeLatency() const { return out_ ? out_->latency() : 0; }  // seconds
  double inputWait() const;                                           // seconds that input waits for its tick

 private:
  void silence(float* const* out, int from, int frames) const;
  void hear(const float* const* in, int frames);
  void play(float* const* out, int from, int frames);
  void computeTick();
  double heardNext() const;

  BlockLoop& loop_;
  const uint64_t generation_;
  const int patchRate_;
  const DeviceFormat format_;
  const int firstOutput_, firstInput_, inputs_;

  // Output: what is left of the last tick, and the bridge if there is one.
  std::array<std::array<float, kBlock>, 2> tick_{};
  int tickLeft_ = 0;
  std::unique_ptr<RateBridge> out_;
  std::array<std::vector<float>, 2> bridged_;
  double gain_, gainStep_;

  // Input: samples at the patch's rate that wait for their tick, per channel.
  std::unique_ptr<RateBridge> in_;
  std::vector<std::vector<float>> heard_, heardBridged_;
  std::vector<const float*> heardAt_;
  int heardCount_ = 0, heardFirst_ = 0;

  std::atomic<bool> leaving_{false}, silenced_{false}, realtime_{false};
  std::atomic<long> calls_{0}, refused_{0};
};

}  // namespace weft::audio
