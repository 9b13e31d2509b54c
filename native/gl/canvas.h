// What every picture step draws with: the context's abilities, the canvas, the pool, the built-in programs. [render]
#pragma once
#include <memory>

#include "gl/builtin.h"
#include "gl/picture_player.h"
#include "gl/program.h"
#include "gl/row_values.h"
#include "gl/texture.h"

namespace weft::gl {

struct Canvas {
  Canvas(const GlInfo&, const plan::Plan&, Diagnostics&);
  ~Canvas();

  const GlInfo& info;
  const plan::Plan& plan;
  Diagnostics& diagnostics;
  int width, height;  // pixels
  Format format;      // of every video wire
  TexturePool pool;
  Slots slots;
  Builtin builtin;

  TexturePtr picture() { return pool.acquire(width, height, format); }
  // Transparent black of that size, for what is not there yet: shaders may ask for its size.
  TexturePtr blank(int width, int height);
  const std::string& path(int node) const { return plan.nodes[node].path; }
  // Draws the four corners over the whole of `framebuffer` with the program in use.
  void draw(GLuint framebuffer, int w, int h);
  // Copies and scales, linear.
  void blit(Texture& from, Texture& to);

 private:
  GLuint corners_ = 0;
  std::vector<TexturePtr> blanks_;
};

// One frame on its way through the steps.
struct Drawing {
  const FrameTime& time;
  const RowValues& rows;
  const SoundSide& sound;
  PictureSeconds& seconds;
  int64_t number;      // frames drawn since the reset
  double elapsed;      // seconds since the frame drawn before; 0 at the first
};

class Step {
 public:
  virtual ~Step() = default;
  virtual void draw(const Drawing&) = 0;
  // After the frame's last step: what must wait for the GPU.
  virtual void finish(const Drawing&) {}
  // Forgets what earlier frames left.
  virtual void reset() {}
};

}  // namespace weft::gl
