// The named buffers of a shader step. [render]
#pragma once
#include <vector>

#include "gl/canvas.h"
#include "gl/sampler.h"

namespace weft::gl {

// A buffer is drawn into a texture of its own and then takes its place, so a pass that reads its own target sees what
// was there before. What was never drawn is transparent black.
class Target {
 public:
  Target(const plan::ShaderTarget&, Format pictures);
  // Size for this frame, on a canvas of that size; a persistent picture of another size is scaled to it.
  void begin(Canvas&, int width, int height, const RowValues&);
  // A texture to draw into. keep: it holds the present picture, for shaders that leave pixels out.
  TexturePtr open(Canvas&, bool keep);
  void close(TexturePtr drawn) { picture_ = std::move(drawn); }
  // End of the frame: only persistent pictures stay.
  void end() {
    if (!from_.persistent) picture_.reset();
  }
  void reset() { picture_.reset(); }
  // While the transport stands a frame leaves things as they were.
  const TexturePtr& picture() const { return picture_; }
  void restore(TexturePtr before) { picture_ = std::move(before); }
  // Takes over the picture of the same buffer in an earlier plan.
  void follow(Target& before) {
    if (from_.persistent && before.from_.name == from_.name && before.format_ == format_) picture_ = std::move(before.picture_);
  }
  bool persistent() const { return from_.persistent; }
  void bind(Canvas&, const Sampler&) const;
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  const plan::ShaderTarget& from_;
  Format format_;
  int width_ = 1, height_ = 1;
  TexturePtr picture_;
};

}  // namespace weft::gl
