// The steps of the sound schedule, run through the player.
#include <doctest/doctest.h>

#include <limits>

#include "audio_bench.h"

using namespace bench;

TEST_CASE("player: an empty plan is silent and keeps count") {
  Patch p;
  p.start();
  for (int i = 0; i < 3; ++i) p.tick();
  for (int i = 0; i < 64; ++i) CHECK((p.left[i] == 0 && p.right[i] == 0));
  CHECK(p.player->records().last() == 2);
  CHECK(p.player->records().read(2).transport.position == 128);
}

TEST_CASE("player: time, beat and frame slots hold the tick's first sample; constants stay") {
  Patch p;
  p.plan.fps = {30000, 1001};
  p.plan.constants = {{5, 0.25f}};
  p.start();
  for (int i = 0; i < 3000; ++i) {
    const int64_t at = p.position;
    p.tick();
    CHECK(p.player->signal(plan::kSignalTime) == float(double(at) / 48000));
    CHECK(p.player->signal(plan::kSignalBeat) == float(double(at) / 24000));
    const int64_t frame = int64_t(p.player->signal(plan::kSignalFrame));
    CHECK(frame * 48000 * 1001 / 30000 <= at);
    CHECK((frame + 1) * 48000 * 1001 / 30000 > at);
    CHECK(p.player->signal(5) == 0.25f);
  }
}

TEST_CASE("mix: the sum of any number of inputs, also onto one of them; none is silence") {
  for (int inputs = 0; inputs < 12; ++inputs)
    for (bool inPlace : {false, true}) {
      Patch p;
      const int count = p.program("counter", counter());
      plan::MixStep mix{20, {}};
      for (int i = 0; i < inputs; ++i) {
        p.plan.sound.push_back(p.dsp(count, plan::DspRate::Audio, {}, {1 + i}));
        mix.ins.push_back(1 + i);
      }
      if (inPlace && inputs > 1) mix.out = inputs;
      p.plan.taps = {{mix.out}};
      p.plan.sound.push_back(mix);
      p.plan.sound.push_back(plan::TapStep{0});
      p.start();
      p.tick();
      std::vector<std::vector<float>> heard;
      p.player->readTap(0, 64, heard);
      for (int i = 0; i < 64; ++i) CHECK(heard[0][size_t(i)] == float(inputs) * float(i));
    }
}

TEST_CASE("mix: with a gain it is a mean") {
  Patch p;
  p.plan.constants = {{4, 0.5f}, {5, 0.25f}};
  plan::MixStep mean{20, {1, 2}};
  mean.gain = 0.5f;
  p.plan.sound = {plan::RampStep{1, 4}, plan::RampStep{2, 5}, mean, plan::TapStep{0}};
  p.plan.taps = {{20}};
  p.start();
  p.tick();
  std::vector<std::vector<float>> heard;
  p.player->readTap(0, 64, heard);
  for (float x : heard[0]) CHECK(x == 0.375f);
}

TEST_CASE("ramp: a line from the last tick's value that ends on this tick's") {
  Patch p;
  const int row = p.program("counter", counter());
  p.plan.sound.push_back(p.dsp(row, plan::DspRate::Signal, {}, {4}));
  p.plan.sound.push_back(plan::RampStep{1, 4});
  p.plan.sound.push_back(plan::TapStep{0});
  p.plan.taps = {{1}};
  p.start();
  for (int i = 0; i < 3; ++i) p.tick();
  std::vector<std::vector<float>> heard;
  p.player->readTap(0, 192, heard);
  for (int i = 0; i < 64; ++i) CHECK(heard[0][size_t(i)] == 0);  // begins where the signal begins
  for (int i = 64; i < 192; ++i) CHECK(heard[0][size_t(i)] == doctest::Approx((i - 63) / 64.0));
}

TEST_CASE("add: the sum of signals; reserved slots and buffers cannot be overwritten") {
  Patch p;
  p.plan.constants = {{4, 0.5f}, {5, 0.25f}};
  p.plan.sound = {plan::AddStep{6, {4, 5, 4}}, plan::AddStep{7, {}}, plan::AddStep{0, {4}}, plan::AddStep{8, {0}},
                  plan::RampStep{0, 4}, plan::TapStep{0}};
  p.plan.taps = {{0}};
  p.start();
  p.tick();
  CHECK(p.player->signal(6) == 1.25f);
  CHECK(p.player->signal(7) == 0);
  CHECK(p.player->signal(8) == 0);
  std::vector<std::vector<float>> heard;
  p.player->readTap(0, 64, heard);
  for (float x : heard[0]) CHECK(x == 0);
}

TEST_CASE("player: the time of signal steps is told from that of sound steps") {
  const auto share = [](std::vector<plan::SoundStep> steps) {
    Patch p;
    p.plan.constants = {{4, 0.5f}};
    p.plan.sound = std::move(steps);
    p.start();
    CHECK(p.player->signalShare() == 0);
    for (int i = 0; i < 1000; ++i) p.tick();
    return p.player->signalShare();
  };
  const plan::SoundStep signal = plan::AddStep{6, {4, 4, 4}}, sound = plan::RampStep{1, 6};
  CHECK(share({signal, signal}) == 1);
  CHECK(share({sound, sound}) == 0);
  const double both = share({signal, sound, signal, signal, sound});
  CHECK(both > 0);
  CHECK(both < 1);
}

TEST_CASE("out: decibels on each out, summed, limited; a change of gain is a line over one tick") {
  Patch p;
  p.plan.constants = {{4, 0.25f}};
  const int quiet = p.row(-6.0206f, -90, 12), off = p.row(-90, -90, 12), unity = p.row(0, -90, 12);
  p.plan.sound = {plan::RampStep{1, 4}, plan::OutStep{0, {1, 1}, {{"gain", unity}}}, plan::OutStep{0, {1, 0}, {{"gain", quiet}}},
                  plan::OutStep{0, {1, 1}, {{"gain", off}}}};
  p.start();
  p.tick();
  CHECK(p.left[0] == doctest::Approx(0.375));
  CHECK(p.right[0] == 0.25f);
  p.player->setBase(off, 0);
  p.tick();
  for (int i = 0; i < 64; ++i) CHECK(p.right[i] == doctest::Approx(0.25 + 0.25 * (i + 1) / 64));
  p.tick();
  CHECK(p.right[0] == 0.5f);
  p.player->setBase(unity, 12);
  for (int i = 0; i < 10; ++i) p.tick();
  for (int i = 0; i < 64; ++i) CHECK((p.left[i] <= 1 && p.right[i] <= 1));
}

TEST_CASE("tap: the newest samples of each channel, silence before the first, across many turns of the ring") {
  Patch p;
  const int count = p.program("counter", counter());
  p.plan.sound = {p.dsp(count, plan::DspRate::Audio, {}, {1}), p.dsp(count, plan::DspRate::Audio, {}, {2}), plan::TapStep{0}};
  p.plan.taps = {{1, 2, 0}};
  p.start();
  std::vector<std::vector<float>> heard;
  p.player->readTap(0, 100, heard);
  CHECK(heard.size() == 3);
  CHECK(heard[0] == std::vector<float>(100));
  for (int tick = 1; tick < 2000; ++tick) {
    p.tick();
    if (tick != 1 && tick % 97) continue;
    p.player->readTap(0, 1000, heard);
    for (int i = 0; i < 1000; ++i) {
      const int sample = tick * 64 - 1000 + i;
      CHECK(heard[1][size_t(i)] == (sample < 0 ? 0.f : float(sample)));
      CHECK(heard[2][size_t(i)] == 0);
    }
  }
}

TEST_CASE("from picture: values act at the tick of their sample and hold; late ones are counted and dropped") {
  Patch p;
  p.plan.analyses = 1;
  p.plan.sound = {plan::FromPictureStep{0, 0, {4, 5}}};
  p.start();
  p.player->pictureValues(0, std::vector<float>{1, 2}, 130);  // in the tick 128..191
  p.player->pictureValues(0, std::vector<float>{3, 4}, 192);
  p.player->pictureValues(0, std::vector<float>{5, 6}, 255);  // same tick: the newer one
  const float expected[] = {0, 0, 1, 5, 5};
  for (float value : expected) {
    p.tick();
    CHECK(p.player->signal(4) == value);
    CHECK(p.player->signal(5) == (value ? value + 1 : 0));
  }
  CHECK(p.player->lateValues() == 0);
  p.player->pictureValues(0, std::vector<float>{9, 9}, 200);
  p.tick();
  CHECK(p.player->signal(4) == 5);
  CHECK(p.player->lateValues() == 1);
  p.player->pictureValues(0, std::vector<float>{std::nanf(""), 1}, p.position);
  p.tick();
  CHECK(p.player->signal(4) == 0);
  CHECK(p.player->notFinite() == std::vector<int>{0});
}

TEST_CASE("from picture: what waits when the transport goes back is dropped") {
  Patch p;
  p.plan.analyses = 1;
  p.plan.sound = {plan::FromPictureStep{0, 0, {4}}};
  p.start();
  p.position = 6400;
  p.tick();
  p.player->pictureValues(0, std::vector<float>{7}, 6600);
  p.position = 0;
  for (int i = 0; i < 200; ++i) p.tick();
  CHECK(p.player->signal(4) == 0);
}

TEST_CASE("records: rows, clip clocks and transport of each tick for two seconds back") {
  Patch p;
  const int count = p.program("counter", counter());
  const int moved = p.row(0), still = p.row(0.75f);
  p.plan.rows[size_t(moved)].max = 10000;
  p.plan.rows[size_t(moved)].mods = {{4, plan::Stage::Automation, plan::Mode::Set, 1}};
  p.plan.rows[size_t(moved)].record = 1;
  p.plan.rows[size_t(still)].record = 0;
  p.plan.recordSize = 2;
  const int media = p.clip("silent", [] { return audio::OpenClip{nullptr, 100, {}}; });
  p.plan.sound = {p.dsp(count, plan::DspRate::Signal, {}, {4}), plan::ClipStep{0, 0, media, {}, {}}};
  p.start();
  for (int i = 0; i < 4000; ++i) p.tick();
  auto& ring = p.player->records();
  CHECK(ring.last() == 3999);
  CHECK(ring.last() - ring.oldest() == 1499);
  for (int64_t tick = ring.oldest(); tick <= ring.last(); ++tick) {
    const auto record = ring.read(tick);
    CHECK(record.values[0] == 0.75f);
    CHECK(record.values[1] == doctest::Approx(double(tick)));
    CHECK(record.clips[0].seconds == doctest::Approx(double(tick) * 64 / 48000));
    CHECK(record.clips[0].speed == 1);
    CHECK(record.transport.position == tick * 64);
  }
}

TEST_CASE("player: a wired row moves its program within the tick; a pressed button is 1 for one tick") {
  Patch p;
  Program hear = constant(0);
  hear.zones["/gain"] = {"", nullptr, 0, 0, 1, false};
  hear.zones["/gate"] = {"", nullptr, 0, 0, 0, true};
  hear.outputs = 2;
  hear.compute = [](int n, float**, float** outs, std::map<std::string, float>& zones, std::vector<double>&) {
    std::fill_n(outs[0], n, zones["/gain"]);
    std::fill_n(outs[1], n, zones["/gate"]);
  };
  const int count = p.program("counter", counter()), hears = p.program("hear", hear);
  const int wired = p.row(0, 0, 1000), gate = p.row(0, 0, 1, plan::RowKind::Event);
  p.plan.rows[size_t(wired)].mods = {{4, plan::Stage::Automation, plan::Mode::Set, 1}};
  plan::DspStep step = p.dsp(hears, plan::DspRate::Signal, {}, {5, 6});
  step.zones = {{"/gain", wired, false}, {"/gate", gate, true}};
  p.plan.sound = {p.dsp(count, plan::DspRate::Signal, {}, {4}), plan::StackStep{{wired}}, step};
  p.start();
  for (int tick = 0; tick < 6; ++tick) {
    if (tick == 3) p.player->setBase(gate, 1);
    p.tick();
    CHECK(p.player->value(wired) == doctest::Approx(double(tick)));
    CHECK(p.player->signal(5) == doctest::Approx(std::min(1.0, double(tick))));  // the zone's own range
    CHECK(p.player->signal(6) == (tick == 3 ? 1.f : 0.f));
  }
}
