// Devices that misbehave: who owns the block loop, and that sound goes on.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>

#include "audio/live_sound.h"
#include "audio/port.h"
#include "audio/schedule.h"

using namespace weft;
using namespace std::chrono_literals;

namespace {

template <typename F>
bool comes(F holds) {
  for (int i = 0; i < 6000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

// What the backend's world looks like; a device in it does as it is told.
struct World {
  std::atomic<bool> there{true}, hangs{false}, gone{false};
  std::atomic<int> opened{0};
  std::atomic<audio::DeviceClient*> client{nullptr};  // of the device opened last
};

class Toy final : public audio::Device {
 public:
  Toy(World& world, int rate) : world_(world) {
    format_.id = format_.name = "toy";
    format_.backend = "toy";
    format_.rate = rate;
    format_.frames = 64;
    format_.outputs = 2;
  }
  ~Toy() override {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  const audio::DeviceFormat& format() const override { return format_; }
  std::variant<std::monostate, Error> start(audio::DeviceClient& client) override {
    world_.client = &client;
    thread_ = std::thread([this, &client] {
      float left[64], right[64];
      float* out[] = {left, right};
      while (!stop_) {
        if (!world_.hangs && !world_.gone) client.block(nullptr, out, 64, {});
        std::this_thread::sleep_for(1ms);
      }
    });
    return std::monostate{};
  }
  bool alive() const override { return !world_.gone; }

 private:
  World& world_;
  audio::DeviceFormat format_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

std::unique_ptr<audio::LiveSound> play(World& world, int rate = 48000) {
  audio::LiveOptions options;
  options.device.name = "toy";
  options.open = [&world, rate](const audio::DeviceOptions&, int) -> std::variant<std::unique_ptr<audio::Device>, Error> {
    if (!world.there) return Error{"device.missing", "There is no toy."};
    ++world.opened;
    return std::make_unique<Toy>(world, rate);
  };
  return audio::makeLiveSound(std::move(options), {[](const plan::DspProgram&) { return Error{"dsp.compile", ""}; }, [](const plan::Media&, bool) { return audio::OpenClip{}; }});
}
bool is(audio::LiveSound& live, const char* state) { return std::strcmp(live.stats().state, state) == 0; }
bool goesOn(audio::LiveSound& live) {
  const int64_t now = live.state().now;
  return comes([&] { return live.state().now > now + 4800; });
}

}  // namespace

TEST_CASE("devices: one that is not there is waited for while the null device plays") {
  World world;
  world.there = false;
  auto live = play(world);
  CHECK(is(*live, "lost"));
  CHECK(live->stats().problem == "There is no toy.");
  CHECK(goesOn(*live));
  world.there = true;
  CHECK(comes([&] { return is(*live, "running"); }));
  CHECK(live->stats().problem.empty());
  CHECK(goesOn(*live));
}

TEST_CASE("devices: one whose callbacks stop is given up, and one that is gone at once") {
  World world;
  auto live = play(world);
  CHECK(comes([&] { return is(*live, "running"); }));
  world.there = false;
  world.hangs = true;
  CHECK(comes([&] { return is(*live, "lost"); }));
  CHECK(goesOn(*live));
  world.hangs = false;
  world.there = true;
  CHECK(comes([&] { return is(*live, "running"); }));
  world.gone = true;
  world.there = false;
  CHECK(comes([&] { return is(*live, "lost"); }));
  CHECK(live->stats().lostDevice == 2);
  CHECK(world.opened == 2);
}

TEST_CASE("devices: another may be chosen while sound plays") {
  World world;
  auto live = play(world);
  audio::DeviceOptions none;
  none.name = "null";
  none.frames = 128;
  live->useDevice(none);
  CHECK(comes([&] { return is(*live, "null"); }));
  CHECK(live->stats().device.frames == 128);
  CHECK(goesOn(*live));
  live->useDevice({});
  CHECK(comes([&] { return is(*live, "running"); }));
  CHECK(goesOn(*live));
}

TEST_CASE("devices: a callback that does not own the loop gives silence; no two are ever inside") {
  audio::BlockLoop loop(48000, 120);
  audio::DeviceFormat format;
  format.rate = 48000;
  format.frames = 64;
  format.outputs = 2;
  audio::Port first(loop, 1, 48000, {}, format, false), second(loop, 2, 48000, {}, format, false);
  REQUIRE(loop.claim(1));
  std::atomic<bool> done{false};
  std::atomic<long> loud{0};
  auto hammer = [&](audio::Port& port) {
    float left[64], right[64];
    float* out[] = {left, right};
    while (!done) {
      left[0] = 1;
      port.block(nullptr, out, 64, {});
      loud += left[0] != 0;  // no plan: silence, whoever owns it
      std::this_thread::yield();
    }
  };
  std::thread a([&] { hammer(first); }), b([&] { hammer(second); });
  for (int i = 0; i < 1000; ++i) {
    REQUIRE(loop.claim(i % 2 == 0 ? 2 : 1));
    std::this_thread::sleep_for(50us);
  }
  REQUIRE(loop.claim(3));
  const int64_t now = loop.state().now;
  std::this_thread::sleep_for(5ms);
  done = true;
  a.join();
  b.join();
  CHECK(loud == 0);
  CHECK(loop.state().now == now);  // neither owns it any more
  CHECK(loop.ticks() * 64 == now);  // each tick was counted once, so none was computed by two
  CHECK((first.refused() > 0 && second.refused() > 0));
}

TEST_CASE("devices: callbacks of any size give one unbroken sound, at any rate") {
  for (const auto& [rate, frames] : {std::pair{48000, 64}, {48000, 32}, {48000, 500}, {48000, 2048}, {44100, 441}, {96000, 33}}) {
    audio::BlockLoop loop(48000, 120);
    audio::DeviceFormat format;
    format.rate = rate;
    format.frames = frames;
    format.outputs = 2;
    audio::Port port(loop, 1, 48000, {}, format, false);
    REQUIRE(loop.claim(1));
    std::vector<float> left(static_cast<size_t>(frames)), right(static_cast<size_t>(frames));
    float* out[] = {left.data(), right.data()};
    int64_t played = 0;
    while (played < rate) {
      port.block(nullptr, out, frames, {});
      played += frames;
    }
    // As many ticks as were needed, and no more than one beside what the bridge looks ahead.
    const double wanted = double(played) * 48000 / rate + port.bridgeLatency() * 48000;
    INFO(rate, " Hz, ", frames, " frames");
    CHECK(double(loop.state().now) >= wanted - 1);
    CHECK(double(loop.state().now) <= wanted + 65);
  }
}
