// What runs on the audio thread: commands, ticks, swaps, and what the rest of the engine may know of them.
//
// Commands come through a queue; players that are done with go back through another. The device that owns the loop is a
// number, its generation: a callback enters by compare-and-swap on it, so that one that comes late from a device that was
// given up finds the door shut, and no two are ever inside.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "audio/master_ring.h"
#include "audio/time_map.h"
#include "audio/transition.h"
#include "rt/histogram.h"
#include "rt/seqlock.h"
#include "rt/spsc_queue.h"
#include "signal/timeline.h"

namespace weft::audio {

// Trivial: it is copied into the queue. transition: owned by the receiver from then on.
struct Command {
  enum Kind { Set, Transport, Swap } kind = Set;
  int row = 0;        // of the plan that was swapped in by the last Swap before it
  float value = 0;
  signal::TransportCommand transport;
  Transition* transition = nullptr;
};

struct SwapDone {
  uint64_t swap = 0;
  int64_t since = 0;
};

class BlockLoop {
 public:
  static constexpr size_t kCommands = 4096;
  static constexpr size_t kMostSwaps = 8;  // that may wait; the control side keeps to it
  static constexpr int kMasterSeconds = 4;

  BlockLoop(int sampleRate, double bpm, bool waits = false);
  // Nothing may be inside. Frees what is still in the queues.
  ~BlockLoop();

  // -- the owner's generation
  // False: `generation` is not the owner, or somebody is inside. [audio-rt]
  bool enter(uint64_t generation);
  void leave();  // [audio-rt]
  // Makes `generation` the owner, once nobody is inside; false if somebody stays there for longer than a second: then nobody
  // may enter until the next claim that succeeds. [device]
  bool claim(uint64_t generation);
  uint64_t owner() const { return owner_.load(std::memory_order_acquire) >> 2; }  // [any]

  // -- inside
  // One tick. inputs: 64 samples per channel, or none. left, right: 64 samples. [audio-rt]
  void tick(const float* const* inputs, int channels, float* left, float* right);
  int64_t now() const { return timeline_.state().now; }  // [audio-rt]
  TimeMap& times() { return times_; }                    // [audio-rt]
  // A callback that took ns for a block that lasts lengthNs. [audio-rt]
  void account(int64_t ns, int64_t lengthNs, bool xrun);

  // -- outside
  bool push(const Command& command) { return commands_.push(command); }  // [one thread at a time]
  Transition* done();                                                    // [reclaimer]
  signal::TransportState state() const { return state_.read(); }         // [any]
  SwapDone playing() const { return playing_.read(); }                   // [any]
  const TimeMap& times() const { return times_; }
  const MasterRing& master() const { return master_; }
  const rt::Histogram& callbacks() const { return callbacks_; }
  long xruns() const { return xruns_.load(std::memory_order_relaxed); }
  double load() const { return load_.load(std::memory_order_relaxed); }
  long ticks() const { return ticks_.load(std::memory_order_relaxed); }
  // Highest sample since the last call. channel: 0, 1. [any, one thread]
  float takePeak(int channel) { return peaks_[size_t(channel)].exchange(0, std::memory_order_relaxed); }

 private:
  void obey(const Command&);
  void set(int row, float value);
  void goOn();

  static constexpr uint64_t kInside = 1, kClosing = 2;
  std::atomic<uint64_t> owner_{0};  // generation · 4, and whether somebody is inside, and whether a claim waits
  rt::SpscQueue<Command> commands_{kCommands};
  rt::SpscQueue<Transition*> done_{4 * kMostSwaps};

  const bool waits_;
  std::vector<float> curve_;  // of a fade
  signal::Timeline timeline_;
  TickPlayer* player_ = nullptr;
  // Swaps to come, in order; the first may be under way.
  std::array<Transition*, kMostSwaps> swaps_{};
  size_t swapCount_ = 0;
  enum class Phase { Waiting, FadingOut, FadingIn } phase_ = Phase::Waiting;

  TimeMap times_;
  MasterRing master_;
  rt::Histogram callbacks_;
  rt::Seqlock<signal::TransportState> state_;
  rt::Seqlock<SwapDone> playing_;
  std::atomic<long> xruns_{0}, ticks_{0};
  std::atomic<double> load_{0};
  std::array<std::atomic<float>, 2> peaks_{};
};

}  // namespace weft::audio
