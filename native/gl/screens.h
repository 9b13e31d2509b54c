// Windows of the engine's own, one for each util.screen_out: full screen on a display, the picture laid into four
// corners. They need no editor. The one interface to windows; Linux with X11 so far (screens_x11.cc).
//
// A thread of its own talks to the display server, so that a server which hangs or dies holds up nothing else; what is
// shown comes back with the server, or with the display. It has a context of its own: one that shares textures with the
// render context would have to be made on the server's display, and would die with it. A picture therefore comes here
// through main memory (read back without waiting) and is loaded into a texture again.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "media/frame.h"

namespace weft::gl {

// Where the picture's corners lie, 0..1 of the window, y up: left bottom, right bottom, right top, left top; x and y each.
using Corners = std::array<float, 8>;
inline constexpr Corners kWhole{0, 0, 1, 0, 1, 1, 0, 1};

struct ScreenPlace {
  int display = 1;  // counted from the left, then from the top
  bool fullscreen = true;
  Corners corners = kWhole;
  bool operator==(const ScreenPlace&) const = default;
};

struct ScreenState {
  std::string node;
  bool visible = false;      // its display is there
  int width = 0, height = 0;  // of the window, pixels
  int64_t shown = 0;         // pictures drawn, black ones and the same again among them
  double seconds = 0;        // time spent on them by the window thread
};

class Screens {
 public:
  // server: as in DISPLAY; "" for what the environment says. Nothing is connected to before the first window. [any]
  static std::unique_ptr<Screens> create(const std::string& server = "");
  // Closes all windows. A server that does not answer is left behind after a second. [any]
  virtual ~Screens() = default;

  // A node's window: it is there from the first open() to the last close(), so that it stays while one plan takes over
  // from another. Black until there is a picture. [render]
  virtual void open(const std::string& node) = 0;
  virtual void close(const std::string& node) = 0;
  // The newest picture (rgba, 8 bits) and place count; null: black. Shown over black. Never waits. [render]
  virtual void show(const std::string& node, const ScreenPlace&, media::FramePtr) = 0;

  virtual std::vector<ScreenState> states() const = 0;  // [any]
  // A sentence while there is no display server to show anything on, else "". [any]
  virtual std::string problem() const = 0;
};

// The projective map from the unit square to the corners, by rows: (x, y, w) = m (u, v, 1). False where the corners make
// no convex quadrangle in this order; the map is then that of the whole window. After P. Heckbert, Fundamentals of
// Texture Mapping and Image Warping (1989), 2.2.3. [any]
bool squareTo(const Corners&, std::array<double, 9>& m);

}  // namespace weft::gl
