// Sizes of targets: an expression in reverse Polish notation, evaluated each frame.
#pragma once
#include "gl/row_values.h"
#include "plan/plan.h"

namespace weft::gl {

inline constexpr int kLargestSide = 16384;

// Pixels, 1..16384; `canvas` for an empty expression and for one that gives no finite number. [render]
int evaluate(const plan::Size&, int canvas, int width, int height, const RowValues&);

}  // namespace weft::gl
