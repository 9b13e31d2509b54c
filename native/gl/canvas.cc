#include "gl/canvas.h"

#include <algorithm>
#include <cmath>

namespace weft::gl {

Canvas::Canvas(Stage& s, const plan::Plan& p, Diagnostics& d)
    : stage(s), info(s.info), plan(p), diagnostics(d), width(p.width), height(p.height),
      format(p.depth == 8 ? Format::Rgba8 : Format::Rgba16f), pool(s.pool), builtin(s.builtin), slots(p.textures) {
  glGenVertexArrays(1, &corners_);
  glDisable(GL_BLEND);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_DITHER);
}

Canvas::~Canvas() { glDeleteVertexArrays(1, &corners_); }

void Canvas::setTier(int tier) {
  width = std::max(1, int(std::lround(plan.width * tier / 100.0)));
  height = std::max(1, int(std::lround(plan.height * tier / 100.0)));
}

TexturePtr Canvas::blank(int w, int h) {
  for (const TexturePtr& b : blanks_)
    if (b->width == w && b->height == h) return b;
  constexpr size_t kept = 32;  // more than one step can bind; sizes may follow a slider
  if (blanks_.size() == kept) blanks_.erase(blanks_.begin());
  blanks_.push_back(std::make_shared<Texture>(w, h, Format::Blank));
  return blanks_.back();
}

void Canvas::draw(GLuint framebuffer, int w, int h) {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glViewport(0, 0, w, h);
  glBindVertexArray(corners_);
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

void Canvas::blit(Texture& from, Texture& to) {
  const GLuint source = from.framebuffer(), target = to.framebuffer();
  glBindFramebuffer(GL_READ_FRAMEBUFFER, source);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target);
  glBlitFramebuffer(0, 0, from.width, from.height, 0, 0, to.width, to.height, GL_COLOR_BUFFER_BIT, GL_LINEAR);
}

}  // namespace weft::gl
