// Sizes of targets: an expression in reverse Polish notation, evaluated each frame.
#pragma once
#include "gl/row_values.h"
#include "plan/plan.h"

namespace weft::gl {

inline constexpr int kLargestSide = 8192;

// Pixels, 1..8192 (or the canvas, where that is larger); `canvas` for an empty expression and for one that gives no finite number. [render]
int evaluate(const plan::Size&, int canvas, int width, int height, const RowValues&);

}  // namespace weft::gl
