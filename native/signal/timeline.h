// The transport's place: which position, and which beat, belongs to each tick.
#pragma once
#include <cstdint>

#include "signal/tick_record.h"

namespace weft::signal {

struct TransportCommand {
  enum Kind { Play, Pause, Seek, Loop, Tempo } kind = Play;
  int64_t from = 0, to = 0;  // samples. Seek: from. Loop: from..to, off where to <= from
  double bpm = 0;            // Tempo

  static TransportCommand play() { return {Play, 0, 0, 0}; }
  static TransportCommand pause() { return {Pause, 0, 0, 0}; }
  static TransportCommand seek(int64_t sample) { return {Seek, sample, 0, 0}; }
  static TransportCommand loop(int64_t from, int64_t to) { return {Loop, from, to, 0}; }
  static TransportCommand tempo(double bpm) { return {Tempo, 0, 0, bpm}; }
};

struct TransportState {
  int64_t now = 0;       // samples computed; never stops or jumps
  int64_t position = 0;  // of the tick that comes next
  double beat = 0;
  double bpm = 120;
  bool playing = false;
  int64_t loopFrom = 0, loopTo = 0;  // loopTo <= loopFrom: no loop
  int64_t jumps = 0;     // seeks so far (not loops): a picture that sees it change clears its state
};

// Stands at 0 until it is told to play. Position moves by whole ticks: a seek goes to the tick that holds its sample, so
// that live ticks lie where those of a render lie. A loop goes back by exactly its length, at the first tick at or past its
// end, however long it runs. beat = beat at the last change of tempo + (position - position then) · bpm / 60 / rate: it is
// continuous across tempo changes, and each position has one beat.
class Timeline {
 public:
  Timeline(int sampleRate, double bpm) : rate_(sampleRate) { state_.bpm = bpm; }

  // Acts from the next tick on. A place before 0 counts as 0; a tempo that is not finite and above 0 is ignored. [audio-rt]
  void apply(const TransportCommand&);
  // The tick at hand, then on to the next. [audio-rt]
  Transport tick();
  const TransportState& state() const { return state_; }

 private:
  double beatsPerSample() const { return state_.bpm / 60.0 / rate_; }
  double beatAt(int64_t position) const { return anchorBeat_ + double(position - anchor_) * beatsPerSample(); }

  double rate_;
  int64_t anchor_ = 0;  // position and beat at the last change of tempo
  double anchorBeat_ = 0;
  TransportState state_;
};

}  // namespace weft::signal
