// Steps that work on a whole picture outside GL. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"

namespace weft::gl {

// services: pixelsort. The effect container around it is a shader step of the plan; rows $mix and $bypass only say when
// nothing of the kernel is seen. An unknown service passes its picture through, with the diagnostic engine.failed.
std::unique_ptr<Step> makeKernelStep(Canvas&, const plan::KernelStep&);

}  // namespace weft::gl
