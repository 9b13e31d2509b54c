// The parameter table as one drawn frame sees it. All [render].
#pragma once
#include <span>
#include <vector>

#include "gl/picture_player.h"
#include "plan/plan.h"
#include "signal/tick_record.h"

namespace weft::gl {

// A picture sees ticks as frames: an event fires if any tick since the last drawn frame rose through 0.5, a bool is
// true if any was above, every other row has the value of the frame's own tick. Rows without a record have their base.
class RowValues {
 public:
  RowValues(const plan::Plan&, std::span<const float> bases, signal::TickRing*);

  void setBase(int row, float value);
  // Reads the ticks after the last drawn frame's up to this one's.
  void begin(const FrameTime&);
  void reset();  // the next frame sees its own tick only

  // Value for this frame, in the parameter's own unit; bool and event: 0 or 1.
  float operator[](int row) const { return values_[row]; }
  const signal::Transport& transport() const { return transport_; }
  signal::ClipState clip(int clip) const { return clips_[clip]; }

 private:
  const plan::Plan& plan_;
  signal::TickRing* ring_;
  std::vector<float> bases_, values_;
  std::vector<int> recorded_, pulses_;  // rows by where their values come from; pulses_: base events that have risen
  signal::Transport transport_;
  std::vector<signal::ClipState> clips_;
  int64_t lastTick_ = -1;
  bool first_ = true;
};

// Value of a step's row by parameter name; components follow their first row. `otherwise` when the step has no such row.
inline float valueOf(const plan::Rows& rows, const char* name, const RowValues& values, float otherwise, int component = 0) {
  auto row = rows.find(name);
  return row == rows.end() || row->second < 0 ? otherwise : values[row->second + component];
}

}  // namespace weft::gl
