// A node (or several fused) as a GL program: its passes, its targets, what it samples. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"
#include "gl/program.h"

namespace weft::gl {

// The program must outlive the step; null: the step passes its picture through, or gives transparent black.
std::unique_ptr<Step> makeShaderStep(Canvas&, const plan::ShaderStep&, const Program*);

}  // namespace weft::gl
