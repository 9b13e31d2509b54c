// A whole patch, with its machine code and its media, played live. tests/realtime compiles it and says where its plan lies.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "audio/live_sound.h"
#include "watched_device.h"

using namespace bench;
using namespace std::chrono_literals;
using Command = signal::TransportCommand;

namespace {

const char* const kFolder = getenv("WEFT_PLANS");

std::string read(const std::string& name) {
  std::ifstream file(std::string(kFolder) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Loaded {
  plan::Plan plan;
  std::vector<float> bases;
  explicit Loaded(const std::string& name) {
    auto decoded = plan::decode(read(name + ".plan"));
    REQUIRE(std::holds_alternative<plan::Plan>(decoded));
    plan = std::move(std::get<0>(decoded));
    const std::string bytes = read(name + ".bases");
    bases.resize(bytes.size() / sizeof(float));
    std::memcpy(bases.data(), bytes.data(), bases.size() * sizeof(float));
    REQUIRE(bases.size() == plan.rows.size());
  }
};

template <typename F>
bool comes(F holds) {
  for (int i = 0; i < 6000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace

TEST_CASE("patch: edits, sets, seeks and loops while it plays make no call to the system on the audio thread" * doctest::skip(!kFolder)) {
  const Loaded whole("whole"), edited("edited");
  std::atomic<long> calls{0};
  audio::LiveOptions options;
  options.device.name = "null";
  options.device.frames = 64;
  options.sampleRate = whole.plan.sampleRate;
  options.open = watchedOpen(calls);
  Diagnostics diagnostics;
  auto live = audio::LiveSound::create(std::move(options), media::makeDecodePool(1, 64 << 20));
  REQUIRE(live->swap(live->prepare(whole.plan, whole.bases, diagnostics)));
  CHECK_FALSE(diagnostics.anyError());
  live->transport(Command::play());
  std::this_thread::sleep_for(1500ms);
  float peak = live->stats().peak[0];
  for (int i = 0; i < 60; ++i) {
    const Loaded& next = i % 2 == 0 ? edited : whole;
    auto prepared = live->prepare(next.plan, next.bases, diagnostics);
    REQUIRE(live->swap(std::move(prepared)));
    for (int k = 0; k < 8; ++k) {
      const int row = (i * 8 + k) % int(next.plan.rows.size());
      const auto& of = next.plan.rows[size_t(row)];
      live->set(row, float(k % 2 == 0 ? of.min : of.max));
      live->set(row, next.bases[size_t(row)]);
    }
    if (i % 10 == 3) live->transport(Command::seek(int64_t(i) * 4800));
    if (i % 10 == 6) live->transport(Command::loop(0, 96000));
    if (i % 10 == 9) live->transport(Command::tempo(90 + i));
    std::this_thread::sleep_for(20ms);
    peak = std::max(peak, live->stats().peak[0]);
  }
  REQUIRE(comes([&] { return live->playing().swap == 61; }));
  CHECK(peak > 0.01f);
  CHECK(peak <= 1);
  if (watch::counts) CHECK(calls == 0);
  const auto stats = live->stats();
  MESSAGE("callback p50 ", stats.callbackUs.p50, " us, p99 ", stats.callbackUs.p99, " us, max ", stats.callbackUs.max, " us, ", stats.xruns, " xruns");
}
