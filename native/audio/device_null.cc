// The null device: a thread that wakes when the next block is due. What is played goes nowhere; silence is heard.
#include <time.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "audio/device.h"
#include "rt/priority.h"

namespace weft::audio {
namespace {

constexpr int kUsualFrames = 256;
// Late by more than this, the thread was stopped rather than late: it goes on from here instead of catching up.
constexpr int64_t kLost = 200'000'000;  // nanoseconds

int64_t nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}
void sleepUntil(int64_t ns) {
  const timespec t{time_t(ns / 1'000'000'000), long(ns % 1'000'000'000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, nullptr) != 0) {}
}

class NullDevice final : public Device {
 public:
  NullDevice(const DeviceOptions& options, int patchRate) {
    format_.id = format_.backend = "null";
    format_.name = "No device";
    format_.rate = options.rate > 0 ? options.rate : patchRate;
    format_.frames = options.frames > 0 ? std::clamp(options.frames, kLeastFrames, kMostFrames) : kUsualFrames;
    format_.outputs = std::max(1, options.outputs);
    format_.inputs = std::max(0, options.inputs);
    format_.outputLatency = double(format_.frames) / format_.rate;
    const auto block = size_t(format_.frames);
    heard_.resize(block);
    for (int i = 0; i < format_.inputs; ++i) ins_.push_back(heard_.data());
    played_.resize(block * size_t(format_.outputs));
    for (int i = 0; i < format_.outputs; ++i) outs_.push_back(played_.data() + block * size_t(i));
  }
  ~NullDevice() override {
    stop_.store(true, std::memory_order_release);
    if (thread_.joinable()) thread_.join();
  }

  const DeviceFormat& format() const override { return format_; }
  std::variant<std::monostate, Error> start(DeviceClient& client) override {
    thread_ = std::thread([this, &client] { run(client); });
    return std::monostate{};
  }
  bool alive() const override { return true; }

 private:
  void run(DeviceClient& client) {
    rt::askRealtime();
    // Exact: no drift however long it runs.
    int64_t begin = nanoseconds(), blocks = 0;
    CallbackTime time;
    while (!stop_.load(std::memory_order_acquire)) {
      const auto due = begin + int64_t(static_cast<__int128>(blocks) * format_.frames * 1'000'000'000 / format_.rate);
      if (const int64_t now = nanoseconds(); now - due > kLost) {
        begin = now;
        blocks = 0;
        time.xrun = true;
        continue;
      }
      sleepUntil(due);
      if (stop_.load(std::memory_order_acquire)) break;
      time.heardNs = due + int64_t(format_.outputLatency * 1e9);
      client.block(ins_.empty() ? nullptr : ins_.data(), outs_.data(), format_.frames, time);
      time.xrun = false;
      ++blocks;
    }
  }

  DeviceFormat format_;
  std::vector<float> heard_, played_;
  std::vector<const float*> ins_;
  std::vector<float*> outs_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Device> openNullDevice(const DeviceOptions& options, int patchRate) {
  return std::make_unique<NullDevice>(options, patchRate);
}

}  // namespace weft::audio
