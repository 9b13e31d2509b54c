// What every picture step draws with: the context's abilities, the canvas, the pool, the built-in programs. [render]
#pragma once
#include <memory>

#include "gl/picture_player.h"
#include "gl/row_values.h"
#include "gl/stage.h"

namespace weft::gl {

struct Canvas {
  Canvas(Stage&, const plan::Plan&, Diagnostics&);
  ~Canvas();

  Stage& stage;
  const GlInfo& info;
  const plan::Plan& plan;
  Diagnostics& diagnostics;
  int width, height;  // pixels, at the tier that is drawn
  Format format;      // of every video wire
  TexturePool& pool;
  Builtin& builtin;
  Slots slots;

  TexturePtr picture() { return pool.acquire(width, height, format); }
  // Transparent black of that size, for what is not there yet: shaders may ask for its size.
  TexturePtr blank(int width, int height);
  const std::string& path(int node) const { return plan.nodes[node].path; }
  // Draws from here on at this part of full resolution, per cent.
  void setTier(int tier);
  // What a program is tried out and warmed for: size and format.
  uint64_t key() const { return uint64_t(plan.width) << 32 | uint64_t(plan.height) << 8 | uint64_t(plan.depth); }
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
  // When the picture of the program is back: what was read back beside it is there too.
  virtual void collect() {}
  // Forgets what earlier frames left.
  virtual void reset() {}
  // Goes on where the step of an earlier plan is: same node, same type. What it takes is moved.
  virtual void follow(Step&) {}
  // Pictures that were not there when they were wanted.
  virtual long late() const { return 0; }
};

}  // namespace weft::gl
