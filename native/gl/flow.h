// How far a small picture has moved. Pure: no GL. [any]
#pragma once
#include "gl/analysis.h"

namespace weft::gl {

// Means over the region, in heights of the picture from the one to the other: how far, and where to (right and up positive).
struct Flow {
  double speed = 0, across = 0, up = 0;
};

// Optical flow of blocks of 8 x 8 pixels after Lucas and Kanade, "An iterative image registration technique with an
// application to stereo vision", IJCAI 1981, coarse to fine over three sizes as in Bouguet, "Pyramidal implementation of the
// Lucas Kanade feature tracker", Intel 2001. A brightness common to the block is left out, so that a flash is no movement;
// along an edge only the way across it is known and counts. Up to 16 pixels are followed.
// threshold: a block in which no luma changes by as much stands still.
Flow opticalFlow(const SmallPicture& now, const SmallPicture& before, const Region&, float threshold);

}  // namespace weft::gl
