// What one plan leaves to the next: textures, programs. One for each context. [render]
#pragma once
#include "gl/builtin.h"
#include "gl/context.h"
#include "gl/program_store.h"
#include "gl/texture.h"

namespace weft::gl {

class Stage {
 public:
  explicit Stage(const Context& context) : info(context.info()), builtin(info) {}
  const GlInfo& info;
  TexturePool pool;
  Builtin builtin;
  ProgramStore programs;
};

}  // namespace weft::gl
