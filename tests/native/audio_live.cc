// Sound, live, on the null device: the very code that a real device runs.
#include <doctest/doctest.h>

#include <time.h>

#include <chrono>
#include <thread>

#include "audio/live_sound.h"
#include "audio_bench.h"

using namespace bench;
using namespace std::chrono_literals;
using Command = signal::TransportCommand;

namespace {

// Until it holds, for at most ten seconds.
template <typename F>
bool comes(F holds) {
  for (int i = 0; i < 10000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(1ms);
  }
  return false;
}

struct Show : Patch {
  std::unique_ptr<audio::LiveSound> live;
  int level;
  Show() {
    level = row(0.25f);
    Program p = constant(0);
    p.zones["/level"] = {"", nullptr, 0, 0, 1, false};
    p.compute = [](int n, float**, float** outs, std::map<std::string, float>& zones, std::vector<double>&) {
      std::fill_n(outs[0], n, zones["/level"]);
    };
    plan::DspStep step = dsp(program("level", p), plan::DspRate::Audio, {}, {3});
    step.zones = {{"/level", level, false}};
    plan.sound = {step, plan::OutStep{0, {3, 3}, {}}};
  }
  void go(audio::LiveOptions options) {
    live = audio::makeLiveSound(std::move(options), sources());
  }
  std::optional<uint64_t> load() { return live->swap(live->prepare(plan, bases, diagnostics)); }
};

audio::LiveOptions null() {
  audio::LiveOptions options;
  options.device.name = "null";
  options.device.frames = 64;
  return options;
}

}  // namespace

TEST_CASE("live: without a device sound plays on, now goes on by ticks, position once it is told to") {
  Show show;
  show.go(null());
  CHECK(std::string(show.live->stats().state) == "null");
  REQUIRE(show.load() == 1);
  REQUIRE(comes([&] { return show.live->playing().swap == 1; }));
  CHECK(show.live->state().position == 0);
  CHECK(show.live->transport(Command::play()));
  REQUIRE(comes([&] { return show.live->state().position > 4800; }));
  const auto state = show.live->state();
  CHECK(state.now % 64 == 0);
  CHECK(state.now >= state.position);
  float left[64], right[64];
  CHECK(show.live->readMaster(state.now - 64, 64, left, right) == 64);
  CHECK(left[63] == 0.25f);
  CHECK(show.live->readMaster(state.now + 48000 * 60, 64, left, right) == 0);
  CHECK(show.live->stats().peak[1] == 0.25f);
  CHECK(show.live->stats().callbackUs.max > 0);
}

TEST_CASE("live: a value that is set is heard, and one out of place is refused") {
  Show show;
  show.go(null());
  CHECK_FALSE(show.live->set(show.level, 0.5f));  // no plan yet
  REQUIRE(show.load());
  CHECK(show.live->set(show.level, 0.75f));
  CHECK_FALSE(show.live->set(99, 0.5f));
  CHECK_FALSE(show.live->set(-1, 0.5f));
  CHECK_FALSE(show.live->set(show.level, NAN));
  float left[64], right[64];
  CHECK(comes([&] { return show.live->readMaster(show.live->state().now - 64, 64, left, right) == 64 && left[0] == 0.75f; }));
}

TEST_CASE("live: a plan that was prepared beside another than the newest is not taken, nor one of another rate") {
  Show show;
  show.go(null());
  auto first = show.live->prepare(show.plan, show.bases, show.diagnostics);
  REQUIRE(show.load() == 1);
  CHECK_FALSE(show.live->swap(std::move(first)));
  CHECK(show.load() == 2);
  show.plan.sampleRate = 44100;
  CHECK(show.live->prepare(show.plan, show.bases, show.diagnostics) == nullptr);
  CHECK(show.diagnostics.anyError());
}

TEST_CASE("live: a value set between preparing and swapping is in the new plan") {
  Show show;
  show.go(null());
  REQUIRE(show.load());
  auto next = show.live->prepare(show.plan, show.bases, show.diagnostics);
  CHECK(show.live->set(show.level, 0.625f));
  REQUIRE(show.live->swap(std::move(next)) == 2);
  REQUIRE(comes([&] { return show.live->playing().swap == 2; }));
  const int64_t since = show.live->playing().since;
  float left[64], right[64];
  REQUIRE(comes([&] { return show.live->readMaster(since, 64, left, right) == 64; }));
  CHECK(left[0] == 0.625f);
}

TEST_CASE("live: what is heard runs with the clock") {
  Show show;
  show.go(null());
  REQUIRE(comes([&] { return show.live->state().now > 48000 / 2; }));
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  const int64_t ns = int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
  const auto before = show.live->heard(ns - 200'000'000), here = show.live->heard(ns - 100'000'000), later = show.live->heard(ns + 1'000'000'000);
  REQUIRE((before && here && later));
  CHECK(*here - *before == doctest::Approx(4800).epsilon(0.05));
  CHECK(*later <= double(show.live->state().now));  // not beyond what is computed
  // The null device says that a block is heard one block later.
  CHECK(std::abs(*here + 4800 - double(show.live->state().now)) < 4800);
}
