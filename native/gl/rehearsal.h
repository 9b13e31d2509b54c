// Trying a program out before it plays: does it end, and how long would a frame take? Also its warm-up: the first draw
// of a program compiles it. [render]
#pragma once
#include <optional>
#include <string>

#include "gl/canvas.h"
#include "gl/shader_step.h"

namespace weft::gl {

inline constexpr double kSlowestFrame = 2.0;  // seconds

// The sentence that says why the step may not be drawn with its program; none when it may.
// A program with loops that are not plainly short is first drawn with a budget of turns per pixel, so that the trial
// ends whatever the loops do. Then nine small tiles are timed and scaled to the whole picture; the least of wall and
// processor time counts, so that a busy machine refuses nothing.
std::optional<std::string> rehearse(Canvas&, const plan::ShaderStep&, const plan::Program&, ShaderStep&, const Drawing&);

}  // namespace weft::gl
