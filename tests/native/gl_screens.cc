// Output windows on a real X server (Xvfb), looked at from outside.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <functional>
#include <string>
#include <thread>

#include "gl/screens.h"
#include "gl_scene.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xrandr.h>

using namespace weft;
using namespace weft::test;

namespace {

constexpr int kWide = 640, kHigh = 360;

class Xvfb {
 public:
  // number: the display to be, "" for any that is free
  explicit Xvfb(const std::string& number = "") {
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    pid_ = fork();
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);  // when a case crashes
      const std::string fd = std::to_string(ready[1]), wanted = ":" + number;
      const int null = ::open("/dev/null", O_WRONLY);
      dup2(null, 2);
      if (number.empty()) execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", "640x360x24", "-nolisten", "tcp", "-noreset", nullptr);
      else execlp("Xvfb", "Xvfb", wanted.c_str(), "-displayfd", fd.c_str(), "-screen", "0", "640x360x24", "-nolisten", "tcp", "-noreset", nullptr);
      _exit(127);
    }
    ::close(ready[1]);
    char c = 0;
    while (read(ready[0], &c, 1) == 1 && c != '\n') this->number += c;
    ::close(ready[0]);
    REQUIRE_MESSAGE(!this->number.empty(), "Xvfb could not be started (Debian: apt install xvfb)");
  }
  ~Xvfb() { end(); }
  void end() {
    if (pid_ <= 0) return;
    kill(pid_, SIGCONT);
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  void signal(int s) { kill(pid_, s); }
  std::string name() const { return ":" + number; }
  std::string number;

 private:
  pid_t pid_ = 0;
};

// Another client of the server, which sees what a viewer sees.
class Eye {
 public:
  explicit Eye(const Xvfb& server) : x_(XOpenDisplay(server.name().c_str())) { REQUIRE(x_); }
  ~Eye() { XCloseDisplay(x_); }
  ::Display* server() { return x_; }
  struct Shot {
    XImage* image;
    ~Shot() { XDestroyImage(image); }
    // from the top left
    Pixel at(int x, int y) const {
      const unsigned long p = XGetPixel(image, x, y);
      return {int(p >> 16 & 255), int(p >> 8 & 255), int(p & 255), 255};
    }
  };
  Shot look() { return {XGetImage(x_, DefaultRootWindow(x_), 0, 0, kWide, kHigh, AllPlanes, ZPixmap)}; }
  // Looks until it sees what it should; the suite's own limit ends it.
  void until(const std::function<bool(const Shot&)>& seen) {
    while (!seen(look())) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

 private:
  ::Display* x_;
};

media::FramePtr picture(int width, int height, const std::function<Pixel(int, int)>& colour) {
  auto f = std::make_shared<media::Frame>();
  f->width = width;
  f->height = height;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c : colour(x, y)) f->pixels.push_back(uint8_t(c));
  return f;
}
media::FramePtr plain(Pixel p) {
  return picture(64, 36, [p](int, int) { return p; });
}
bool like(Pixel a, Pixel b, int by = 3) {
  for (size_t i = 0; i < 3; ++i)
    if (std::abs(a[i] - b[i]) > by) return false;
  return true;
}

constexpr Pixel kRed{255, 0, 0, 255}, kGreen{0, 255, 0, 255}, kBlue{0, 0, 255, 255}, kWhite{255, 255, 255, 255}, kBlack{0, 0, 0, 255};

// red and green below, blue and white above
media::FramePtr quarters() {
  return picture(64, 36, [](int x, int y) { return y < 18 ? (x < 32 ? kRed : kGreen) : (x < 32 ? kBlue : kWhite); });
}

const gl::ScreenState& only(const std::vector<gl::ScreenState>& states) {
  REQUIRE(states.size() == 1);
  return states[0];
}

}  // namespace

TEST_CASE("screen: a picture fills its display, the right way up, over black, and black when there is none") {
  Xvfb server;
  Eye eye(server);
  auto screens = gl::Screens::create(server.name());
  screens->open("n_s");
  screens->show("n_s", {}, quarters());
  eye.until([](const auto& s) { return like(s.at(kWide - 1, 0), kWhite); });
  const auto shot = eye.look();
  CHECK(like(shot.at(0, 0), kBlue));
  CHECK(like(shot.at(0, kHigh - 1), kRed));
  CHECK(like(shot.at(kWide - 1, kHigh - 1), kGreen));
  CHECK(like(shot.at(kWide / 2 - 12, kHigh / 2 + 12), kRed));
  CHECK(only(screens->states()).visible);
  CHECK(only(screens->states()).width == kWide);
  CHECK(only(screens->states()).height == kHigh);
  screens->show("n_s", {}, plain({200, 100, 50, 128}));
  eye.until([](const auto& s) { return like(s.at(320, 180), {100, 50, 25, 255}); });
  screens->show("n_s", {}, nullptr);
  eye.until([](const auto& s) { return like(s.at(320, 180), kBlack) && like(s.at(0, 0), kBlack); });
  CHECK(screens->problem() == "");
}

TEST_CASE("screen: each point of the picture lies where the four corners put it") {
  Xvfb server;
  Eye eye(server);
  auto screens = gl::Screens::create(server.name());
  screens->open("n_s");
  const auto ramp = picture(256, 256, [](int x, int y) { return Pixel{x, y, 128, 255}; });
  for (const gl::Corners& corners : {gl::Corners{0.2f, 0.1f, 0.9f, 0.2f, 0.7f, 0.95f, 0.3f, 0.8f}, gl::Corners{0.8f, 0.1f, 0.1f, 0.1f, 0.3f, 0.9f, 0.6f, 0.9f}}) {
    gl::ScreenPlace place;
    place.corners = corners;
    screens->show("n_s", place, ramp);
    std::array<double, 9> m;
    REQUIRE(gl::squareTo(corners, m));
    auto on = [&](double u, double v) {
      const double w = m[6] * u + m[7] * v + m[8];
      return std::pair{int((m[0] * u + m[1] * v + m[2]) / w * kWide), int((1 - (m[3] * u + m[4] * v + m[5]) / w) * kHigh)};
    };
    for (int k = 0; k < 4; ++k) {  // the corners of the square are the corners
      const double u = k == 1 || k == 2, v = k >= 2, w = m[6] * u + m[7] * v + m[8];
      CHECK((m[0] * u + m[1] * v + m[2]) / w == doctest::Approx(corners[size_t(2 * k)]));
      CHECK((m[3] * u + m[4] * v + m[5]) / w == doctest::Approx(corners[size_t(2 * k + 1)]));
    }
    auto right = [&](const Eye::Shot& s, double u, double v) {
      const auto [x, y] = on(u, v);
      return like(s.at(x, y), {int(u * 256), int(v * 256), 128, 255}, 4);
    };
    eye.until([&](const auto& s) { return right(s, 0.5, 0.5); });
    const auto shot = eye.look();
    for (double u : {0.03, 0.25, 0.5, 0.75, 0.97})
      for (double v : {0.03, 0.25, 0.5, 0.75, 0.97}) CHECK(right(shot, u, v));
    for (auto [u, v] : {std::pair{-0.03, 0.5}, {1.03, 0.5}, {0.5, -0.03}, {0.5, 1.03}}) {
      const auto [x, y] = on(u, v);
      CHECK(like(shot.at(x, y), kBlack));
    }
  }
  // corners that cross make no picture: the whole window shows it
  gl::ScreenPlace crossed;
  crossed.corners = {0, 0, 1, 1, 1, 0, 0, 1};
  screens->show("n_s", crossed, plain(kGreen));
  eye.until([](const auto& s) { return like(s.at(5, 5), kGreen) && like(s.at(kWide - 5, kHigh - 5), kGreen); });
}

TEST_CASE("screen: each display has its window, and a display that comes back its picture") {
  Xvfb server;
  Eye eye(server);
  ::Display* x = eye.server();
  const ::Window root = DefaultRootWindow(x);
  auto monitor = [&](const char* name, int left, int width) {
    XRRMonitorInfo m{};
    RROutput none = 0;
    m.name = XInternAtom(x, name, False);
    m.x = left;
    m.width = width;
    m.height = kHigh;
    m.mwidth = m.mheight = 100;
    XRRScreenResources* resources = XRRGetScreenResourcesCurrent(x, root);
    // the first takes Xvfb's one output with it, so that its own monitor goes
    if (left == 0 && resources->noutput > 0) {
      none = resources->outputs[0];
      m.noutput = 1;
      m.outputs = &none;
    }
    XRRSetMonitor(x, root, &m);
    XRRFreeScreenResources(resources);
    XSync(x, False);
  };
  monitor("left", 0, kWide / 2);
  monitor("right", kWide / 2, kWide / 2);
  auto screens = gl::Screens::create(server.name());
  gl::ScreenPlace one, two, three;
  two.display = 2;
  three.display = 3;
  screens->open("n_1");
  screens->open("n_2");
  screens->open("n_3");
  screens->show("n_1", one, plain(kRed));
  screens->show("n_2", two, plain(kBlue));
  screens->show("n_3", three, plain(kGreen));
  auto both = [](const auto& s) { return like(s.at(10, 180), kRed) && like(s.at(kWide / 2 - 1, 180), kRed) && like(s.at(kWide / 2, 180), kBlue) && like(s.at(kWide - 1, 0), kBlue); };
  eye.until(both);
  auto visible = [&](size_t i) { return screens->states()[i].visible; };
  CHECK(visible(0));
  CHECK(visible(1));
  CHECK_FALSE(visible(2));
  XRRDeleteMonitor(x, root, XInternAtom(x, "right", False));
  XSync(x, False);
  eye.until([](const auto& s) { return like(s.at(kWide - 10, 180), kBlack); });
  while (visible(1)) std::this_thread::yield();
  CHECK(visible(0));
  monitor("right", kWide / 2, kWide / 2);
  eye.until(both);
  screens->show("n_1", two, plain(kGreen));  // moved to the other
  eye.until([](const auto& s) { return like(s.at(10, 180), kBlack) && !like(s.at(kWide - 10, 180), kBlack); });
}

TEST_CASE("screen: a window stays while one plan takes over from another, and goes with the last") {
  Xvfb server;
  Eye eye(server);
  auto screens = gl::Screens::create(server.name());
  screens->open("n_s");
  screens->show("n_s", {}, plain(kRed));
  eye.until([](const auto& s) { return like(s.at(10, 10), kRed); });
  screens->open("n_s");
  screens->close("n_s");
  CHECK(only(screens->states()).visible);
  screens->show("n_s", {}, plain(kGreen));
  eye.until([](const auto& s) { return like(s.at(10, 10), kGreen); });
  gl::ScreenPlace framed;
  framed.fullscreen = false;
  screens->show("n_s", framed, plain(kBlue));
  eye.until([](const auto& s) { return like(s.at(kWide / 2, kHigh / 2), kBlue) && like(s.at(10, 10), kBlack); });
  screens->close("n_s");
  CHECK(screens->states().empty());
  eye.until([](const auto& s) { return like(s.at(kWide / 2, kHigh / 2), kBlack); });
}

TEST_CASE("screen: the windows survive their server's death, and come back with it") {
  Xvfb first;
  const std::string number = first.number;
  auto screens = gl::Screens::create(first.name());
  screens->open("n_s");
  screens->show("n_s", {}, plain(kRed));
  {
    Eye eye(first);
    eye.until([](const auto& s) { return like(s.at(10, 10), kRed); });
  }
  for (int round = 0; round < 2; ++round) {
    first.end();
    while (screens->problem().empty() || only(screens->states()).visible) std::this_thread::yield();
    if (round == 1) break;
    Xvfb second(number);
    Eye eye(second);
    eye.until([](const auto& s) { return like(s.at(10, 10), kRed); });
    screens->show("n_s", {}, plain(kBlue));
    eye.until([](const auto& s) { return like(s.at(10, 10), kBlue); });
    CHECK(screens->problem() == "");
  }
  screens->show("n_s", {}, plain(kGreen));
  screens->close("n_s");
}

TEST_CASE("screen: a server that hangs holds up neither the pictures nor the end") {
  Xvfb server;
  auto screens = gl::Screens::create(server.name());
  screens->open("n_s");
  screens->show("n_s", {}, plain(kRed));
  {
    Eye eye(server);
    eye.until([](const auto& s) { return like(s.at(10, 10), kRed); });
  }
  server.signal(SIGSTOP);
  for (int i = 0; i < 2000; ++i) screens->show("n_s", {}, plain(i % 2 ? kRed : kBlue));
  screens.reset();
  server.end();
}

TEST_CASE("screen: without a server there is a sentence and no window") {
  auto screens = gl::Screens::create(":4000");
  CHECK(screens->problem() == "");  // nobody has asked yet
  screens->open("n_s");
  screens->show("n_s", {}, plain(kRed));
  while (screens->problem().empty()) std::this_thread::yield();
  CHECK_FALSE(only(screens->states()).visible);
}

TEST_CASE("screen: a plan's step shows its texture live, black without a wire, and nothing offline") {
  Xvfb server;
  Eye eye(server);
  auto screens = gl::Screens::create(server.name());
  Scene scene(64, 36);
  const int drawn = scene.texture();
  scene.shader("void main() { color = vec4(isf_FragNormCoord, 1.0, 1.0); }", drawn);
  const int corners = scene.row(0, plan::RowKind::Float, -1, 2);
  scene.row(0, plan::RowKind::Float, -1, 2);
  scene.plan.picture.push_back(plan::ScreenStep{0, drawn, {{"bottomLeft", corners}}});
  auto offline = gl::PicturePlayer::create(context(), scene.plan, scene.bases, nullptr, scene.sound, scene.diagnostics);
  offline->draw({});
  CHECK(screens->states().empty());
  gl::PictureOptions live;
  live.screens = screens.get();
  scene.player = gl::PicturePlayer::create(context(), scene.plan, scene.bases, nullptr, scene.sound, scene.diagnostics, live);
  eye.until([&](const auto& s) {
    scene.draw();
    return like(s.at(320, 180), {128, 128, 255, 255}, 6);
  });
  CHECK(like(eye.look().at(5, 5), {2, 252, 255, 255}, 6));
  CHECK(only(screens->states()).node == "n_a");
  scene.player->setBase(corners, 0.5f);
  eye.until([&](const auto& s) {
    scene.draw();
    return like(s.at(5, kHigh - 5), kBlack);
  });
  std::get<plan::ScreenStep>(scene.plan.picture.back()).in = plan::kNoTexture;
  auto next = gl::PicturePlayer::create(context(), scene.plan, scene.bases, nullptr, scene.sound, scene.diagnostics, live);
  scene.player = std::move(next);
  scene.draw();
  eye.until([](const auto& s) { return like(s.at(320, 180), kBlack); });
  CHECK(only(screens->states()).visible);
  scene.player.reset();
  CHECK(screens->states().empty());
}
