// Sound on a real device: JACK's dummy driver at 64 samples. tests/realtime starts these where there is a jackd.
#include <doctest/doctest.h>

#include <chrono>
#include <cstring>
#include <random>
#include <thread>

#include "audio/live_sound.h"
#include "audio_voices.h"
#include "jack_server.h"
#include "watched_device.h"

using namespace bench;
using namespace std::chrono_literals;
using Command = signal::TransportCommand;

namespace {

const bool kHere = getenv("WEFT_JACKD") != nullptr;

template <typename F>
bool comes(F holds) {
  for (int i = 0; i < 6000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

struct Show {
  JackServer server;
  std::map<std::string, Program> programs;
  Diagnostics diagnostics;
  std::atomic<long> calls{0};
  std::unique_ptr<audio::LiveSound> live;

  void go(int rate = 48000, int inputs = 0) {
    audio::LiveOptions options;
    options.device.name = "jack";
    options.device.inputs = inputs;
    options.sampleRate = rate;
    options.open = watchedOpen(calls);
    live = audio::makeLiveSound(std::move(options), {[this](const plan::DspProgram& program) -> std::variant<std::shared_ptr<dsp::Factory>, Error> {
                                                       return std::shared_ptr<dsp::Factory>(std::make_shared<ProgramFactory>(programs.at(program.key)));
                                                     },
                                                     [](const plan::Media&, bool) { return audio::OpenClip{}; }});
    live->transport(Command::play());
    REQUIRE(comes([&] { return is("running"); }));
  }
  bool is(const char* state) { return std::strcmp(live->stats().state, state) == 0; }
  bool swap(const plan::Plan& plan) {
    auto prepared = live->prepare(plan, std::vector<float>(plan.rows.size()), diagnostics);
    return prepared && live->swap(std::move(prepared)).has_value();
  }
};

// Reads on from where it was; false when sound was lost on the way.
struct Listener {
  int64_t at;
  std::vector<float> left, right;
  bool more(const audio::LiveSound& live) {
    float l[4096], r[4096];
    for (;;) {
      const int n = live.readMaster(at, 4096, l, r);
      if (n < 0) return false;
      left.insert(left.end(), l, l + n);
      right.insert(right.end(), r, r + n);
      at += n;
      if (n == 0) return true;
    }
  }
};

}  // namespace

TEST_CASE("jack: ten seconds of edits: no tick is missed, the untouched branch to the bit, no call to the system" * doctest::skip(!kHere)) {
  Show show;
  show.programs = {{"sine a", sine(997, 0.3)}, {"memory", memory()}};
  for (int i = 0; i < 12; ++i) show.programs["voice " + std::to_string(i)] = sine(110 + 31 * i, 0.04);
  Voices all{{{"a", "sine a", "memory"}}, {"a"}, {}};
  show.go();
  REQUIRE(show.swap(planOf(all, show.programs)));
  REQUIRE(comes([&] { return show.live->playing().swap == 1; }));
  Listener listener{show.live->playing().since, {}, {}};
  std::mt19937 random(3);
  long swaps = 1;
  bool whole = true;
  while (listener.left.size() < 10 * 48000 && whole) {
    Voices next = all;
    for (int i = 0; i < 12; ++i) {
      if (random() % 2 == 0) continue;
      next.voices.push_back({"v" + std::to_string(i), "voice " + std::to_string(i), ""});
      next.right.push_back("v" + std::to_string(i));
    }
    swaps += show.swap(planOf(next, show.programs));
    show.live->set(0, 0);
    whole = listener.more(*show.live);
    std::this_thread::sleep_for(5ms);
  }
  REQUIRE(whole);
  CHECK(swaps > 50);
  const auto stats = show.live->stats();
  const auto state = show.live->state();
  CHECK(state.now / 64 - stats.blocks <= 64);
  CHECK(stats.refused == 0);
  if (watch::counts) CHECK(show.calls == 0);
  // What it would have been without an edit.
  Patch alone;
  alone.plan = planOf(all, show.programs);
  alone.bases.resize(alone.plan.rows.size());
  alone.programs = show.programs;
  alone.start();
  std::vector<float> left;
  while (left.size() < listener.left.size()) {
    alone.tick();
    left.insert(left.end(), alone.left, alone.left + 64);
  }
  CHECK(std::memcmp(left.data(), listener.left.data(), listener.left.size() * sizeof(float)) == 0);
  MESSAGE(swaps, " swaps, ", stats.xruns, " xruns, callback p50 ", stats.callbackUs.p50, " us, p99 ", stats.callbackUs.p99, " us, max ", stats.callbackUs.max, " us");
}

TEST_CASE("jack: the server dies and comes back: the null device takes over at the same count, and hands it back" * doctest::skip(!kHere)) {
  Show show;
  show.programs = {{"sine a", sine(997, 0.3)}};
  show.go();
  REQUIRE(show.swap(planOf(Voices{{{"a", "sine a", ""}}, {"a"}, {"a"}}, show.programs)));
  REQUIRE(comes([&] { return show.live->playing().swap == 1; }));
  Listener listener{show.live->playing().since, {}, {}};
  for (int round = 0; round < 2; ++round) {
    REQUIRE(comes([&] { return listener.more(*show.live) && listener.left.size() > 24000; }));
    show.server.kill();
    REQUIRE(comes([&] { return listener.more(*show.live) && show.is("lost"); }));
    CHECK(show.live->stats().device.backend == "null");
    CHECK(show.live->stats().problem.find("gone") != std::string::npos);
    const size_t lost = listener.left.size();
    REQUIRE(comes([&] { return listener.more(*show.live) && listener.left.size() > lost + 24000; }));
    show.server.start();
    REQUIRE(comes([&] { return listener.more(*show.live) && show.is("running"); }));
    const size_t back = listener.left.size();
    REQUIRE(comes([&] { return listener.more(*show.live) && listener.left.size() > back + 24000; }));
    CHECK(show.live->stats().device.backend == "jack");
    CHECK(show.live->stats().lostDevice == round + 1);
  }
  // One unbroken sine through it all.
  double phase = 0;
  long off = 0;
  for (float x : listener.left) {
    off += x != float(0.3 * std::sin(phase));
    phase += 2 * std::numbers::pi * 997 / kRate;
  }
  CHECK(off == 0);
  CHECK(show.calls == 0);
}

TEST_CASE("jack: what the device hears reaches the patch, and what it plays leaves it" * doctest::skip(!kHere)) {
  Show show;
  show.programs = {{"level", constant(0.25f)}};
  Patch patch;
  plan::DspStep level = patch.dsp(patch.program("level", constant(0.25f)), plan::DspRate::Audio, {}, {3});
  const int gain = patch.row(0, -60, 24), channel = patch.row(1, 1, 32, plan::RowKind::Long);
  patch.plan.sound = {level, plan::DeviceInStep{patch.node("ear"), {4, 5}, {{"gain", gain}, {"channel", channel}}}, plan::OutStep{patch.node("out"), {3, 4}, {}}};
  show.go(48000, 2);
  auto prepared = show.live->prepare(patch.plan, patch.bases, show.diagnostics);
  REQUIRE(show.live->swap(std::move(prepared)));
  float left[64], right[64];
  auto heard = [&](float value) {
    const int64_t now = show.live->state().now;
    return show.live->readMaster(now - 64, 64, left, right) == 64 && right[63] == value;
  };
  REQUIRE(comes([&] { return show.live->state().now > 4800; }));
  CHECK(heard(0));
  // From our left output into our first input.
  REQUIRE(JackServer::run("jack_connect", {"weft:out_1", "weft:in_1"}));
  CHECK(comes([&] { return heard(0.25f); }));
  CHECK(show.live->stats().inputLatency > 0);
}

TEST_CASE("jack: a patch of another rate than the server's plays at its own speed, and the bridge says what it costs" * doctest::skip(!kHere)) {
  Show show;
  show.programs = {{"sine a", sine(997, 0.3)}};
  show.go(44100, 2);
  plan::Plan plan = planOf(Voices{{{"a", "sine a", ""}}, {"a"}, {"a"}}, show.programs);
  plan.sampleRate = 44100;
  REQUIRE(show.swap(plan));
  CHECK(show.live->stats().device.rate == 48000);
  CHECK(show.live->stats().bridgeLatency == doctest::Approx(32.0 / 44100));
  CHECK(show.live->stats().latency > show.live->stats().bridgeLatency);
  // Ticks that 64 frames of the device ask for, on average.
  REQUIRE(comes([&] { return show.live->stats().callbacks > 500; }));
  const auto before = show.live->stats();
  REQUIRE(comes([&] { return show.live->stats().callbacks > before.callbacks + 1000; }));
  const auto after = show.live->stats();
  const double ticks = double(after.blocks - before.blocks) / double(after.callbacks - before.callbacks);
  CHECK(ticks == doctest::Approx(44100.0 / 48000).epsilon(0.15));
  CHECK(show.calls == 0);
}
