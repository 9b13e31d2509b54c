#include "clock/gate.h"

#include <thread>
#include <vector>

namespace weft::clock {
namespace {

class GatedDevice final : public audio::Device {
 public:
  GatedDevice(std::shared_ptr<Gate> gate, const audio::DeviceOptions& options, int rate) : gate_(std::move(gate)) {
    format_.id = format_.backend = "simulated";
    format_.name = "Simulated time";
    format_.rate = rate;
    format_.frames = plan::kBlock;
    format_.outputs = 2;
    format_.inputs = 0;
  }
  ~GatedDevice() override {
    stop_ = true;
    gate_->leave();
    if (thread_.joinable()) thread_.join();
  }
  const audio::DeviceFormat& format() const override { return format_; }
  std::variant<std::monostate, Error> start(audio::DeviceClient& client) override {
    thread_ = std::thread([this, &client] {
      std::vector<float> left(plan::kBlock), right(plan::kBlock);
      float* outs[] = {left.data(), right.data()};
      while (!stop_ && gate_->enter(stop_)) {
        client.block(nullptr, outs, plan::kBlock, {});
        gate_->leave();
      }
    });
    return std::monostate{};
  }
  bool alive() const override { return true; }
  bool paced() const override { return false; }

 private:
  const std::shared_ptr<Gate> gate_;
  audio::DeviceFormat format_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace

bool Gate::pass() {
  std::unique_lock lock(mutex_);
  wanted_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return closed_ || !wanted_; });
  return !closed_;
}

void Gate::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool Gate::enter(const std::atomic<bool>& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || wanted_ || stop; });
  return !closed_ && !stop;
}

void Gate::leave() {
  std::lock_guard lock(mutex_);
  wanted_ = false;
  changed_.notify_all();
}

audio::DeviceOpener gatedDevice(std::shared_ptr<Gate> gate) {
  return [gate](const audio::DeviceOptions& options, int rate) -> std::variant<std::unique_ptr<audio::Device>, Error> {
    return std::make_unique<GatedDevice>(gate, options, rate);
  };
}

}  // namespace weft::clock
