// Shader steps that a kernel draws where GL is software. [render]
#pragma once
#include <memory>

#include "gl/shader_step.h"

namespace weft::gl {

// The step itself, or one that lets the kernel its plan names draw instead: in 8 bits, whole and unmasked, on a picture of the
// canvas's size. The kernel's picture is the shader's within 1/255 or so; what it cannot do, and every kernel that this engine
// has not, is the shader's. Only for shaders that keep nothing from frame to frame.
std::unique_ptr<Step> quickened(Canvas&, const plan::ShaderStep&, std::unique_ptr<ShaderStep>);

}  // namespace weft::gl
