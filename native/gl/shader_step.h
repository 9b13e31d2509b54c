// A node (or several fused) as a GL program: its passes, its targets, what it samples. [render]
#pragma once
#include <memory>
#include <vector>

#include "gl/canvas.h"

namespace weft::gl {

// Part of a pass's picture, 0..1.
struct Tile {
  double x, y, width, height;
};

class ShaderStep : public Step {
 public:
  // Draws a tile of every pass as a frame would, with `blank` at every wired inlet, and keeps nothing of it.
  virtual void rehearse(const Drawing&, const Tile&, const TexturePtr& blank) = 0;
};

// programs: that it was made with, not refused.
std::unique_ptr<ShaderStep> makeShaderStep(Canvas&, const plan::ShaderStep&, std::shared_ptr<const StoredProgram>);
// For a program that cannot be drawn: the picture goes through, a source gives transparent black.
std::unique_ptr<Step> makePassThrough(Canvas&, const plan::ShaderStep&);

}  // namespace weft::gl
