// Parameters that nothing moves, as constants of the GLSL text. Software GL runs both sides of a branch on a uniform and
// works out for every pixel what a uniform decides; of a constant its compiler keeps only what is needed. [any]
#pragma once
#include <optional>
#include <span>

#include "plan/plan.h"

namespace weft::gl {

// The step's program with `const` in place of `uniform` for parameters whose rows no signal moves, with their bases as
// values, and a key of its own; none when it has no such parameter. Lines stay where they are. Events stay uniforms.
std::optional<plan::Program> withConstants(const plan::Plan&, const plan::ShaderStep&, std::span<const float> bases);

}  // namespace weft::gl
