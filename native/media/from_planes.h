// Planar YCbCr of 8 to 16 bits -> RGBA, rows from the bottom up.
//
// By hand, since swscale is either quick or right: at 1080p its quick path takes 1 ms, is up to 3 code values off (0.9 on
// average) and repeats chroma samples; its accurate one takes 33 ms. This one takes about 3 ms, rounds to the nearest
// code value and interpolates chroma where the stream says its samples lie.
#pragma once
#include <vector>

#include "media/av.h"
#include "media/frame.h"

namespace weft::media {

struct PlaneRows {
  std::vector<float> space;
};

// matrix: SWS_CS_*. False when the form is not planar YCbCr with chroma halved or whole. [decode]
bool fromPlanes(const AVFrame*, int matrix, bool fullRange, PixelFormat, uint8_t* to, PlaneRows&);

}  // namespace weft::media
