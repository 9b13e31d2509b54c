// Pictures of any size on the canvas. [render]
#pragma once
#include "gl/canvas.h"

namespace weft::gl {

// Values of a `fit` parameter. None: pixel for pixel, centred.
enum class Fit { Contain, Cover, Stretch, None };

// The picture at canvas size; outside it transparent black. One that has the canvas's size and format is given back
// as it is. straight: it has alpha below 1.
TexturePtr fitted(Canvas&, const TexturePtr&, Fit, bool straight);

}  // namespace weft::gl
