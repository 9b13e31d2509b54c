#include <X11/Xatom.h>
#include <X11/Xutil.h>

#include "gl/screens_x11.h"

namespace weft::gl::x11 {

std::unique_ptr<Window> Window::open(Server& s, const Monitor& m, bool fullscreen) {
  auto w = std::unique_ptr<Window>(new Window(s, m, fullscreen));
  XVisualInfo wanted{};
  wanted.visualid = s.visual_;
  int n = 0;
  XVisualInfo* visual = XGetVisualInfo(s.x_, VisualIDMask, &wanted, &n);
  if (!visual) return nullptr;
  const ::Window root = DefaultRootWindow(s.x_);
  XSetWindowAttributes look{};
  look.background_pixel = BlackPixel(s.x_, DefaultScreen(s.x_));
  look.border_pixel = 0;
  look.colormap = XCreateColormap(s.x_, root, visual->visual, AllocNone);
  look.event_mask = ExposureMask | StructureNotifyMask;
  const bool full = fullscreen;
  w->width_ = full ? m.width : m.width / 2;
  w->height_ = full ? m.height : m.height / 2;
  w->id_ = XCreateWindow(s.x_, root, full ? m.x : m.x + m.width / 4, full ? m.y : m.y + m.height / 4, unsigned(w->width_), unsigned(w->height_), 0,
                         visual->depth, InputOutput, visual->visual, CWBackPixel | CWBorderPixel | CWColormap | CWEventMask, &look);
  XFree(visual);
  w->describe();
  w->surface_ = eglCreateWindowSurface(s.egl_, s.config_, EGLNativeWindowType(w->id_), nullptr);
  if (w->surface_ == EGL_NO_SURFACE || !eglMakeCurrent(s.egl_, w->surface_, w->surface_, s.context_)) return nullptr;
  eglSwapInterval(s.egl_, 0);  // the render thread keeps the pace
  XMapRaised(s.x_, w->id_);
  glGenTextures(1, &w->texture_);
  return w;
}

// Tells a window manager, where there is one, what this window is.
void Window::describe() {
  ::Display* x = server_.x_;
  XStoreName(x, id_, "Weft");
  XSizeHints size{};
  size.flags = USPosition | USSize;
  XSetWMNormalHints(x, id_, &size);
  // Asked to close, it stays: the node decides.
  Atom remove = XInternAtom(x, "WM_DELETE_WINDOW", False);
  XSetWMProtocols(x, id_, &remove, 1);
  if (!fullscreen) return;
  const Atom full = XInternAtom(x, "_NET_WM_STATE_FULLSCREEN", False);
  XChangeProperty(x, id_, XInternAtom(x, "_NET_WM_STATE", False), XA_ATOM, 32, PropModeReplace, reinterpret_cast<const unsigned char*>(&full), 1);
  const char none = 0;
  const Pixmap nothing = XCreateBitmapFromData(x, id_, &none, 1, 1);
  XColor black{};
  const Cursor hidden = XCreatePixmapCursor(x, nothing, nothing, &black, &black, 0, 0);
  XDefineCursor(x, id_, hidden);
  XFreeCursor(x, hidden);
  XFreePixmap(x, nothing);
}

Window::~Window() {
  if (surface_ != EGL_NO_SURFACE) {
    eglMakeCurrent(server_.egl_, EGL_NO_SURFACE, EGL_NO_SURFACE, server_.context_);
    glDeleteTextures(1, &texture_);
    eglDestroySurface(server_.egl_, surface_);
  }
  if (id_ && server_.alive()) {
    XDestroyWindow(server_.x_, id_);
    XFlush(server_.x_);
  }
}

void Window::load(const media::FramePtr& picture) {
  glBindTexture(GL_TEXTURE_2D, texture_);
  if (picture == loaded_) return;
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (picture->width != loadedWidth_ || picture->height != loadedHeight_) {
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, picture->width, picture->height, 0, GL_RGBA, GL_UNSIGNED_BYTE, picture->pixels.data());
    for (GLenum side : {GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T}) glTexParameteri(GL_TEXTURE_2D, side, GL_CLAMP_TO_EDGE);
    for (GLenum way : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) glTexParameteri(GL_TEXTURE_2D, way, GL_LINEAR);
    loadedWidth_ = picture->width;
    loadedHeight_ = picture->height;
  } else {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, picture->width, picture->height, GL_RGBA, GL_UNSIGNED_BYTE, picture->pixels.data());
  }
  loaded_ = picture;
}

bool Window::draw(const media::FramePtr& picture, const Corners& corners) {
  // A window manager may have given it another size.
  XWindowAttributes is{};
  if (!XGetWindowAttributes(server_.x_, id_, &is) || !server_.alive()) return false;
  width_ = is.width;
  height_ = is.height;
  if (!eglMakeCurrent(server_.egl_, surface_, surface_, server_.context_)) return false;
  glViewport(0, 0, width_, height_);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  if (picture && picture->format == media::PixelFormat::Rgba8 && picture->bytes() == size_t(picture->width) * size_t(picture->height) * 4) {
    std::array<double, 9> m;
    squareTo(corners, m);
    std::array<float, 9> clip;
    for (size_t i = 0; i < 9; ++i) clip[i] = float(m[i]);
    load(picture);
    glUseProgram(server_.program_);
    glUniformMatrix3fv(server_.clip_, 1, GL_TRUE, clip.data());
    glBindVertexArray(server_.corners_);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  } else {
    loaded_.reset();
  }
  return eglSwapBuffers(server_.egl_, surface_) && server_.alive();
}

}  // namespace weft::gl::x11
