#include "audio/device_thread.h"

#include <chrono>

namespace weft::audio {
namespace {

using namespace std::chrono_literals;
constexpr auto kLook = 50ms;
constexpr auto kRetry = 1000ms;
constexpr int kStill = 20;  // looks without a callback: a second of this thread's own time, so that a stopped process is none
constexpr auto kFade = 100ms;

bool isNull(const DeviceOptions& options) { return options.name == "null"; }

}  // namespace

DeviceThread::DeviceThread(BlockLoop& loop, int patchRate, DeviceOptions wanted, DeviceOpener open)
    : loop_(loop), patchRate_(patchRate), open_(std::move(open)), wanted_(std::move(wanted)), thread_([this] { run(); }) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return reported_; });
}

DeviceThread::~DeviceThread() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void DeviceThread::use(const DeviceOptions& options) {
  {
    std::lock_guard lock(mutex_);
    wanted_ = options;
    wantedNew_ = true;
  }
  changed_.notify_all();
}

DeviceReport DeviceThread::report() {
  std::lock_guard lock(mutex_);
  return report_;
}

void DeviceThread::run() {
  auto retryAt = std::chrono::steady_clock::now();
  for (;;) {
    bool fresh;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kLook, [&] { return stop_ || wantedNew_; });
      if (stop_) break;
      fresh = std::exchange(wantedNew_, false);
    }
    if (!fresh && !standsIn_ && (!playing_.device->alive() || stuck())) {
      if (playing_.device->format().backend != "null") {
        problem_ = "The device '" + playing_.device->format().name + "' is gone.";
        ++lost_;
        standsIn_ = true;
      }
      openNull();
      retryAt = std::chrono::steady_clock::now() + kRetry;
    }
    const bool due = standsIn_ && std::chrono::steady_clock::now() >= retryAt;
    if (fresh || due) {
      bool toNull;
      {
        std::lock_guard lock(mutex_);
        toNull = isNull(wanted_);
      }
      if (toNull) {
        problem_.clear();
        standsIn_ = false;
        openNull();
      } else {
        // Two streams of one device may not be open at once: the old one makes way first.
        if (fresh && playing_.device && playing_.device->format().backend != "null") openNull();
        if (auto opened = openWanted()) {
          standsIn_ = false;
          problem_.clear();
          takeOver(std::move(*opened));
        } else {
          standsIn_ = true;
          if (!playing_.device) openNull();
        }
      }
      retryAt = std::chrono::steady_clock::now() + kRetry;
    }
    begun_ = true;
    publish();
  }
  if (playing_.device) close(std::move(playing_));
  loop_.claim(++generation_);
}

// Callbacks have come to a halt. Not counted while a callback is inside the loop: that is no fault of the device.
bool DeviceThread::stuck() {
  const long calls = playing_.port->calls();
  still_ = calls == callsSeen_ ? still_ + 1 : 0;
  callsSeen_ = calls;
  return still_ >= kStill && playing_.device->paced();
}

std::optional<DeviceThread::Playing> DeviceThread::openWanted() {
  DeviceOptions wanted;
  {
    std::lock_guard lock(mutex_);
    wanted = wanted_;
  }
  auto opened = open_(wanted, patchRate_);
  if (auto* error = std::get_if<Error>(&opened)) {
    problem_ = error->message;
    return std::nullopt;
  }
  Playing made;
  made.device = std::move(std::get<0>(opened));
  // Sound that was heard before comes back as it left: not at once.
  const bool fadesIn = playing_.device != nullptr;
  made.port = std::make_unique<Port>(loop_, ++generation_, patchRate_, wanted, made.device->format(), fadesIn);
  auto started = made.device->start(*made.port);
  if (auto* error = std::get_if<Error>(&started)) {
    problem_ = error->message;
    made.device.reset();
    return std::nullopt;
  }
  return made;
}

void DeviceThread::openNull() {
  DeviceOptions wanted;
  {
    std::lock_guard lock(mutex_);
    wanted = wanted_;
  }
  if (!isNull(wanted)) wanted.frames = wanted.rate = 0;
  Playing made;
  made.device = openNullDevice(wanted, patchRate_);
  made.port = std::make_unique<Port>(loop_, ++generation_, patchRate_, wanted, made.device->format(), false);
  (void)made.device->start(*made.port);
  takeOver(std::move(made));
}

void DeviceThread::takeOver(Playing next) {
  // What is heard fades before another device takes its place; one that is gone cannot, and is not waited for.
  if (playing_.device && playing_.device->alive() && still_ == 0) {
    playing_.port->fadeOut();
    const auto until = std::chrono::steady_clock::now() + kFade;
    while (!playing_.port->silenced() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(2ms);
  }
  if (!loop_.claim(next.port->generation())) problem_ = "A tick does not come to its end.";
  Playing old = std::exchange(playing_, std::move(next));
  callsSeen_ = 0;
  still_ = 0;
  if (begun_) publish();  // before what may take long
  close(std::move(old));
}

void DeviceThread::close(Playing old) {
  if (!old.device) return;
  if (old.port->generation() == loop_.owner() && old.device->alive()) {
    old.port->fadeOut();
    const auto until = std::chrono::steady_clock::now() + kFade;
    while (!old.port->silenced() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(2ms);
  }
  old.device.reset();
  calls_ += old.port->calls();
  refused_ += old.port->refused();
}

void DeviceThread::publish() {
  std::lock_guard lock(mutex_);
  report_.state = standsIn_ ? "lost" : playing_.device->format().backend == "null" ? "null" : "running";
  report_.format = playing_.device->format();
  report_.problem = problem_;
  report_.refused = refused_ + playing_.port->refused();
  report_.callbacks = calls_ + playing_.port->calls();
  report_.lost = lost_;
  report_.bridgeLatency = playing_.port->bridgeLatency();
  report_.inputWait = playing_.port->inputWait();
  report_.realtime = playing_.port->realtime();
  if (!std::exchange(reported_, true)) changed_.notify_all();
}

}  // namespace weft::audio
