#include "gl/sampler.h"

namespace weft::gl {

Sampler::Sampler(const Program& p, const std::string& name, int unit)
    : unit_(unit), sampler_(p.location(name)), rectangle_(p.location("_" + name + "_imgRect")),
      size_(p.location("_" + name + "_imgSize")), flip_(p.location("_" + name + "_flip")) {}

void Sampler::bind(GLenum target, GLuint texture, int width, int height) const {
  if (sampler_ >= 0) {
    glActiveTexture(GLenum(GL_TEXTURE0 + unit_));
    glBindTexture(target, texture);
    glUniform1i(sampler_, unit_);
  }
  if (rectangle_ >= 0) glUniform4f(rectangle_, 0, 0, 1, 1);
  if (size_ >= 0) glUniform2f(size_, float(width), float(height));
  if (flip_ >= 0) glUniform1i(flip_, 0);
}

}  // namespace weft::gl
