#include <X11/Xutil.h>
#include <X11/extensions/Xrandr.h>

#include <algorithm>
#include <tuple>

#include "gl/screens_x11.h"

namespace weft::gl::x11 {
namespace {

// Xlib ends the process at a lost connection, and at an error that nobody handles. Neither may happen: a show outlives
// its display server. The handlers of errors are one for the process; nothing else in it uses Xlib. What ends it after
// the second of them is an exit handler, one for each connection.
void lost(::Display*, void* dead) { *static_cast<bool*>(dead) = true; }
int ignore(::Display*, XErrorEvent*) { return 0; }
int goOn(::Display*) { return 0; }

constexpr const char* kVertex = R"(
in vec2 at;
uniform mat3 clip;
out vec2 uv;
void main() {
  uv = at;
  vec3 p = clip * vec3(at, 1.0);
  gl_Position = vec4(2.0 * p.xy - p.z, 0.0, p.z);
})";
constexpr const char* kFragment = R"(
in vec2 uv;
uniform sampler2D picture;
out vec4 color;
void main() {
  vec4 c = texture(picture, uv);
  color = vec4(c.rgb * c.a, 1.0);
})";

GLuint compile(GLenum kind, const char* body) {
  const char* head = epoxy_is_desktop_gl() ? "#version 330 core\n" : "#version 300 es\nprecision highp float;\n";
  const char* text[] = {head, body};
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 2, text, nullptr);
  glCompileShader(shader);
  return shader;
}

}  // namespace

std::unique_ptr<Server> Server::connect(const std::string& name, std::string& why) {
  XInitThreads();
  XSetErrorHandler(ignore);
  XSetIOErrorHandler(goOn);
  ::Display* x = XOpenDisplay(name.empty() ? nullptr : name.c_str());
  if (!x) {
    why = "No display server could be reached for the output windows: start Weft from within a desktop, or set DISPLAY.";
    return nullptr;
  }
  auto server = std::unique_ptr<Server>(new Server(x));
  XSetIOErrorExitHandler(x, lost, &server->dead_);
  int event = 0, error = 0;
  if (XRRQueryExtension(x, &event, &error)) XRRSelectInput(x, DefaultRootWindow(x), RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask | RROutputChangeNotifyMask);
  if (!server->makeContext(why)) return nullptr;
  return server;
}

bool Server::makeContext(std::string& why) {
  why = "The display server offers no OpenGL for the output windows: install a graphics driver, or Mesa's software renderer.";
  egl_ = eglGetPlatformDisplayEXT(EGL_PLATFORM_X11_EXT, x_, nullptr);
  if (egl_ == EGL_NO_DISPLAY || !eglInitialize(egl_, nullptr, nullptr)) return false;
  for (const EGLenum api : {EGL_OPENGL_API, EGL_OPENGL_ES_API}) {
    if (!eglBindAPI(api)) continue;
    const EGLint wanted[] = {EGL_SURFACE_TYPE, EGL_WINDOW_BIT, EGL_RENDERABLE_TYPE, api == EGL_OPENGL_API ? EGL_OPENGL_BIT : EGL_OPENGL_ES3_BIT,
                             EGL_RED_SIZE, 8, EGL_GREEN_SIZE, 8, EGL_BLUE_SIZE, 8, EGL_NONE};
    EGLConfig configs[64];
    EGLint n = 0, alpha = 0, visual = 0;
    if (!eglChooseConfig(egl_, wanted, configs, 64, &n) || n < 1) continue;
    // A window with alpha lets the desktop shine through.
    config_ = *std::min_element(configs, configs + n, [&](EGLConfig a, EGLConfig b) {
      EGLint l = 0, r = 0;
      eglGetConfigAttrib(egl_, a, EGL_ALPHA_SIZE, &l);
      eglGetConfigAttrib(egl_, b, EGL_ALPHA_SIZE, &r);
      return l < r;
    });
    eglGetConfigAttrib(egl_, config_, EGL_ALPHA_SIZE, &alpha);
    eglGetConfigAttrib(egl_, config_, EGL_NATIVE_VISUAL_ID, &visual);
    visual_ = XID(visual);
    const EGLint desktop[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    const EGLint es[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_NONE};
    context_ = eglCreateContext(egl_, config_, EGL_NO_CONTEXT, api == EGL_OPENGL_API ? desktop : es);
    if (context_ == EGL_NO_CONTEXT) continue;
    if (eglMakeCurrent(egl_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) && makeProgram()) {
      why.clear();
      return true;
    }
    eglDestroyContext(egl_, context_);
    context_ = EGL_NO_CONTEXT;
  }
  return false;
}

bool Server::makeProgram() {
  program_ = glCreateProgram();
  const GLuint parts[] = {compile(GL_VERTEX_SHADER, kVertex), compile(GL_FRAGMENT_SHADER, kFragment)};
  for (GLuint part : parts) {
    glAttachShader(program_, part);
    glDeleteShader(part);
  }
  glBindAttribLocation(program_, 0, "at");
  glLinkProgram(program_);
  GLint linked = 0;
  glGetProgramiv(program_, GL_LINK_STATUS, &linked);
  clip_ = glGetUniformLocation(program_, "clip");
  const float at[] = {0, 0, 1, 0, 0, 1, 1, 1};
  GLuint buffer = 0;
  glGenVertexArrays(1, &corners_);
  glBindVertexArray(corners_);
  glGenBuffers(1, &buffer);
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, sizeof at, at, GL_STATIC_DRAW);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glEnableVertexAttribArray(0);
  return linked == GL_TRUE;
}

Server::~Server() {
  if (egl_ != EGL_NO_DISPLAY) {
    eglMakeCurrent(egl_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context_ != EGL_NO_CONTEXT) eglDestroyContext(egl_, context_);
    eglTerminate(egl_);
  }
  XCloseDisplay(x_);
}

bool Server::events() {
  bool again = false;
  while (!dead_ && XPending(x_) > 0 && !dead_) {
    XEvent e;
    XNextEvent(x_, &e);
    again = true;
    XRRUpdateConfiguration(&e);
  }
  return again;
}

std::vector<Monitor> Server::monitors() {
  std::vector<Monitor> out;
  int n = 0;
  XRRMonitorInfo* list = XRRGetMonitors(x_, DefaultRootWindow(x_), True, &n);
  for (int i = 0; list && i < n; ++i) out.push_back({list[i].x, list[i].y, list[i].width, list[i].height});
  if (list) XRRFreeMonitors(list);
  std::sort(out.begin(), out.end(), [](const Monitor& a, const Monitor& b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); });
  return out;
}

}  // namespace weft::gl::x11
