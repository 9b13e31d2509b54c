#include "audio/clip_clock.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plan/plan.h"

namespace weft::audio {
namespace {

constexpr double kForever = std::numeric_limits<double>::infinity();
// Seconds before an instant at which the frame that ends there is surely the one shown.
constexpr double kJustBefore = 0.001;
// In samples. Far above the rounding of a day in doubles, far below anything heard.
constexpr double kOnSeam = 1e-3;

double wrap(double x, double period) { return x - period * std::floor(x / period); }

// The phase that a clip starts with: backwards it starts at its end.
double firstPhase(const ClipSpan& span, double rate) { return rate < 0 && std::isfinite(span.length) ? span.length : 0; }

}  // namespace

double ClipSpan::reduce(double phase) const {
  if (!std::isfinite(length)) return phase;
  if (length <= 0) return 0;
  switch (loop) {
    case Loop::Once: return std::clamp(phase, 0.0, length);
    case Loop::Loop: return phase >= 0 && phase <= length ? phase : wrap(phase, length);
    default: return phase >= 0 && phase <= 2 * length ? phase : wrap(phase, 2 * length);
  }
}

ClipSpan::Place ClipSpan::place(double phase, double speed) const {
  const bool forward = speed >= 0;
  if (!std::isfinite(length)) return {start + phase, speed == 0 ? 0 : forward ? 1 : -1, kForever};
  if (length <= 0) return {start, 0, kForever};
  if (loop == Loop::Once) {
    const double p = std::clamp(phase, 0.0, length);
    const bool ended = forward ? p >= length - epsilon : p <= epsilon;
    if (ended || speed == 0) return {start + std::min(p, std::max(0.0, length - kJustBefore)), 0, kForever};
    return {start + p, forward ? 1 : -1, forward ? length - p : p};
  }
  // Forward the period is [0, period), backward (0, period].
  const double period = loop == Loop::Loop ? length : 2 * length;
  double p = wrap(phase, period);
  if (p < epsilon || period - p < epsilon) p = forward ? 0 : period;
  if (loop == Loop::PingPong && std::abs(p - length) < epsilon) p = length;
  const bool out = loop == Loop::Loop || (forward ? p < length : p <= length);  // not on the way back
  const double seconds = start + (out ? p : period - p);
  const int direction = speed == 0 ? 0 : forward == out ? 1 : -1;
  const double left = forward ? (out ? length : period) - p : (out ? p : p - length);
  return {seconds, direction, speed == 0 ? kForever : left};
}

ClipSpan ClipClock::spanOf(const ClipControls& controls) const {
  const double most = duration_ > 0 ? duration_ : kForever;
  ClipSpan span;
  span.start = std::clamp(controls.start, 0.0, most);
  const double end = controls.end > 0 ? std::min(controls.end, most) : most;
  span.length = std::max(0.0, end - span.start);
  span.loop = controls.loop;
  span.epsilon = kOnSeam / rate_;
  return span;
}

ClipClock::Reading ClipClock::tick(const ClipControls& controls, int64_t position) {
  const ClipSpan span = spanOf(controls);
  const double speed = controls.play ? controls.rate : 0;
  bool jumped = false;
  if (!begun_ || controls.restart) {
    jumped = begun_;
    // A show begins at position 0, wherever it is entered.
    anchorPosition_ = begun_ ? position : 0;
    anchorPhase_ = firstPhase(span, controls.rate);
    begun_ = true;
  } else {
    jumped = (position != last_ && position != last_ + plan::kBlock) || span.start != span_.start;
    if (speed != speed_ || !(span == span_)) {
      anchorPhase_ = span_.reduce(phaseAt(position));
      anchorPosition_ = position;
    }
  }
  span_ = span;
  speed_ = speed;
  last_ = position;
  return {phaseAt(position), speed, jumped};
}

signal::ClipState ClipClock::state(const Reading& reading) const {
  auto shown = [&](const ClipSpan::Place& place) {
    return place.direction < 0 ? std::max(span_.start, place.seconds - kJustBefore) : place.seconds;
  };
  const double pace = std::abs(reading.speed);
  const ClipSpan::Place now = span_.place(reading.phase, reading.speed);
  signal::ClipState state;
  state.seconds = shown(now);
  state.speed = now.direction * pace;
  if (now.direction == 0 || now.left > pace * plan::kBlock / rate_) return state;
  // Just as far as the seam: rounding may end on either side of it, which place() takes as on it.
  const ClipSpan::Place then = span_.place(reading.phase + std::copysign(now.left, reading.speed), reading.speed);
  state.seamAfter = (now.left - span_.epsilon) / pace;
  state.seamSeconds = shown(then);
  state.seamSpeed = then.direction * pace;
  return state;
}

}  // namespace weft::audio
