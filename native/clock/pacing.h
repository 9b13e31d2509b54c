// Which resolution the machine has time for.
#pragma once
#include <cstdint>

namespace weft::clock {

// Playing: down a tier after kLateFrames late ones among the last eight; up when there has been room for it for a while.
// A tier that was too much soon after it was tried is tried again twice as late, half a minute at most. Standing: full
// resolution, one tier down for a frame that took longer than kLongestStill. [render]
class Pacing {
 public:
  static constexpr int kLateFrames = 4;
  static constexpr double kRoom = 0.6;         // of a frame's time, for what the next tier up would take
  static constexpr double kLongestStill = 10;  // seconds

  // Per cent of full resolution, along each side.
  int tier() const { return kTiers[at_]; }
  int stillTier() const { return kTiers[still_]; }

  // A frame was drawn while playing. seconds: from its start to its end; period: seconds to the next one's moment.
  // missed: frames before it that were not drawn.
  void drawn(double seconds, double period, int64_t missed);
  void drawnStill(double seconds);
  // Another plan: what was learnt of the old one's cost is forgotten, its tier stays.
  void changed();

 private:
  static constexpr int kTiers[] = {100, 75, 50, 25};
  static constexpr int kLast = 3;
  void go(int to);

  int at_ = 0, still_ = 0;
  uint32_t history_ = 0;   // a bit for each of the last eight frames: late
  double roomy_ = 0;       // seconds for which there has been room
  double patience_ = 2;    // seconds of room before going up
  double sinceUp_ = 1e9;   // seconds played since the last way up
};

}  // namespace weft::clock
