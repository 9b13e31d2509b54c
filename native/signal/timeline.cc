#include "signal/timeline.h"

#include <algorithm>
#include <cmath>

#include "plan/plan.h"

namespace weft::signal {

void Timeline::apply(const TransportCommand& command) {
  switch (command.kind) {
    case TransportCommand::Play: state_.playing = true; return;
    case TransportCommand::Pause: state_.playing = false; return;
    case TransportCommand::Seek:
      state_.position = std::max<int64_t>(0, command.from) / plan::kBlock * plan::kBlock;
      state_.beat = beatAt(state_.position);
      ++state_.jumps;
      return;
    case TransportCommand::Loop:
      state_.loopFrom = std::max<int64_t>(0, command.from);
      state_.loopTo = std::max<int64_t>(0, command.to);
      // A loop shorter than a tick would not move on.
      if (state_.loopTo - state_.loopFrom < plan::kBlock) state_.loopTo = state_.loopFrom = 0;
      return;
    case TransportCommand::Tempo:
      if (!std::isfinite(command.bpm) || command.bpm <= 0) return;
      anchorBeat_ = beatAt(state_.position);
      anchor_ = state_.position;
      state_.bpm = command.bpm;
      return;
  }
}

Transport Timeline::tick() {
  state_.beat = beatAt(state_.position);
  const Transport tick{state_.now, state_.position, state_.beat, state_.playing ? beatsPerSample() : 0};
  state_.now += plan::kBlock;
  if (!state_.playing) return tick;
  const bool before = state_.position < state_.loopTo;
  state_.position += plan::kBlock;
  // Only what runs into the end goes back: a seek beyond the loop plays on.
  if (state_.loopTo > state_.loopFrom && before && state_.position >= state_.loopTo)
    state_.position -= state_.loopTo - state_.loopFrom;
  state_.beat = beatAt(state_.position);
  return tick;
}

}  // namespace weft::signal
