// One connection to an X server, with a GL context on it, and one window. For screens_x11.cc only, and its one thread.
#pragma once
#include <X11/Xlib.h>
#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <memory>
#include <string>
#include <vector>

#include "gl/screens.h"

namespace weft::gl::x11 {

struct Monitor {
  int x, y, width, height;  // pixels
  bool operator==(const Monitor&) const = default;
};

class Server {
 public:
  // Null when there is none, or none with OpenGL: `why` is then a sentence.
  static std::unique_ptr<Server> connect(const std::string& name, std::string& why);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // False once the connection is lost: Xlib may then be called no more.
  bool alive() const { return !dead_; }
  int descriptor() const { return ConnectionNumber(x_); }
  // Handles what the server has said. True: windows must be drawn again.
  bool events();
  // From the left, then from the top.
  std::vector<Monitor> monitors();
  void keepAwake() { XResetScreenSaver(x_); }

 private:
  friend class Window;
  explicit Server(::Display* x) : x_(x) {}
  bool makeContext(std::string& why);
  bool makeProgram();

  ::Display* x_;
  bool dead_ = false;
  EGLDisplay egl_ = EGL_NO_DISPLAY;
  EGLConfig config_ = nullptr;
  EGLContext context_ = EGL_NO_CONTEXT;
  XID visual_ = 0;
  GLuint program_ = 0, corners_ = 0;
  GLint clip_ = -1;
};

class Window {
 public:
  // On the monitor; framed windows take half of it. Null when the server refuses.
  static std::unique_ptr<Window> open(Server&, const Monitor&, bool fullscreen);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  const Monitor monitor;
  const bool fullscreen;
  int width() const { return width_; }
  int height() const { return height_; }

  // The picture over black, its corners where they belong; null: black. False when the window is lost.
  bool draw(const media::FramePtr&, const Corners&);

 private:
  Window(Server& s, const Monitor& m, bool full) : monitor(m), fullscreen(full), server_(s) {}
  void describe();
  void load(const media::FramePtr&);

  Server& server_;
  ::Window id_ = 0;
  EGLSurface surface_ = EGL_NO_SURFACE;
  GLuint texture_ = 0;
  int loadedWidth_ = 0, loadedHeight_ = 0;
  media::FramePtr loaded_;  // what the texture holds
  int width_ = 0, height_ = 0;
};

}  // namespace weft::gl::x11
