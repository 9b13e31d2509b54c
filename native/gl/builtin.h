// The few programs that native code draws with itself. Compiled when first asked for. [render]
#pragma once
#include <memory>

#include "gl/program.h"

namespace weft::gl {

class Builtin {
 public:
  explicit Builtin(const GlInfo& info) : info_(info) {}
  // image -> rectangle of the canvas; see fit.h
  const Program& fit() { return get(fit_, kFit); }
  // mean of the image's pixels under each pixel drawn
  const Program& shrink() { return get(shrink_, kShrink); }

 private:
  static const char* const kFit;
  static const char* const kShrink;
  const Program& get(std::unique_ptr<Program>&, const char* fragment);
  const GlInfo& info_;
  std::unique_ptr<Program> fit_, shrink_;
};

}  // namespace weft::gl
