// Frame delays: what a picture was some drawn frames ago. [render]
#pragma once
#include <deque>
#include <memory>

#include "gl/canvas.h"

namespace weft::gl {

// The pictures of one delay, newest last. They are the pool's own textures, held, not copied.
struct DelayLine {
  std::deque<TexturePtr> pictures;
};

// Gives what the line held `frames` frames ago; transparent black before the first.
std::unique_ptr<Step> makeDelayOut(Canvas&, const plan::DelayOutStep&, DelayLine&);
// Takes this frame's picture; keeps `longest` of them.
std::unique_ptr<Step> makeDelayIn(Canvas&, const plan::DelayInStep&, DelayLine&, int longest);

}  // namespace weft::gl
