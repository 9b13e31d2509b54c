// One step of the sound schedule, and what steps share.
#pragma once
#include <array>
#include <atomic>
#include <memory>
#include <new>
#include <span>
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
};

// Everything it touches was resolved when it was made; run() follows pointers only. Never allocates, locks or throws
// (with wait, a clip may block). [audio-rt]
class Step {
 public:
  virtual ~Step() = default;
  virtual void run(Tick&) = 0;
};

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
  const float* row(int row) const { return stack.at(row); }

  signal::Stack stack;
  NodeFlags notFinite;
  int sampleRate;
  alignas(64) std::array<float, kBlock> left{}, right{};  // the master, before the limiter

 private:
  struct alignas(64) Buffer {
    float samples[kBlock] = {};
  };
  std::vector<Buffer> buffers_;
  std::vector<float> signals_;
};

}  // namespace weft::audio
