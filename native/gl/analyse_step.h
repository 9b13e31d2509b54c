// A picture read back into signals. [render]
#pragma once
#include <memory>

#include "gl/canvas.h"

namespace weft::gl {

// Draws the picture small (160 pixels along its longer side, each the mean of those under it), reads it back and hands
// its numbers to SoundSide.analysed. While waiting is allowed they come at the end of the same frame, otherwise with
// the next one.
std::unique_ptr<Step> makeAnalyseStep(Canvas&, const plan::AnalyseStep&);

}  // namespace weft::gl
