// A node (or several fused) as a GL program: its passes, its targets, what it samples. [render]
#pragma once
#include <memory>
#include <vector>

#include "gl/canvas.h"
#include "gl/program.h"

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

// A program for each pass, or one for all of them.
using PassPrograms = std::vector<std::unique_ptr<Program>>;

// The programs must outlive the step.
std::unique_ptr<ShaderStep> makeShaderStep(Canvas&, const plan::ShaderStep&, const PassPrograms&);
// For a program that cannot be drawn: the picture goes through, a source gives transparent black.
std::unique_ptr<Step> makePassThrough(Canvas&, const plan::ShaderStep&);

}  // namespace weft::gl
