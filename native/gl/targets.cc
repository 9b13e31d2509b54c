#include "gl/targets.h"

#include "gl/size.h"

namespace weft::gl {

Target::Target(const plan::ShaderTarget& t, Format pictures)
    : from_(t), format_(t.isFloat ? Format::Rgba32f : pictures) {}

void Target::begin(Canvas& c, int width, int height, const RowValues& rows) {
  width_ = evaluate(from_.width, width, width, height, rows);
  height_ = evaluate(from_.height, height, width, height, rows);
  if (!picture_ || (picture_->width == width_ && picture_->height == height_)) return;
  TexturePtr scaled = c.pool.acquire(width_, height_, format_);
  c.blit(*picture_, *scaled);
  picture_ = std::move(scaled);
}

TexturePtr Target::open(Canvas& c, bool keep) {
  TexturePtr t = c.pool.acquire(width_, height_, format_);
  if (keep && picture_)
    c.blit(*picture_, *t);
  else if (keep)
    t->clear();
  return t;
}

void Target::bind(Canvas& c, const Sampler& s) const {
  const TexturePtr t = picture_ ? picture_ : c.blank(width_, height_);
  s.bind(GL_TEXTURE_2D, t->id, width_, height_);
}

}  // namespace weft::gl
