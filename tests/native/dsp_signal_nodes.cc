#include <algorithm>
#include <random>
#include <set>

#include "faust_node.h"

using namespace weft::test;

namespace {

constexpr int kTicks = 750;  // 48 kHz / 64

Signal clockFrom(double start, size_t ticks, double perSecond = 1) {
  return sequence(ticks, [&](size_t i) { return start + perSecond * double(i) / kTicks; });
}
FaustNode lfo(int shape) {
  FaustNode node("operators/modulators/lfo", kTicks);
  node.set("Shape", float(shape)).set("Rate", 1);
  return node;
}
Signal play(FaustNode& node, const std::vector<Signal>& ins) { return node.play(ins, ins[0].size())[0]; }
FaustNode logic(const std::string& name) { return FaustNode("operators/logic/" + name, kTicks); }
float last(FaustNode node, const std::vector<float>& values) {
  std::vector<Signal> ins;
  for (float v : values) ins.push_back(constant(v, 3000));
  return node.play(ins, 3000)[0].back();
}
size_t rises(const Signal& s) {
  size_t n = 0;
  for (size_t i = 1; i < s.size(); ++i) n += s[i] > 0.5f && s[i - 1] <= 0.5f;
  return n;
}
// A decaying burst of noise at each time (seconds).
Signal drums(const std::vector<double>& times, double seconds, int rate, double under = 0.003) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> spread(-1, 1);
  auto s = sequence(size_t(seconds * rate), [&](size_t) { return under * spread(random); });
  for (double t : times)
    for (size_t i = 0, at = size_t(t * rate); i < size_t(0.1 * rate) && at + i < s.size(); ++i) s[at + i] += float(0.6 * std::exp(-double(i) / (0.02 * rate)) * spread(random));
  return s;
}

}  // namespace

TEST_CASE("modulators give 0 to 1 at every end of every control, at any time") {
  std::mt19937 random(1);
  for (const char* name : {"lfo", "random", "beat"}) {
    FaustNode node(std::string("operators/modulators/") + name, kTicks);
    auto run = [&](const std::string& what) {
      for (double start : {0.0, -3.0, 3599.5, 90000.0}) {
        std::vector<Signal> ins = {clockFrom(start, 1500)};
        if (node.instance->inputs() == 3) ins = {clockFrom(start, 1500), clockFrom(start * 2, 1500, 2), constant(0.37f, 1500)};
        for (const auto& out : node.play(ins, 1500))
          for (float x : out) REQUIRE_MESSAGE((x >= 0 && x <= 1), name << " " << what << " at " << start);
      }
    };
    run("defaults");
    for (const auto& z : node.instance->zones())
      for (float value : {z.min, z.max}) {
        *z.zone = value;
        run(z.address);
        *z.zone = z.init;
      }
    for (bool most : {false, true}) {
      for (const auto& z : node.instance->zones()) *z.zone = most ? z.max : z.min;
      run("all");
    }
  }
}

TEST_CASE("analysis gives 0 to 1 for any sound") {
  for (const char* name : {"rms", "band", "onset", "sidechain"}) {
    FaustNode node(std::string("operators/modulators/") + name, 48000);
    for (double gain : {0.0, 1e-9, 1.0, 100.0}) {
      auto in = sine(80, gain, 9600, 48000);
      for (const auto& z : node.instance->zones())
        for (float value : {z.min, z.max, z.init}) {
          *z.zone = value;
          for (const auto& out : node.play({in, in}, 9600))
            for (float x : out) REQUIRE_MESSAGE((x >= 0 && x <= 1), name << " " << z.address);
        }
    }
  }
}

TEST_CASE("lfo: each shape begins at its least and has its form") {
  const double quarter[][4] = {{0, 0.5, 1, 0.5}, {0, 0.5, 1, 0.5}, {0, 0.25, 0.5, 0.75}, {0, 0, 1, 1}};
  for (int shape = 0; shape < 4; ++shape) {
    auto node = lfo(shape);
    auto out = play(node, {clockFrom(0, 750), constant(0, 750), constant(0, 750)});
    const size_t at[] = {0, 188, 376, 563};
    for (int k = 0; k < 4; ++k) CHECK_MESSAGE(std::abs(out[at[k]] - quarter[shape][k]) < 0.01, shape << " " << k);
  }
}

TEST_CASE("lfo is a function of the position: after an hour of seeking it gives what it gives after an hour of playing") {
  auto node = lfo(0);
  node.set("Rate", 3.7f);
  for (double start : {0.0, 3600.0, 40000.0}) {
    auto out = play(node, {clockFrom(start, 64), constant(0, 64), constant(0, 64)});
    // The clock itself comes as a single-precision number.
    const double t = double(float(start + 33.0 / kTicks));
    const double rate = std::round(3.7f * 65536) / 65536;
    CHECK(out[33] == doctest::Approx(0.5 - 0.5 * std::cos(2 * M_PI * rate * t)).epsilon(1e-3));
  }
}

TEST_CASE("lfo: beat sync counts beats, phase shifts, random holds a value for a cycle and depends on the seed") {
  auto synced = lfo(2);
  synced.set("Beat_sync", 1).set("Beats", 4);
  CHECK(play(synced, {constant(0, 64), constant(5, 64), constant(0, 64)})[63] == doctest::Approx(0.25).epsilon(1e-4));
  auto shifted = lfo(2);
  shifted.set("Phase", 0.25f);
  CHECK(play(shifted, {constant(0.5, 64), constant(0, 64), constant(0, 64)})[63] == doctest::Approx(0.75));
  auto random = lfo(4);
  auto a = play(random, {clockFrom(0, 7500), constant(0, 7500), constant(0.1f, 7500)});
  auto b = play(random, {clockFrom(0, 7500), constant(0, 7500), constant(0.2f, 7500)});
  std::set<float> values(a.begin(), a.end());
  CHECK(values.size() == 10);
  CHECK(a[10] == a[700]);
  CHECK(a != b);
}

TEST_CASE("random: repeats itself, differs by seed and variation, and fills its range") {
  for (int mode = 0; mode < 3; ++mode) {
    const size_t n = 75000;
    auto run = [&](float seed, float variation) {
      FaustNode node("operators/modulators/random", kTicks);
      node.set("Mode", float(mode)).set("Rate", 10).set("Variation", variation);
      return play(node, {clockFrom(0, n), constant(0, n), constant(seed, n)});
    };
    auto a = run(0.5f, 0);
    CHECK(a == run(0.5f, 0));
    CHECK(a != run(0.51f, 0));
    CHECK(a != run(0.5f, 1));
    double mean = 0;
    for (float x : a) mean += x / double(n);
    CHECK(mean == doctest::Approx(0.5).epsilon(0.06));
    CHECK(*std::min_element(a.begin(), a.end()) < 0.15);
    CHECK(*std::max_element(a.begin(), a.end()) > 0.85);
    double step = 0;
    for (size_t i = 1; i < n; ++i) step = std::max(step, double(std::abs(a[i] - a[i - 1])));
    if (mode == 1) CHECK(step > 0.5);
    if (mode == 2) CHECK(step < 0.03);
    if (mode == 0) CHECK(step < 0.1);
  }
}

TEST_CASE("random: neighbouring steps have nothing to do with each other") {
  FaustNode node("operators/modulators/random", kTicks);
  node.set("Mode", 1).set("Rate", 10);
  const size_t n = 75000;
  auto a = play(node, {clockFrom(0, n), constant(0, n), constant(0.3f, n)});
  std::vector<double> v;
  for (size_t i = 37; i < n; i += 75) v.push_back(a[i] - 0.5);
  double near = 0, own = 0;
  for (size_t i = 1; i < v.size(); ++i) near += v[i] * v[i - 1], own += v[i] * v[i];
  CHECK(std::abs(near / own) < 0.1);
  CHECK(own / double(v.size()) == doctest::Approx(1.0 / 12).epsilon(0.1));
}

TEST_CASE("beat: one trigger a count, the phase runs from 0 to 1, the bar has its beats") {
  FaustNode node("operators/modulators/beat", kTicks);
  auto outs = node.play({clockFrom(0.001, 6000, 2)}, 6000);  // 120 bpm, 8 s, 16 beats
  CHECK(rises(outs[2]) == 15);
  CHECK(outs[0][187] == doctest::Approx(0.5).epsilon(0.02));
  CHECK(outs[1][0] > 0.98);
  CHECK(outs[1][370] < 0.01);
  CHECK(outs[3][750] == doctest::Approx(0.5).epsilon(0.01));
  CHECK(outs[3][1502] < 0.01);
}

TEST_CASE("rms: decibels between floor and ceiling become 0 to 1") {
  auto level = [](double db) {
    FaustNode node("operators/modulators/rms", 48000);
    node.set("Floor", -60).set("Ceiling", 0).set("Release", 100);
    auto in = sine(440, std::sqrt(2) * std::pow(10, db / 20), 48000, 48000);
    return node.play({in, in}, 48000)[0].back();
  };
  CHECK(level(0) == doctest::Approx(1).epsilon(0.01));
  CHECK(level(-30) == doctest::Approx(0.5).epsilon(0.02));
  CHECK(level(-70) == 0);
}

TEST_CASE("rms: rises by its attack, falls by its release") {
  FaustNode node("operators/modulators/rms", 48000);
  auto in = sequence(96000, [](size_t i) { return i < 48000 ? std::sin(0.1 * double(i)) : 0.0; });
  auto out = node.play({in, in}, 96000)[0];
  CHECK(out[4800] > 0.9);
  CHECK(out[48000 + 4800] > 0.2);
  CHECK(out[95999] < 0.05);
}

TEST_CASE("band hears what lies in it and little else") {
  auto level = [](double hz) {
    FaustNode node("operators/modulators/band", 48000);
    auto in = sine(hz, 0.5, 48000, 48000);
    return node.play({in, in}, 48000)[0].back();
  };
  CHECK(level(70) > 0.75);
  CHECK(level(1000) < 0.02);
  CHECK(level(15) < 0.5);
  FaustNode swapped("operators/modulators/band", 48000);
  auto in = sine(70, 0.5, 48000, 48000);
  CHECK(swapped.set("Low", 120).set("High", 40).play({in, in}, 48000)[0].back() == doctest::Approx(level(70)));
}

TEST_CASE("onset: as many triggers as there are drums, at their times, and none in a steady sound") {
  const std::vector<double> times = {0.5, 1.0, 1.3, 1.75, 2.5, 2.7, 3.1};
  auto in = drums(times, 4, 48000);
  FaustNode node("operators/modulators/onset", 48000);
  auto outs = node.play({in, in}, in.size());
  std::vector<double> found;
  for (size_t i = 1; i < outs[0].size(); ++i)
    if (outs[0][i] > 0.5f && outs[0][i - 1] <= 0.5f) found.push_back(double(i) / 48000);
  REQUIRE(found.size() == times.size());
  for (size_t i = 0; i < times.size(); ++i) {
    CHECK(std::abs(found[i] - times[i]) < 0.015);
    CHECK(outs[1][size_t((times[i] + 0.03) * 48000)] > 0.4);
  }
  CHECK(outs[1].back() < 0.1);
  FaustNode steady("operators/modulators/onset", 48000);
  auto tone = sine(220, 0.5, 96000, 48000);
  auto quiet = steady.play({tone, tone}, 96000)[0];
  CHECK(rises(Signal(quiet.begin() + 9600, quiet.end())) == 0);
}

TEST_CASE("sidechain: nothing below the threshold, full at full scale, and duck is the rest") {
  for (int mode = 0; mode < 2; ++mode) {
    auto run = [&](double gain) {
      FaustNode node("operators/modulators/sidechain", 48000);
      auto in = sine(80, gain, 48000, 48000);
      return node.set("Mode", float(mode)).play({in, in}, 48000);
    };
    CHECK(run(0.005)[0].back() < 0.01);
    CHECK(run(1)[0].back() > 0.9);
    auto half = run(0.126);  // -18 dB, the threshold is at -36
    CHECK(half[0].back() == doctest::Approx(0.5).epsilon(0.15));
    CHECK(half[0].back() + half[1].back() == doctest::Approx(1));
  }
  FaustNode node("operators/modulators/sidechain", 48000);
  auto in = drums({0.5, 1.5}, 2, 48000);
  auto out = node.set("Mode", 2).set("High", 20000).play({in, in}, in.size())[0];
  CHECK(rises(out) == 2);
  CHECK(peak(out, 60000, 71000) < 0.1);
}

TEST_CASE("threshold goes up at its level, and down only below its hysteresis") {
  auto node = logic("threshold");
  node.set("Level", 0.5f).set("Hysteresis", 0.2f);
  auto outs = node.play({{0.4f, 0.55f, 0.45f, 0.35f, 0.25f, 0.45f, 0.6f}}, 7);
  CHECK(outs[0] == Signal{0, 1, 1, 1, 0, 0, 1});
  CHECK(outs[1] == Signal{0, 1, 0, 0, 0, 0, 1});
  auto inverted = logic("threshold");
  CHECK(inverted.set("Invert", 1).play({{0.4f, 0.6f}}, 2)[0] == Signal{1, 0});
}

TEST_CASE("adsr: rises, falls to its sustain, fades to nothing, and a hit plays without a gate") {
  auto node = logic("adsr");
  node.set("Attack", 0.1f).set("Decay", 0.2f).set("Sustain", 0.4f).set("Release", 0.5f);
  auto gate = sequence(3000, [](size_t i) { return i >= 75 && i < 1500 ? 1.0 : 0.0; });
  auto out = node.play({gate}, 3000)[0];
  CHECK(out[74] == 0);
  CHECK(out[75 + 37] == doctest::Approx(0.5).epsilon(0.03));
  CHECK(peak(out, 0, 3000) == doctest::Approx(1));
  CHECK(out[75 + 76 + 150] == doctest::Approx(0.4).epsilon(0.05));
  CHECK(out[1499] == doctest::Approx(0.4).epsilon(0.01));
  CHECK(out[1500 + 375] < 0.01);
  auto hit = logic("adsr");
  hit.set("Attack", 0.1f);
  auto struck = hit.play({constant(0, 1536)}, 1536, [&](size_t at) { hit.set("Hit", at == 64 ? 1.0f : 0.0f); })[0];
  CHECK(struck[63] == 0);
  CHECK(peak(struck, 0, 1536) == doctest::Approx(1));
  CHECK(struck.back() < 0.1);
  auto brief = logic("adsr");
  brief.set("Attack", 1);
  auto cut = brief.play({sequence(1500, [](size_t i) { return i < 75 ? 1.0 : 0.0; })}, 1500)[0];
  CHECK(peak(cut, 0, 1500) < 0.12);
}

TEST_CASE("smooth: starts where the signal is, and arrives in its time") {
  CHECK(logic("smooth").play({constant(0.7f, 10)}, 10)[0][0] == 0.7f);
  auto slew = logic("smooth");
  slew.set("Mode", 1).set("Rise", 1).set("Fall", 0.5f);
  auto out = slew.play({sequence(3000, [](size_t i) { return i > 0 && i < 1500 ? 1.0 : 0.0; })}, 3000)[0];
  CHECK(out[375] == doctest::Approx(0.5).epsilon(0.01));
  CHECK(out[1499] == 1);
  CHECK(out[1500 + 187] == doctest::Approx(0.5).epsilon(0.02));
  auto ease = logic("smooth");
  ease.set("Rise", 1);
  auto eased = ease.play({sequence(750, [](size_t i) { return i > 0 ? 1.0 : 0.0; })}, 750)[0];
  CHECK(eased.back() == doctest::Approx(0.99).epsilon(0.002));
}

TEST_CASE("quantize, invert and scale do their sums") {
  CHECK(last(logic("quantize"), {0.3f}) == doctest::Approx(1.0 / 3));
  CHECK(last(logic("quantize").set("Mode", 1), {0.6f}) == doctest::Approx(1.0 / 3));
  CHECK(last(logic("quantize").set("Mode", 2), {0.4f}) == doctest::Approx(2.0 / 3));
  CHECK(last(logic("quantize").set("Mode", 1), {1}) == 1);
  CHECK(last(logic("invert"), {0.3f}) == doctest::Approx(0.7));
  CHECK(last(logic("invert").set("Centre", 0.25f), {0.3f}) == doctest::Approx(0.2));
  CHECK(last(logic("scale"), {0.3f}) == doctest::Approx(0.3));
  CHECK(last(logic("scale").set("In_low", 0.2f).set("In_high", 0.4f).set("Out_low", 1).set("Out_high", -1), {0.3f}) == doctest::Approx(0).epsilon(1e-4));
  CHECK(last(logic("scale").set("Curve", 0.3333333f), {0.5f}) == doctest::Approx(0.25).epsilon(1e-3));
  CHECK(last(logic("scale").set("Clamp", 1), {3}) == 1);
  CHECK(last(logic("scale").set("In_low", 0.5f).set("In_high", 0.5f), {0.6f}) == 1);
}

TEST_CASE("math: every operation, and nothing breaks it") {
  auto sum = [](int operation, float a, float b) { return last(logic("math").set("Operation", float(operation)), {a, b}); };
  CHECK(sum(0, 2, 3) == 5);
  CHECK(sum(1, 2, 3) == -1);
  CHECK(sum(2, 2, 3) == 6);
  CHECK(sum(3, 3, 2) == doctest::Approx(1.5));
  CHECK(sum(3, 3, 0) == 0);
  CHECK(sum(4, 2, 3) == 2);
  CHECK(sum(5, 2, 3) == 3);
  CHECK(sum(6, 2, 3) == 1);
  CHECK(sum(7, 5.5f, 2) == doctest::Approx(1.5));
  CHECK(sum(7, -0.5f, 2) == doctest::Approx(1.5));
  CHECK(sum(7, 1, 0) == 0);
  CHECK(sum(8, 2, 3) == doctest::Approx(8).epsilon(1e-4));
  CHECK(sum(8, -2, 3) == 0);
  CHECK(last(logic("math").set("Operation", 2).set("Value", 0.5f), {0.8f, 0}) == doctest::Approx(0.4));
}

TEST_CASE("gate lets through, holds, fades and inverts") {
  Signal in = {0.1f, 0.2f, 0.3f, 0.4f}, gate = {0, 1, 0, 0};
  CHECK(logic("gate").play({in, gate}, 4)[0] == Signal{0, 0.2f, 0, 0});
  CHECK(logic("gate").set("Closed", 1).play({in, gate}, 4)[0] == Signal{0, 0.2f, 0.2f, 0.2f});
  CHECK(logic("gate").set("Invert", 1).play({in, gate}, 4)[0] == Signal{0.1f, 0, 0.3f, 0.4f});
  auto slow = logic("gate").set("Fade", 1).play({constant(1, 750), constant(1, 750)}, 750)[0];
  CHECK(slow[374] == doctest::Approx(0.5).epsilon(0.01));
}

TEST_CASE("fusion brings four together, and a weight of 0 leaves one out in every mode") {
  auto fused = [](int mode, bool all) {
    auto node = logic("fusion");
    node.set("Mode", float(mode));
    if (all) node.set("Weight_c", 1).set("Weight_d", 1);
    return last(std::move(node), {0.5f, 0.8f, 0.2f, 0.9f});
  };
  const double two[] = {0.8, 0.5, 0.65, 1.3, 0.4}, four[] = {0.9, 0.2, 0.6, 2.4, 0.072};
  for (int mode = 0; mode < 5; ++mode) {
    CHECK(fused(mode, false) == doctest::Approx(two[mode]));
    CHECK(fused(mode, true) == doctest::Approx(four[mode]));
  }
}

TEST_CASE("signal nodes stay finite at every end of every control, for any signal") {
  for (const auto& name : faustNodes()) {
    if (!name.starts_with("operators/logic")) continue;
    FaustNode node(name, kTicks);
    auto run = [&] {
      for (float value : {0.0f, 1.0f, -1.0f, 1e6f, -1e6f, 1e-20f}) {
        std::vector<Signal> ins(size_t(node.instance->inputs()), constant(value, 128));
        for (const auto& out : node.play(ins, 128))
          for (float x : out) REQUIRE_MESSAGE(std::isfinite(x), name);
      }
      node.instance->clear();
    };
    for (const auto& z : node.instance->zones())
      for (float value : {z.min, z.max}) {
        *z.zone = value;
        run();
        *z.zone = z.init;
      }
    for (bool most : {false, true}) {
      for (const auto& z : node.instance->zones()) *z.zone = most ? z.max : z.min;
      run();
    }
  }
}
