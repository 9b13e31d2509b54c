// The context through EGL: hardware by its device, otherwise without a platform; Linux.
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "gl/context.h"

namespace weft::gl {
namespace {

bool has(const char* list, const char* name) {
  if (!list) return false;
  const size_t n = std::strlen(name);
  for (const char* at = list; (at = std::strstr(at, name)); at += n)
    if ((at == list || at[-1] == ' ') && (at[n] == 0 || at[n] == ' ')) return true;
  return false;
}

struct Wanted {
  EGLenum api;
  int major, minor;
};
constexpr Wanted kWanted[] = {{EGL_OPENGL_API, 4, 5}, {EGL_OPENGL_API, 4, 1}, {EGL_OPENGL_ES_API, 3, 1}};

EGLContext makeContext(EGLDisplay display, const Wanted& w) {
  if (!eglBindAPI(w.api)) return EGL_NO_CONTEXT;
  const char* extensions = eglQueryString(display, EGL_EXTENSIONS);
  if (!has(extensions, "EGL_KHR_surfaceless_context")) return EGL_NO_CONTEXT;
  EGLConfig config = EGL_NO_CONFIG_KHR;
  if (!has(extensions, "EGL_KHR_no_config_context")) {
    const EGLint wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE,
                             w.api == EGL_OPENGL_API ? EGL_OPENGL_BIT : EGL_OPENGL_ES3_BIT, EGL_NONE};
    EGLint n = 0;
    if (!eglChooseConfig(display, wanted, &config, 1, &n) || n < 1) return EGL_NO_CONTEXT;
  }
  std::vector<EGLint> attributes = {EGL_CONTEXT_MAJOR_VERSION, w.major, EGL_CONTEXT_MINOR_VERSION, w.minor};
  if (w.api == EGL_OPENGL_API)
    attributes.insert(attributes.end(), {EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT});
  attributes.push_back(EGL_NONE);
  return eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
}

GlInfo readInfo() {
  auto text = [](GLenum name) {
    auto s = reinterpret_cast<const char*>(glGetString(name));
    return std::string(s ? s : "");
  };
  GlInfo i;
  i.vendor = text(GL_VENDOR);
  i.renderer = text(GL_RENDERER);
  i.version = text(GL_VERSION);
  i.es = !epoxy_is_desktop_gl();
  const int v = epoxy_gl_version();
  i.major = v / 10;
  i.minor = v % 10;
  for (const char* s : {"llvmpipe", "softpipe", "swrast", "Software Rasterizer", "SwiftShader"})
    if (i.renderer.find(s) != std::string::npos) i.software = true;
  GLint blocks = 0;
  if (i.es || v >= 43) glGetIntegerv(GL_MAX_FRAGMENT_SHADER_STORAGE_BLOCKS, &blocks);
  i.storageBuffers = blocks >= 2 && (i.es || v >= 45);
  return i;
}

class EglContext final : public Context {
 public:
  EglContext(EGLDisplay display, EGLContext context) : display_(display), context_(context), info_(readInfo()) {}
  // The display stays initialised: other contexts of the process may share it.
  ~EglContext() override {
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
  }
  const GlInfo& info() const override { return info_; }

 private:
  EGLDisplay display_;
  EGLContext context_;
  GlInfo info_;
};

std::unique_ptr<Context> onDisplay(EGLDisplay display) {
  EGLint major = 0, minor = 0;
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, &major, &minor)) return nullptr;
  for (const Wanted& w : kWanted) {
    EGLContext context = makeContext(display, w);
    if (context == EGL_NO_CONTEXT) continue;
    if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context))
      return std::make_unique<EglContext>(display, context);
    eglDestroyContext(display, context);
  }
  return nullptr;
}

std::unique_ptr<Context> onHardware(const char* client) {
  if (!has(client, "EGL_EXT_device_enumeration") && !has(client, "EGL_EXT_device_base")) return nullptr;
  if (!has(client, "EGL_EXT_platform_device")) return nullptr;
  EGLint n = 0;
  if (!eglQueryDevicesEXT(0, nullptr, &n) || n <= 0) return nullptr;
  std::vector<EGLDeviceEXT> devices(n);
  if (!eglQueryDevicesEXT(n, devices.data(), &n)) return nullptr;
  for (int i = 0; i < n; ++i) {
    if (has(eglQueryDeviceStringEXT(devices[i], EGL_EXTENSIONS), "EGL_MESA_device_software")) continue;
    auto made = onDisplay(eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr));
    // A card without its driver ends up in software after all: the platformless path is the better way to that.
    if (made && !made->info().software) return made;
  }
  return nullptr;
}

}  // namespace

std::variant<std::unique_ptr<Context>, Error> Context::create(const std::string& shaderCache) {
  if (!shaderCache.empty()) {
    setenv("MESA_SHADER_CACHE_DIR", shaderCache.c_str(), 1);
    setenv("MESA_GLSL_CACHE_DIR", shaderCache.c_str(), 1);
  }
  setenv("EGL_LOG_LEVEL", "fatal", 0);  // a card we may not open is not worth a line on stderr
  const char* client = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (auto made = onHardware(client)) return made;
  if (has(client, "EGL_MESA_platform_surfaceless"))
    if (auto made = onDisplay(eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr)))
      return made;
  if (auto made = onDisplay(eglGetDisplay(EGL_DEFAULT_DISPLAY))) return made;
  return Error{"engine.gl",
               "No OpenGL 4.1 or OpenGL ES 3.1 context could be made. Install a graphics driver, or Mesa's software "
               "renderer (Debian: apt install libegl1 libgl1-mesa-dri)."};
}

}  // namespace weft::gl
