// One step of the sound schedule, and what steps share.
#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <memory_resource>
#include <new>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "audio/block.h"
#include "plan/plan.h"
#include "signal/stack.h"
#include "signal/tick_record.h"

namespace weft::audio {

struct Tick {
  const signal::Transport& transport;
  std::span<signal::ClipState> clips;  // of this tick's record
  bool wait;
  std::span<const float* const> heard;  // what the device hears: 64 samples per channel; empty: nothing
};

// Everything it touches was resolved when it was made; run() follows pointers only. Never allocates, locks or throws
// (with wait, a clip may block). [audio-rt]
class Step {
 public:
  virtual ~Step() = default;
  virtual void run(Tick&) = 0;
  // Computes numbers, not sound: what the manifest counts as signal.
  virtual bool isSignal() const { return false; }

  // Goes on where `before` is: the same step of the plan before, made for the same nodes. Only what changes from tick to
  // tick is copied; what is too large for that (programs, sounds, taps) the two have shared from the start. [audio-rt]
  virtual void carry(const Step& before) { (void)before; }
  // Where the step keeps the addresses of the buffers it reads, in the order in which the plan names them. Each may be
  // turned elsewhere while the step does not run. [loader]
  virtual void inputs(std::vector<const float**>& into) { (void)into; }
};

// Steps lie one after the other, each with its arrays behind it, in the workspace's memory, in the order in which they
// run: a tick reads memory forwards. The memory is given back as a whole, so only the destructor is run.
struct Destroyed {
  void operator()(Step* step) const { step->~Step(); }
};
using StepPtr = std::unique_ptr<Step, Destroyed>;

// Nodes that made a number that is not finite. Raised by [audio-rt], taken by one other thread.
class NodeFlags {
 public:
  explicit NodeFlags(size_t nodes) : flags_(nodes) {}
  void raise(int node) {
    flags_[size_t(node)].store(true, std::memory_order_relaxed);
    any_.store(true, std::memory_order_release);
  }
  std::vector<int> take() {
    std::vector<int> nodes;
    if (!any_.exchange(false, std::memory_order_acquire)) return nodes;
    for (size_t i = 0; i < flags_.size(); ++i)
      if (flags_[i].exchange(false, std::memory_order_relaxed)) nodes.push_back(int(i));
    return nodes;
  }

 private:
  std::vector<std::atomic<bool>> flags_;
  std::atomic<bool> any_{false};
};

// The numbers that steps pass on. Addresses stay valid for its lifetime.
class Workspace {
 public:
  Workspace(const plan::Plan& plan, std::span<const float> bases)
      : stack(plan.rows, bases), notFinite(plan.nodes.size()), sampleRate(plan.sampleRate),
        buffers_(size_t(std::max(plan.buffers, plan::kSilence + 1)) + 1),
        signals_(size_t(std::max(plan.signals, plan::kSignalFrame + 1)) + 1) {}

  // A buffer or slot to read; one below 0 reads as the reserved silent one.
  const float* in(int buffer) const { return buffers_[size_t(std::max(buffer, plan::kSilence))].samples; }
  const float* signal(int slot) const { return &signals_[size_t(std::max(slot, plan::kSignalZero))]; }
  // A buffer or slot to write. The reserved ones stay as they are: what is written to them goes nowhere.
  float* out(int buffer) { return buffers_[buffer <= plan::kSilence ? buffers_.size() - 1 : size_t(buffer)].samples; }
  float* signalOut(int slot) { return &signals_[slot <= plan::kSignalZero ? signals_.size() - 1 : size_t(slot)]; }
  float* signals() { return signals_.data(); }

  // For what lives as long as the schedule. Trivial types only. [loader]
  template <typename T>
  std::span<T> array(size_t n) {
    static_assert(std::is_trivially_destructible_v<T>);
    T* first = static_cast<T*>(memory_.allocate(n * sizeof(T), alignof(T)));
    std::uninitialized_value_construct_n(first, n);
    return {first, n};
  }
  std::pmr::memory_resource* memory() { return &memory_; }
  template <typename T, typename... Args>
  StepPtr make(Args&&... args) {
    return StepPtr(new (memory_.allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...));
  }
  const float* row(int row) const { return stack.at(row); }

  signal::Stack stack;
  NodeFlags notFinite;
  int sampleRate;
  alignas(64) std::array<float, kBlock> left{}, right{};  // the master, before the limiter

 private:
  struct alignas(64) Buffer {
    float samples[kBlock] = {};
  };
  std::pmr::monotonic_buffer_resource memory_{1 << 14};
  std::vector<Buffer> buffers_;
  std::vector<float> signals_;
};

}  // namespace weft::audio
