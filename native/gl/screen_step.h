// Hands a picture to a window of its own. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"
#include "gl/screens.h"

namespace weft::gl {

// screens: null where nothing is shown, as offline; the step then does nothing.
std::unique_ptr<Step> makeScreenStep(Canvas&, const plan::ScreenStep&, Screens* screens);

}  // namespace weft::gl
