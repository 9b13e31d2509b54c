#include "audio/block_loop.h"

#include <time.h>

#include <cmath>
#include <thread>

#include "rt/thread_tag.h"

namespace weft::audio {
namespace {

constexpr double kLoadSeconds = 1;  // time constant of the load

float peakOf(const float* block) {
  float peak = 0;
  for (int i = 0; i < kBlock; ++i) peak = std::max(peak, std::abs(block[i]));
  return peak;
}

}  // namespace

BlockLoop::BlockLoop(int sampleRate, double bpm, bool waits)
    : waits_(waits), curve_(fadeCurve(sampleRate)), timeline_(sampleRate, bpm), times_(sampleRate),
      master_(int64_t(kMasterSeconds) * sampleRate), state_(timeline_.state()) {}

BlockLoop::~BlockLoop() {
  for (size_t i = 0; i < swapCount_; ++i) delete swaps_[i];
  Command command;
  while (commands_.pop(command)) delete command.transition;
  while (Transition* done = this->done()) delete done;
}

bool BlockLoop::enter(uint64_t generation) {
  uint64_t free = generation << 2;
  return owner_.compare_exchange_strong(free, free | kInside, std::memory_order_acquire, std::memory_order_relaxed);
}

void BlockLoop::leave() { owner_.fetch_and(~kInside, std::memory_order_release); }

bool BlockLoop::claim(uint64_t generation) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  owner_.fetch_or(kClosing, std::memory_order_relaxed);  // nobody enters any more
  do {
    uint64_t left = owner_.load(std::memory_order_relaxed) & ~kInside;
    if (owner_.compare_exchange_strong(left, generation << 2, std::memory_order_acq_rel)) return true;
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  } while (std::chrono::steady_clock::now() < until);
  return false;
}

void BlockLoop::tick(const float* const* inputs, int channels, float* left, float* right) {
  Command command;
  // Commands that come while it looks wait for the next tick, so that nobody can keep it here.
  for (size_t i = 0; i < kCommands && commands_.pop(command); ++i) obey(command);
  goOn();
  const signal::Transport transport = timeline_.tick();
  if (player_) {
    player_->hear({inputs, size_t(channels)});
    player_->tick(transport, left, right, waits_);
  } else {
    clearBlock(left);
    clearBlock(right);
  }
  master_.write(transport.now, left, right);
  const float* blocks[] = {left, right};
  for (size_t c = 0; c < 2; ++c)
    if (const float peak = peakOf(blocks[c]); peak > peaks_[c].load(std::memory_order_relaxed)) peaks_[c].store(peak, std::memory_order_relaxed);
  ticks_.store(ticks_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  state_.write(timeline_.state());
}

void BlockLoop::obey(const Command& command) {
  switch (command.kind) {
    case Command::Set: set(command.row, command.value); return;
    case Command::Transport: timeline_.apply(command.transport); return;
    case Command::Swap: swaps_[swapCount_++] = command.transition; return;
  }
}

// The row is one of the newest plan; plans that play before it have it under another number, or not.
void BlockLoop::set(int row, float value) {
  for (size_t i = swapCount_; i > 0; --i) {
    Transition& swap = *swaps_[i - 1];
    const bool done = i == 1 && phase_ == Phase::FadingIn;  // it plays already, as player_
    if (!done) swap.to->setBase(row, value);
    else break;
    if (row < 0 || size_t(row) >= swap.rowBefore.size()) return;
    row = swap.rowBefore[size_t(row)];
  }
  if (player_) player_->setBase(row, value);
}

// Between two ticks: the next stage of the swap at hand.
void BlockLoop::goOn() {
  while (swapCount_ > 0) {
    Transition& swap = *swaps_[0];
    if (phase_ == Phase::Waiting) {
      phase_ = Phase::FadingOut;
      if (!swap.leaving.empty()) player_->fades().begin(swap.leaving, curve_, true);
    }
    if (phase_ == Phase::FadingOut) {
      if (player_ && player_->fades().any() && !player_->fades().over()) return;
      if (player_) swap.to->carry(*player_, swap);
      player_ = swap.to.get();
      playing_.write({swap.number, timeline_.state().now});
      phase_ = Phase::FadingIn;
      if (!swap.coming.empty()) player_->fades().begin(swap.coming, curve_, false);
    }
    if (player_->fades().any() && !player_->fades().over()) return;
    player_->fades().end();
    // Full only if the reclaimer sleeps: then the swaps that follow wait.
    if (!done_.push(swaps_[0])) return;
    std::move(swaps_.begin() + 1, swaps_.begin() + long(swapCount_), swaps_.begin());
    --swapCount_;
    phase_ = Phase::Waiting;
  }
}

Transition* BlockLoop::done() {
  Transition* transition = nullptr;
  return done_.pop(transition) ? transition : nullptr;
}

void BlockLoop::account(int64_t ns, int64_t lengthNs, bool xrun) {
  callbacks_.add(uint64_t(std::max<int64_t>(0, ns)));
  if (xrun || ns > lengthNs) xruns_.store(xruns_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  const double weight = std::min(1.0, double(lengthNs) * 1e-9 / kLoadSeconds);
  const double load = load_.load(std::memory_order_relaxed);
  load_.store(load + weight * (double(ns) / double(std::max<int64_t>(1, lengthNs)) - load), std::memory_order_relaxed);
}

}  // namespace weft::audio
