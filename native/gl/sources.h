// Pictures from media: clips at their clock, still images. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"
#include "media/clip_pictures.h"

namespace weft::gl {

// Null, for what could not be opened: the step gives transparent black, or what its node had open in the plan before.
std::unique_ptr<Step> makeClipStep(Canvas&, const plan::PictureClipStep&, std::unique_ptr<media::ClipPictures>);
std::unique_ptr<Step> makeImageStep(Canvas&, const plan::ImageStep&, media::FramePtr);

}  // namespace weft::gl
