// Where a clip stands: its phase (media seconds travelled since its start) and how the phase folds onto the media.
#pragma once
#include <cstdint>

#include "signal/tick_record.h"

namespace weft::audio {

enum class Loop { Once, Loop, PingPong };

// The stretch of media that plays, and how.
struct ClipSpan {
  double start = 0;   // media seconds
  double length = 0;  // media seconds; infinite where the media's end is not known
  Loop loop = Loop::Once;
  double epsilon = 0;  // phases closer to a seam than this count as on it
  bool operator==(const ClipSpan&) const = default;

  struct Place {
    double seconds;  // in the media
    int direction;   // 1, -1; 0: holds
    double left;     // media seconds until the seam, the turning point or the end ahead; infinite if none
  };
  // speed: of the phase; its sign decides on which side of a seam a phase on the seam lies.
  Place place(double phase, double speed) const;
  // The same place in the shortest phase: 0..length, ping-pong 0..2 length.
  double reduce(double phase) const;
};

struct ClipControls {
  double rate = 1, start = 0, end = 0;
  Loop loop = Loop::Once;
  bool play = true, restart = false;
};

// phase = anchor phase + rate · (position − anchor position) / sample rate. The anchor moves only when the rate or the
// span does, so a clip left alone never drifts, and one whose rate is modulated accumulates tick by tick, in double.
class ClipClock {
 public:
  // duration: media seconds, 0 or less if unknown. sampleRate: of position.
  ClipClock(double duration, int sampleRate) : duration_(duration), rate_(sampleRate) {}

  struct Reading {
    double phase, speed;  // speed: media seconds per second of position
    bool jumped;          // not where the last tick's motion led: restarted, sought or moved
  };
  // Once per tick. position: samples, of its first sample. [audio-rt]
  Reading tick(const ClipControls&, int64_t position);

  const ClipSpan& span() const { return span_; }
  // What pictures read of a reading. [any]
  signal::ClipState state(const Reading&) const;

 private:
  ClipSpan spanOf(const ClipControls&) const;
  double phaseAt(int64_t position) const { return anchorPhase_ + speed_ * (double(position - anchorPosition_) / rate_); }

  double duration_, rate_;
  ClipSpan span_;
  double speed_ = 0, anchorPhase_ = 0;
  int64_t anchorPosition_ = 0, last_ = 0;
  bool begun_ = false;
};

}  // namespace weft::audio
