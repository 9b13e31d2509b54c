// Pictures at another size.
#pragma once
#include "media/frame.h"

namespace weft::media {

// The picture itself where it has that size, else a copy of it, interpolated. Rgba8. [any]
FramePtr scaled(const FramePtr&, int width, int height);

}  // namespace weft::media
