// One picture input of a program: the sampler and the ISF uniforms beside it. [render]
#pragma once
#include <string>

#include "gl/program.h"

namespace weft::gl {

class Sampler {
 public:
  // unit: texture unit the sampler keeps.
  Sampler(const Program&, const std::string& name, int unit);
  bool used() const { return sampler_ >= 0; }
  // The program must be in use. width, height: pixels, for IMG_SIZE.
  void bind(GLenum target, GLuint texture, int width, int height) const;

 private:
  int unit_;
  GLint sampler_, rectangle_, size_, flip_;
};

}  // namespace weft::gl
