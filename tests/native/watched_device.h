// A device around another, which counts what the audio thread must not do.
#pragma once
#include <atomic>
#include <memory>

#include "audio/device.h"
#include "realtime_watch.h"

namespace bench {

using namespace weft;

// Counts what the audio thread does in our callback.
class Watched final : public audio::Device, audio::DeviceClient {
 public:
  Watched(std::unique_ptr<audio::Device> device, std::atomic<long>& calls) : calls_(calls), device_(std::move(device)) {}
  const audio::DeviceFormat& format() const override { return device_->format(); }
  std::variant<std::monostate, Error> start(audio::DeviceClient& client) override {
    client_ = &client;
    return device_->start(*this);
  }
  bool alive() const override { return device_->alive(); }

 private:
  void block(const float* const* in, float* const* out, int frames, const audio::CallbackTime& time) noexcept override {
    watch::Realtime watched;
    client_->block(in, out, frames, time);
    calls_ += watched.allocations() + watched.locks();
  }
  std::atomic<long>& calls_;
  audio::DeviceClient* client_ = nullptr;
  std::unique_ptr<audio::Device> device_;
};

// calls outlives the device.
inline audio::DeviceOpener watchedOpen(std::atomic<long>& calls) {
  return [&calls](const audio::DeviceOptions& wanted, int patchRate) -> std::variant<std::unique_ptr<audio::Device>, Error> {
    auto opened = audio::openDevice(wanted, patchRate);
    if (auto* error = std::get_if<Error>(&opened)) return *error;
    return std::make_unique<Watched>(std::move(std::get<0>(opened)), calls);
  };
}

}  // namespace bench
