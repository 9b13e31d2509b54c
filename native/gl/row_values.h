// The parameter table as one drawn frame sees it. All [render].
#pragma once
#include <span>
#include <string>
#include <unordered_map>
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
  // Goes on after the last frame of an earlier plan: what rose there since, or was set, is seen by the next frame.
  void follow(RowValues& before);
  // Whether a recorded value of that tick differs from what the last frame saw.
  bool moved(int64_t tick) const;
  int row(const std::string& id) const {
    const auto at = ids_.find(id);
    return at == ids_.end() ? -1 : at->second;
  }

  // Value for this frame, in the parameter's own unit; bool and event: 0 or 1.
  float operator[](int row) const { return values_[row]; }
  const signal::Transport& transport() const { return transport_; }
  signal::ClipState clip(int clip) const { return clips_[clip]; }

 private:
  const plan::Plan& plan_;
  signal::TickRing* ring_;
  std::vector<float> bases_, values_;
  std::unordered_map<std::string, int> ids_;
  std::vector<int> risen_;  // recorded events and bools that were above in the last ticks of the plan before
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
