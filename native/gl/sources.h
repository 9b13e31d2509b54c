// Pictures from media: clips at their clock, still images. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"

namespace weft::gl {

// Media that cannot be opened is a diagnostic, and the step gives transparent black. [loader]
std::unique_ptr<Step> makeClipStep(Canvas&, const plan::PictureClipStep&, std::shared_ptr<media::DecodePool>);
std::unique_ptr<Step> makeImageStep(Canvas&, const plan::ImageStep&);

}  // namespace weft::gl
