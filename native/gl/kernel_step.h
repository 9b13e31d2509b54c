// Steps that work on a whole picture outside GL. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"

namespace weft::gl {

// services: pixelsort. ins: the picture, then the mask if one is wired. Rows $mix and $bypass, where given, are the
// effect container's. An unknown service passes its picture through, with the diagnostic engine.failed.
std::unique_ptr<Step> makeKernelStep(Canvas&, const plan::KernelStep&);

}  // namespace weft::gl
