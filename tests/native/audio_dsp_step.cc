// What a step promises of any program: bad numbers, bypass, several instances, settling.
#include <doctest/doctest.h>

#include <limits>

#include "audio_bench.h"

using namespace bench;

namespace {

// Gives its input until sample `from` (of those it has seen since clear), then `bad`, for good.
Program breaks(double from, float bad) {
  Program p;
  p.inputs = 1;
  p.compute = [=](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
    state.resize(1);
    for (int i = 0; i < n; ++i) outs[0][i] = state[0]++ >= from ? bad : ins[0][i];
  };
  return p;
}

std::vector<float> heard(Patch& p, int tap, int n) {
  std::vector<std::vector<float>> channels;
  p.player->readTap(tap, n, channels);
  return channels.at(0);
}

}  // namespace

TEST_CASE("dsp: a number that is not finite is silenced at its node, the state cleared, the node named, neighbours unharmed") {
  for (float bad : {std::nanf(""), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    Patch p;
    const int bad1 = p.node("bad");
    const int good = p.program("good", constant(0.5f)), broken = p.program("broken", breaks(48000 + 100, bad)), after = p.program("after", gain());
    plan::DspStep step = p.dsp(broken, plan::DspRate::Audio, {1}, {2});
    step.node = bad1;
    p.plan.sound = {p.dsp(good, plan::DspRate::Audio, {}, {1}), step, p.dsp(after, plan::DspRate::Audio, {2}, {3}), plan::TapStep{0},
                    plan::OutStep{0, {3, 1}, {}}};
    p.plan.taps = {{3}};
    p.start();
    p.tick();
    CHECK(p.left[0] == 0.5f);
    CHECK(p.player->notFinite().empty());
    p.tick();  // samples 64..127: bad from 100 on
    for (int i = 0; i < 64; ++i) CHECK((p.left[i] == 0 && p.right[i] == 0.5f));
    CHECK(p.player->notFinite() == std::vector<int>{bad1});
    CHECK(p.player->notFinite().empty());
    p.tick();  // cleared: it has seen nothing yet
    CHECK(p.left[0] == 0.5f);
  }
}

TEST_CASE("dsp: a signal or extraction that is not finite gives 0 and is named") {
  for (plan::DspRate rate : {plan::DspRate::Signal, plan::DspRate::Extract}) {
    Patch p;
    const int broken = p.program("broken", constant(std::nanf("")));
    p.plan.sound = {p.dsp(broken, rate, {}, {4})};
    p.start();
    p.tick();
    CHECK(p.player->signal(4) == 0);
    CHECK(p.player->notFinite() == std::vector<int>{0});
  }
}

TEST_CASE("dsp: extraction gives the last sample of the block, signal programs run once per tick") {
  Patch p;
  const int count = p.program("counter", counter());
  p.plan.sound = {p.dsp(count, plan::DspRate::Extract, {}, {4}), p.dsp(count, plan::DspRate::Signal, {}, {5})};
  p.start();
  for (int i = 0; i < 10; ++i) p.tick();
  CHECK(p.player->signal(4) == 639);
  CHECK(p.player->signal(5) == 9);
}

TEST_CASE("dsp: each instance has its own state and channel") {
  Patch p;
  p.plan.constants = {{4, 0.1f}, {5, 0.2f}};
  Program sum;
  sum.inputs = 1;
  sum.compute = [](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
    state.resize(1);
    for (int i = 0; i < n; ++i) outs[0][i] = float(state[0] += ins[0][i]);
  };
  const int program = p.program("sum", sum);
  plan::DspStep step = p.dsp(program, plan::DspRate::Signal, {4}, {6});
  step.instances.push_back({{5}, {7}});
  p.plan.sound = {step};
  p.start();
  for (int i = 0; i < 10; ++i) p.tick();
  CHECK(p.player->signal(6) == doctest::Approx(1));
  CHECK(p.player->signal(7) == doctest::Approx(2));
}

TEST_CASE("dsp: zones only ever hold finite numbers within their own range") {
  Patch p;
  Program program = gain();
  const int index = p.program("gain", program), one = p.program("one", constant(1));
  const int row = p.row(1.5f, -100, 100);
  plan::DspStep step = p.dsp(index, plan::DspRate::Audio, {1}, {2});
  step.zones = {{"/gain", row, false}};
  p.plan.sound = {p.dsp(one, plan::DspRate::Audio, {}, {1}), step, plan::TapStep{0}};
  p.plan.taps = {{2}};
  p.start();
  p.tick();
  CHECK(heard(p, 0, 1)[0] == 1.5f);
  p.player->setBase(row, 50);
  p.tick();
  CHECK(heard(p, 0, 1)[0] == 2.f);
  p.player->setBase(row, -50);
  p.tick();
  CHECK(heard(p, 0, 1)[0] == 0.f);
  p.player->setBase(row, std::nanf(""));
  p.tick();
  CHECK(heard(p, 0, 1)[0] == 0.f);
}

TEST_CASE("bypass: fades over 5 ms to what it passes, then does not run and its state waits") {
  Patch p;
  static long runs = 0;
  Program program = counter();
  const auto count = program.compute;
  program.inputs = 1;
  program.compute = [count](int n, float** ins, float** outs, std::map<std::string, float>& zones, std::vector<double>& state) {
    ++runs;
    count(n, ins, outs, zones, state);
    for (int i = 0; i < n; ++i) outs[0][i] = 1;
  };
  const int dry = p.program("dry", constant(0.25f)), index = p.program("wet", program);
  const int bypass = p.row(0, 0, 1, plan::RowKind::Bool);
  plan::DspStep step = p.dsp(index, plan::DspRate::Audio, {1}, {2});
  step.bypass = bypass;
  SUBCASE("an effect passes its input") { step.through = {1}; }
  SUBCASE("a source goes silent") { step.through = {-1}; }
  const float through = step.through[0] == 1 ? 0.25f : 0.f;
  p.plan.sound = {p.dsp(dry, plan::DspRate::Audio, {}, {1}), step, plan::TapStep{0}};
  p.plan.taps = {{2}};
  p.start();
  p.tick();
  CHECK(heard(p, 0, 64) == std::vector<float>(64, 1.f));
  p.player->setBase(bypass, 1);
  for (int i = 0; i < 4; ++i) p.tick();  // 256 samples; the fade is 240
  const auto down = heard(p, 0, 256);
  for (int i = 0; i < 256; ++i) {
    const double x = std::min(1.0, (i + 1) / 240.0);
    CHECK(down[size_t(i)] == doctest::Approx(1 - x + x * through).epsilon(1e-4));
  }
  const long before = runs;
  for (int i = 0; i < 100; ++i) p.tick();
  CHECK(runs == before);
  CHECK(heard(p, 0, 64) == std::vector<float>(64, through));
  p.player->setBase(bypass, 0);
  for (int i = 0; i < 4; ++i) p.tick();
  CHECK(runs == before + 4);
  const auto up = heard(p, 0, 256);
  for (int i = 0; i < 256; ++i) {
    const double x = std::max(0.0, 1 - (i + 1) / 240.0);
    CHECK(up[size_t(i)] == doctest::Approx(1 - x + x * through).epsilon(1e-4));
  }
}

TEST_CASE("bypass: a step that begins bypassed is bypassed from its first sample") {
  Patch p;
  const int wet = p.program("wet", constant(1));
  plan::DspStep step = p.dsp(wet, plan::DspRate::Audio, {}, {2});
  step.bypass = p.row(1, 0, 1, plan::RowKind::Bool);
  step.through = {-1};
  p.plan.sound = {step, plan::TapStep{0}};
  p.plan.taps = {{2}};
  p.start();
  p.tick();
  CHECK(heard(p, 0, 64) == std::vector<float>(64));
}

TEST_CASE("bypass: a bypassed signal passes what it is told to, or holds") {
  Patch p;
  p.plan.constants = {{4, 0.5f}};
  const int count = p.program("counter", counter());
  const int bypass = p.row(0, 0, 1, plan::RowKind::Bool);
  plan::DspStep passes = p.dsp(count, plan::DspRate::Signal, {}, {5}), holds = p.dsp(count, plan::DspRate::Signal, {}, {6});
  passes.bypass = holds.bypass = bypass;
  passes.through = {4};
  holds.through = {-1};
  p.plan.sound = {passes, holds};
  p.start();
  for (int i = 0; i < 8; ++i) p.tick();
  p.player->setBase(bypass, 1);
  for (int i = 0; i < 8; ++i) p.tick();
  CHECK(p.player->signal(5) == 0.5f);
  CHECK(p.player->signal(6) == 7);
  p.player->setBase(bypass, 0);
  p.tick();
  CHECK(p.player->signal(5) == 8);  // its state waited
  CHECK(p.player->signal(6) == 8);
}

TEST_CASE("dsp: a program that does not load passes its input, a source is silent, and its node is named") {
  Patch p;
  const int bad = p.node("bad"), good = p.program("good", constant(0.5f));
  p.plan.dsp.push_back({"missing", "missing", 1, 1});
  plan::DspStep effect = p.dsp(1, plan::DspRate::Audio, {1}, {2}), source = p.dsp(1, plan::DspRate::Audio, {}, {3});
  effect.node = source.node = bad;
  p.plan.sound = {p.dsp(good, plan::DspRate::Audio, {}, {1}), effect, source, plan::OutStep{0, {2, 3}, {}}};
  p.start();
  const auto problems = p.diagnostics.take();
  CHECK(problems.size() == 1);
  CHECK(problems.at(0).code == "dsp.compile");
  CHECK(problems.at(0).node == "bad");
  p.tick();
  CHECK(p.left[5] == 0.5f);
  CHECK(p.right[5] == 0.f);
}

TEST_CASE("dsp: a parameter that the program does not have is told, not passed over") {
  Patch p;
  const int index = p.program("gain", gain());
  plan::DspStep step = p.dsp(index, plan::DspRate::Audio, {}, {1});
  step.zones = {{"/gain", p.row(0), false}, {"/other", p.row(0), false}};
  p.plan.sound = {step};
  p.start();
  const auto problems = p.diagnostics.take();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].node == "n");
  CHECK(problems[0].message.find("'/other'") != std::string::npos);
}

TEST_CASE("dsp: a program that writes before it reads may share a buffer between input and output") {
  Patch p;
  Program program;
  program.inputs = 1;
  program.compute = [](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>&) {
    std::fill_n(outs[0], n, 0.f);
    for (int i = 0; i < n; ++i) outs[0][i] += ins[0][i] * 2;
  };
  const int one = p.program("one", constant(1)), index = p.program("twice", program);
  p.plan.sound = {p.dsp(one, plan::DspRate::Audio, {}, {1}), p.dsp(index, plan::DspRate::Audio, {1}, {1}), plan::TapStep{0}};
  p.plan.taps = {{1}};
  p.start();
  p.tick();
  CHECK(heard(p, 0, 1)[0] == 2.f);
}

TEST_CASE("settle: a smoothed parameter of a program that works on sound is where it belongs from the first sample") {
  Patch p;
  Program smooth = constant(0);
  smooth.inputs = 1;
  smooth.zones["/level"] = {"", nullptr, 0.2f, 0, 1, false};
  smooth.zones["/hit"] = {"", nullptr, 0, 0, 0, true};
  smooth.compute = [](int n, float**, float** outs, std::map<std::string, float>& zones, std::vector<double>& state) {
    state.resize(2);
    for (int i = 0; i < n; ++i) {
      state[0] += (zones["/level"] - state[0]) * (44.1 / 48000);  // si.smoo
      state[1] += zones["/hit"];
      outs[0][i] = float(state[0] + 100 * state[1]);
    }
  };
  const int index = p.program("smooth", smooth), level = p.row(0.8f), hit = p.row(1, 0, 1, plan::RowKind::Event);
  plan::DspStep step = p.dsp(index, plan::DspRate::Audio, {2}, {1});
  step.zones = {{"/level", level, false}, {"/hit", hit, true}};
  p.plan.sound = {p.dsp(p.program("source", constant(0)), plan::DspRate::Audio, {}, {2}), step, plan::TapStep{0}};
  p.plan.taps = {{1}};
  p.start();
  p.player->setBase(hit, 0);
  p.tick();
  for (float x : heard(p, 0, 64)) CHECK(x == doctest::Approx(0.8).epsilon(1e-5));
}

TEST_CASE("settle: an inlet that the engine feeds with a constant has it from the first settled sample on") {
  Patch p;
  Program latch;  // keeps the first input it ever sees
  latch.inputs = 2;
  latch.compute = [](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
    if (state.empty()) state.push_back(ins[0][0]);
    std::fill_n(outs[0], n, float(state[0]));
  };
  const int index = p.program("latch", latch);
  p.plan.constants = {{4, 0.375f}};
  p.plan.sound = {plan::RampStep{1, 4}, p.dsp(p.program("source", constant(1)), plan::DspRate::Audio, {}, {3}),
                  p.dsp(index, plan::DspRate::Audio, {1, 3}, {2}), plan::TapStep{0}};
  p.plan.taps = {{2}};
  p.start();
  p.tick();
  CHECK(heard(p, 0, 1)[0] == 0.375f);
}

TEST_CASE("settle: what only makes sound begins at its beginning, also when the engine feeds it") {
  Patch p;
  Program seeded = counter();
  seeded.inputs = 2;
  p.plan.constants = {{4, 0.375f}};
  p.plan.sound = {plan::RampStep{1, 4}, plan::RampStep{2, plan::kSignalBeat}, p.dsp(p.program("counter", seeded), plan::DspRate::Audio, {1, 2}, {3}),
                  p.dsp(0, plan::DspRate::Audio, {0, 0}, {4}), plan::TapStep{0}};
  p.plan.taps = {{3, 4}};
  p.start();
  p.tick();
  CHECK(heard(p, 0, 64)[0] == 0);
  CHECK(heard(p, 0, 64)[63] == 63);
}
