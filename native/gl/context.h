// The GL context, without a window. Current on one thread: the one that made it.
#pragma once
#include <memory>
#include <string>
#include <variant>

#include "plan/diagnostics.h"

namespace weft::gl {

struct GlInfo {
  std::string vendor, renderer, version;
  int major = 0, minor = 0;
  bool es = false;
  bool software = false;  // llvmpipe, softpipe, swrast
  bool storageBuffers = false;
};

class Context {
 public:
  // EGL: hardware device first (EGL_EXT_platform_device), then surfaceless; 4.5 core, 4.1 core, GLES 3.1.
  // shaderCache: folder for Mesa's shader cache, "" for none. Error engine.gl. [render]
  static std::variant<std::unique_ptr<Context>, Error> create(const std::string& shaderCache);
  virtual ~Context() = default;
  virtual const GlInfo& info() const = 0;
};

}  // namespace weft::gl
