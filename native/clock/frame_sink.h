// Where program frames go: the frame ring, a recording, tests.
#pragma once
#include <cstdint>

#include "media/frame.h"

namespace weft::clock {

// A picture of the program, as it is shown. Rgba8, of the canvas's size at tier 100, smaller below; rows from the bottom.
struct ProgramFrame {
  media::FramePtr picture;
  int64_t frame = 0;     // on the canvas grid
  int64_t position = 0;  // samples
  int64_t now = 0;       // the sample with which it is heard
  int tier = 100;        // per cent of full resolution
  bool held = false;     // shows something older in part: a clip's picture came too late
  bool still = false;    // drawn while the transport stands
};

class FrameSink {
 public:
  virtual ~FrameSink() = default;
  // Takes long neither when it is full nor when it fails. [render]
  virtual void frame(const ProgramFrame&) = 0;
};

}  // namespace weft::clock
