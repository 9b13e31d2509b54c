// Lines of text on a transparent ground. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"

namespace weft::gl {

// fonts: folder of the bundled font, for steps that name none. Drawn anew only when a parameter changes.
std::unique_ptr<Step> makeTextStep(Canvas&, const plan::TextStep&, const std::string& fonts);

}  // namespace weft::gl
