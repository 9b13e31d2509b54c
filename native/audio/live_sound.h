// Sound, live: a device that plays, the ticks that it asks for, and plans that are swapped while it does.
//
//   control side (JS, loader)                     audio thread (device callback)
//     prepare(plan) -> Prepared
//     swap(prepared), set, transport  --queue-->    block loop: commands, tick, tick, …
//     state(), stats(), playing()     <-seqlock--   now, position, statistics
//     reclaimer thread                <--queue--    players that are done with
//   render thread
//     heard(), player->records(), player->readTap(), player->pictureValues()
//
// now counts the samples computed, at the patch's rate, in steps of 64. It never stops or jumps, whatever the device does:
// a lost device is followed by the null device at the same count.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/device.h"
#include "audio/sound_player.h"
#include "media/decode_pool.h"
#include "plan/plan.h"
#include "signal/timeline.h"

namespace weft::audio {

struct LiveOptions {
  DeviceOptions device;
  int sampleRate = 48000;  // of every plan that will be played here
  double bpm = 120;        // until the transport says otherwise
  DeviceOpener open = openDevice;
  bool waits = false;      // ticks wait until media is decoded: for simulated time, where no device is kept waiting
};

// A plan made ready to play beside the one that plays now. Made by LiveSound::prepare.
class Prepared {
 public:
  virtual ~Prepared() = default;
  // What the picture side reads of it: records, taps, bad nodes; and where it sends values read from pictures. Hold it for
  // as long as it is read, also after it has been swapped out: it then computes no more ticks. Nodes that live on in the next
  // plan keep their taps and their inbox of picture values: either player may be asked, or sent to.
  virtual std::shared_ptr<SoundPlayer> player() const = 0;
};

// Which plan sounds, and since when.
struct Playing {
  uint64_t swap = 0;   // number that swap() gave; 0: none yet
  int64_t since = 0;   // now of its first tick: the first tick of its records
};

struct SoundStats {
  const char* state = "null";  // "running"; "lost": the null device stands in until the device is back; "null": as asked for
  DeviceFormat device;         // what plays now, so the null device's while lost
  std::string problem;         // why the device could not be opened, or was lost; ""
  long xruns = 0;              // reported by the device, and callbacks that took longer than their block lasts
  long blocks = 0;             // ticks computed
  long callbacks = 0;
  long refused = 0;            // callbacks that came from a device that no longer owned the loop: silence
  long lostDevice = 0;         // times that a device was lost
  double latency = 0;          // seconds from a tick's computation to its sound: device, rate bridge
  double inputLatency = 0;     // seconds from sound to the tick that has it
  double bridgeLatency = 0;    // the rate bridge's part of latency; 0: device and patch have the same rate
  struct { double p50 = 0, p99 = 0, p999 = 0, max = 0; } callbackUs;  // microseconds spent in a callback
  double load = 0;             // part of the time that callbacks took, over the last second or so
  float peak[2] = {0, 0};      // left, right, since the last call of stats()
  bool realtime = false;       // the audio thread has realtime priority
};

// All functions may be called from any thread but the audio thread unless they say otherwise; calls that change something
// are put in order by a lock of the control side that the audio thread never takes.
class LiveSound {
 public:
  // Opens the device and runs; the transport stands at 0 and there is silence until a plan is swapped in and it is told to
  // play. A device that cannot be opened is no error: the null device stands in, stats() says why, and it is retried.
  static std::unique_ptr<LiveSound> create(LiveOptions, std::shared_ptr<media::DecodePool>);
  // Fades out, closes the device, frees everything.
  virtual ~LiveSound() = default;

  // Prepares a plan beside the one swapped in last: machine code loaded, clips opened, fades laid out. Nodes that live on
  // (same path, program and number of copies) keep their state and phase to the sample. What cannot be prepared is a
  // diagnostic; its node is silent or passes its input. bases: one per row. Null, with a diagnostic, when the plan has
  // another sample rate than this. Takes as long as new nodes take; nodes that live on cost next to nothing. [loader]
  virtual std::unique_ptr<Prepared> prepare(const plan::Plan&, std::span<const float> bases, Diagnostics&) = 0;

  // Plays it from the next block on: wires that go fade out over 5 ms, then the swap at a tick's edge, then wires that came
  // fade in; where nothing goes, at once. Swaps are played in order. Values set since prepare() began are set in it too, so
  // the newest wins. Returns the swap's number, or none when another plan was swapped in since prepare(): prepare again. [loader]
  virtual std::optional<uint64_t> swap(std::unique_ptr<Prepared>) = 0;
  virtual Playing playing() const = 0;

  // A parameter's base. row: of the plan swapped in last (which may not yet sound). False: no such row, not finite, or the
  // queue is full (4096 changes wait: the audio thread is not running).
  virtual bool set(int row, float value) = 0;
  virtual bool transport(const signal::TransportCommand&) = 0;

  // As of the last tick.
  virtual signal::TransportState state() const = 0;

  // The sample, of now, that is heard at this instant of CLOCK_MONOTONIC; may lie before 0, never beyond what is
  // computed. None before the first callback. Smooth: device times are filtered. [any but audio-rt]
  virtual std::optional<double> heard(int64_t monotonicNs) const = 0;

  // What was played, for recording and meters: n samples of the master after the limiter, from sample `from` of now on. Returns how many
  // there were (fewer than n: not played yet), -1 when they are gone (four seconds are kept). One or more readers.
  virtual int readMaster(int64_t from, int n, float* left, float* right) const = 0;

  virtual SoundStats stats() = 0;
  // Another device, or other channels or sizes, while it plays. The change is made in the background.
  virtual void useDevice(const DeviceOptions&) = 0;
};

// Over programs and sounds of one's choice. LiveSound::create is this with the real ones.
struct Sources;
std::unique_ptr<LiveSound> makeLiveSound(LiveOptions, Sources);

}  // namespace weft::audio
