#include "gl/fit.h"

#include <algorithm>
#include <cmath>

namespace weft::gl {
namespace {

struct Rectangle {
  double x, y, width, height;  // canvas pixels
};

Rectangle place(const Canvas& c, const Texture& t, Fit fit) {
  const double sx = double(c.width) / t.width, sy = double(c.height) / t.height;
  double w = c.width, h = c.height;
  if (fit != Fit::Stretch) {
    const double pixel = double(c.width) / c.plan.width;  // of the full canvas, at the tier that is drawn
    const double s = fit == Fit::Contain ? std::min(sx, sy) : fit == Fit::Cover ? std::max(sx, sy) : pixel;
    w = t.width * s;
    h = t.height * s;
  }
  double x = (c.width - w) / 2, y = (c.height - h) / 2;
  if (fit == Fit::None) {  // a half pixel would blur
    x = std::floor(x);
    y = std::floor(y);
  }
  return {x, y, w, h};
}

int taps(double pixels, double drawn) { return std::clamp(int(std::ceil(pixels / drawn - 1e-6)), 1, 64); }

}  // namespace

TexturePtr fitted(Canvas& c, const TexturePtr& from, Fit fit, bool straight) {
  if (from->width == c.width && from->height == c.height && from->format == c.format) return from;
  const Rectangle r = place(c, *from, fit);
  TexturePtr out = c.picture();
  const Program& p = c.builtin.fit();
  glUseProgram(p.id);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, from->id);
  glUniform1i(p.location("image"), 0);
  glUniform2f(p.location("origin"), float(r.x), float(r.y));
  glUniform2f(p.location("extent"), float(r.width), float(r.height));
  glUniform2i(p.location("taps"), taps(from->width, r.width), taps(from->height, r.height));
  glUniform1i(p.location("straight"), straight);
  c.draw(out->framebuffer(), c.width, c.height);
  return out;
}

}  // namespace weft::gl
