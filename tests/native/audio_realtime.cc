// Realtime promises of the tick, over a schedule that has every kind of step.
#include <doctest/doctest.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

#include "audio_bench.h"
#include "audio/tap.h"
#include "realtime_watch.h"

using namespace bench;

namespace {

// One of each, all moving: modulation, wires, a looping clip, bypass, taps, picture values, a bad number now and then.
struct Busy : Patch {
  int depth, bypass, restart;
  Busy() {
    Program loud = gain();
    loud.compute = [](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>&) {
      for (int i = 0; i < n; ++i) outs[0][i] = ins[0][i] == 0.123f ? std::nanf("") : ins[0][i] * 3;
    };
    loud.zones.clear();
    Program odd;
    odd.inputs = 1;
    odd.compute = [](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>&) {
      for (int i = 0; i < n; ++i) outs[0][i] = std::fmod(ins[0][i], 16.f) == 3 ? std::nanf("") : ins[0][i] * 1e-3f;
    };
    const int wave = program("wave", odd), drive = program("drive", loud);
    depth = row(0.5f);
    bypass = row(0, 0, 1, plan::RowKind::Bool);
    restart = row(0, 0, 1, plan::RowKind::Event);
    const int gainRow = row(0, -90, 12), loop = row(1, 0, 2, plan::RowKind::Long);
    plan.rows[size_t(depth)].mods = {{5, plan::Stage::Modulation, plan::Mode::Add, 0.5f}};
    plan.rows[size_t(depth)].record = 0;
    plan.recordSize = 1;
    plan.analyses = 1;
    const int media = clip("clip", [] {
      return audio::OpenClip{std::make_unique<Written>(1000, 48000, [](int64_t n) { return float(n) / 1000; }), 1000.0 / 48000, {}};
    });
    plan::DspStep bypassed = dsp(drive, plan::DspRate::Audio, {3}, {4});
    bypassed.bypass = bypass;
    bypassed.through = {3};
    plan.sound = {plan::FromPictureStep{0, 0, {4}}, dsp(wave, plan::DspRate::Signal, {3}, {5}), plan::AddStep{6, {4, 5}},
                  plan::StackStep{{depth}}, plan::RampStep{1, 6},
                  plan::ClipStep{0, 0, media, {2, 3}, {{"restart", restart}, {"loop", loop}}}, bypassed, plan::MixStep{5, {1, 2, 3, 4}},
                  dsp(drive, plan::DspRate::Extract, {5}, {7}), plan::TapStep{0}, plan::OutStep{0, {5, 4}, {{"gain", gainRow}}}};
    plan.taps = {{5, 4}};
  }
};

}  // namespace

TEST_CASE("realtime: a tick takes no memory, gives none back and takes no lock") {
  {
    watch::Realtime watched;
    std::mutex mutex;
    auto* memory = new std::atomic<int>(1);
    mutex.lock();
    mutex.unlock();
    delete memory;
    if (watch::counts) CHECK((watched.allocations() == 2 && watched.locks() == 1));
  }
  Busy p;
  p.start();
  std::vector<float> values{0.5f};
  long allocations = 0, locks = 0;
  for (int tick = 0; tick < 5000; ++tick) {
    const signal::Transport transport = p.transport();
    const bool pressed = tick % 10 == 0, back = tick == 4000;
    watch::Realtime watched;
    p.player->setBase(p.depth, float(tick % 100) / 100);
    p.player->setBase(p.bypass, float(tick / 50 % 2));
    p.player->setBase(p.restart, pressed);
    p.player->pictureValues(0, values, p.position + 100);
    p.player->tick(transport, p.left, p.right, false);
    p.position = back ? 0 : p.position + 64;
    allocations += watched.allocations();
    locks += watched.locks();
  }
  CHECK(allocations == 0);
  CHECK(locks == 0);
}

TEST_CASE("realtime: two runs of the same ticks give the same bits") {
  std::vector<float> runs[2];
  for (auto& run : runs) {
    Busy p;
    p.start();
    for (int tick = 0; tick < 2000; ++tick) {
      p.player->setBase(p.depth, float(tick % 100) / 100);
      p.player->setBase(p.restart, tick % 300 == 299);
      p.player->pictureValues(0, std::vector<float>{float(tick % 7)}, p.position + 128);
      p.tick();
      run.insert(run.end(), p.left, p.left + 64);
      run.insert(run.end(), p.right, p.right + 64);
    }
  }
  CHECK(std::memcmp(runs[0].data(), runs[1].data(), runs[0].size() * sizeof(float)) == 0);
}

TEST_CASE("realtime: the render thread reads taps, sends values and asks for bad nodes while sound plays") {
  Busy p;
  p.start();
  std::atomic<bool> done{false};
  std::atomic<int64_t> position{0};
  std::thread audio([&] {
    for (int tick = 0; tick < 20000; ++tick) {
      p.player->tick(p.transport(), p.left, p.right, false);
      position = p.position += 64;
    }
    done = true;
  });
  std::vector<std::vector<float>> channels;
  int64_t reads = 0, bad = 0;
  while (!done) {
    p.player->readTap(0, 2048, channels);
    for (float x : channels[0]) bad += !std::isfinite(x);
    p.player->pictureValues(0, std::vector<float>{0.25f}, position + 640);
    p.player->notFinite();
    ++reads;
  }
  audio.join();
  CHECK(bad == 0);
  CHECK(reads > 0);
  CHECK(p.player->records().last() == 19999);
}

TEST_CASE("tap: what a second thread reads is one unbroken stretch of what was written") {
  audio::Tap tap(1);
  std::atomic<bool> done{false};
  std::thread writer([&] {
    float block[64];
    const float* blocks[] = {block};
    for (int64_t n = 0; n < 3'000'000; n += 64) {
      for (int i = 0; i < 64; ++i) block[i] = float(n + i);
      tap.write(blocks);
    }
    done = true;
  });
  std::vector<std::vector<float>> channels;
  int64_t broken = 0;
  while (!done) {
    tap.read(4096, channels);
    for (size_t i = 1; i < channels[0].size(); ++i)
      broken += channels[0][i] != 0 && channels[0][i] != channels[0][i - 1] + 1;
  }
  writer.join();
  CHECK(broken == 0);
}
