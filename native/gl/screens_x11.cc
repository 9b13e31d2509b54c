#include "gl/screens_x11.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace weft::gl {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kRetry = std::chrono::seconds(1);      // for a server or display that is not there
constexpr auto kAwake = std::chrono::seconds(30);     // between two words to the screen saver

// What the render thread asks for, and what the window thread makes of it. Outlives both: a thread that hangs in a
// server's silence is left behind with its share of it.
struct Shared {
  explicit Shared(std::string server) : server(std::move(server)), wake(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  ~Shared() { ::close(wake); }

  struct Asked {
    int users = 0;
    ScreenPlace place;
    media::FramePtr picture;
    uint64_t change = 1;
    ScreenState state;
  };

  const std::string server;
  const int wake;
  mutable std::mutex mutex;
  std::condition_variable ended;
  std::map<std::string, Asked> asked;  // by node
  std::string problem;
  bool stop = false, over = false;

  void say() const {
    const uint64_t one = 1;
    if (write(wake, &one, sizeof one) < 0) return;  // full: it will wake anyway
  }
};

// The window thread.
class Desk {
 public:
  explicit Desk(std::shared_ptr<Shared> shared) : s_(std::move(shared)) {}

  void run() {
    while (wait()) {
      if (!connected()) continue;
      bool again = server_->events();
      if (Clock::now() >= look_ || again) {
        monitors_ = server_->monitors();
        look_ = Clock::now() + kRetry;
      }
      if (server_->alive()) drawAll(again);
      if (server_ && !server_->alive()) disconnect();
    }
    disconnect();
    std::lock_guard lock(s_->mutex);
    s_->over = true;
    s_->ended.notify_all();
  }

 private:
  struct Shown {
    std::unique_ptr<x11::Window> window;
    uint64_t change = 0;
  };

  // Sleeps until there is something to do. False: the end.
  bool wait() {
    pollfd on[2] = {{s_->wake, POLLIN, 0}, {server_ ? server_->descriptor() : -1, POLLIN, 0}};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(look_ - Clock::now()).count();
    bool idle = false;
    {
      std::lock_guard lock(s_->mutex);
      idle = s_->asked.empty();
    }
    poll(on, 2, idle && !server_ ? -1 : int(std::clamp<int64_t>(left + 1, 0, 1000)));
    uint64_t count = 0;
    if (read(s_->wake, &count, sizeof count) < 0) count = 0;
    std::lock_guard lock(s_->mutex);
    return !s_->stop;
  }

  // True while there are windows to show and a server to show them on.
  bool connected() {
    {
      std::lock_guard lock(s_->mutex);
      if (s_->asked.empty() && !server_) return false;
    }
    if (server_) return true;
    if (Clock::now() < look_) return false;
    std::string why;
    server_ = x11::Server::connect(s_->server, why);
    look_ = server_ ? Clock::now() : Clock::now() + kRetry;
    std::lock_guard lock(s_->mutex);
    s_->problem = why;
    return server_ != nullptr;
  }

  void disconnect() {
    if (!server_) return;
    shown_.clear();
    const bool died = !server_->alive();
    server_.reset();
    monitors_.clear();
    look_ = died ? Clock::now() + kRetry : Clock::now();
    std::lock_guard lock(s_->mutex);
    for (auto& [node, asked] : s_->asked) asked.state.visible = false;
    if (died) s_->problem = "The display server has gone: the output windows come back with it.";
  }

  void drawAll(bool again) {
    std::map<std::string, Shared::Asked> asked;
    {
      std::lock_guard lock(s_->mutex);
      asked = s_->asked;
    }
    std::erase_if(shown_, [&](const auto& entry) { return !asked.contains(entry.first); });
    for (auto& [node, a] : asked) {
      const auto start = Clock::now();
      Shown& shown = shown_[node];
      if (!place(shown, a.place)) {
        report(node, shown, 0, 0);
        continue;
      }
      if (!again && shown.change == a.change) continue;
      if (!shown.window->draw(a.picture, a.place.corners)) {
        shown = {};
        if (!server_->alive()) break;
        continue;
      }
      shown.change = a.change;
      report(node, shown, 1, std::chrono::duration<double>(Clock::now() - start).count());
    }
    if (asked.empty()) return disconnect();
    if (server_->alive() && Clock::now() >= awake_) {
      server_->keepAwake();
      awake_ = Clock::now() + kAwake;
    }
  }

  // Opens, moves or closes the window. False: its display is not there.
  bool place(Shown& shown, const ScreenPlace& place) {
    const size_t i = size_t(place.display) - 1;
    if (place.display < 1 || i >= monitors_.size()) {
      shown = {};
      return false;
    }
    if (shown.window && (shown.window->monitor != monitors_[i] || shown.window->fullscreen != place.fullscreen)) shown = {};
    if (!shown.window) shown.window = x11::Window::open(*server_, monitors_[i], place.fullscreen);
    return shown.window != nullptr;
  }

  void report(const std::string& node, const Shown& shown, int drawn, double seconds) {
    std::lock_guard lock(s_->mutex);
    const auto at = s_->asked.find(node);
    if (at == s_->asked.end()) return;
    ScreenState& state = at->second.state;
    state.visible = shown.window != nullptr;
    state.width = shown.window ? shown.window->width() : 0;
    state.height = shown.window ? shown.window->height() : 0;
    state.shown += drawn;
    state.seconds += seconds;
  }

  std::shared_ptr<Shared> s_;
  std::unique_ptr<x11::Server> server_;
  std::vector<x11::Monitor> monitors_;
  std::map<std::string, Shown> shown_;
  Clock::time_point look_ = Clock::now(), awake_{};
};

class XScreens final : public Screens {
 public:
  explicit XScreens(const std::string& server) : s_(std::make_shared<Shared>(server)), thread_([s = s_] { Desk(s).run(); }) {}

  ~XScreens() override {
    std::unique_lock lock(s_->mutex);
    s_->stop = true;
    s_->say();
    const bool over = s_->ended.wait_for(lock, std::chrono::seconds(1), [&] { return s_->over; });
    lock.unlock();
    if (over) thread_.join();
    else thread_.detach();
  }

  void open(const std::string& node) override {
    std::lock_guard lock(s_->mutex);
    auto& a = s_->asked[node];
    a.state.node = node;
    ++a.users;
    s_->say();
  }

  void close(const std::string& node) override {
    std::lock_guard lock(s_->mutex);
    const auto at = s_->asked.find(node);
    if (at == s_->asked.end() || --at->second.users > 0) return;
    s_->asked.erase(at);
    s_->say();
  }

  void show(const std::string& node, const ScreenPlace& place, media::FramePtr picture) override {
    std::lock_guard lock(s_->mutex);
    const auto at = s_->asked.find(node);
    if (at == s_->asked.end()) return;
    Shared::Asked& a = at->second;
    if (a.picture == picture && a.place == place) return;
    a.picture = std::move(picture);
    a.place = place;
    ++a.change;
    s_->say();
  }

  std::vector<ScreenState> states() const override {
    std::lock_guard lock(s_->mutex);
    std::vector<ScreenState> out;
    for (const auto& [node, asked] : s_->asked) out.push_back(asked.state);
    return out;
  }

  std::string problem() const override {
    std::lock_guard lock(s_->mutex);
    return s_->problem;
  }

 private:
  std::shared_ptr<Shared> s_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Screens> Screens::create(const std::string& server) { return std::make_unique<XScreens>(server); }

}  // namespace weft::gl
