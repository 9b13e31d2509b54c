#include <random>

#include "faust_node.h"

using namespace weft::test;

namespace {
constexpr int kRate = 48000;
constexpr size_t kSecond = 48000;

Signal noise(size_t samples, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> spread(-1, 1);
  return sequence(samples, [&](size_t) { return spread(random); });
}
bool finite(const std::vector<Signal>& signals) {
  for (const auto& s : signals)
    for (float x : s)
      if (!std::isfinite(x)) return false;
  return true;
}
}  // namespace

TEST_CASE("every Faust node compiles and is tried out") {
  for (const char* name : {"tools/oscillator", "tools/gain", "tools/pan", "tools/mixer", "fx/filter", "fx/delay", "fx/reverb", "fx/drive", "fx/compressor",
                           "operators/modulators/lfo", "operators/modulators/random", "operators/modulators/beat", "operators/modulators/rms",
                           "operators/modulators/band", "operators/modulators/onset", "operators/modulators/sidechain", "operators/logic/threshold",
                           "operators/logic/adsr", "operators/logic/smooth", "operators/logic/quantize", "operators/logic/invert", "operators/logic/scale",
                           "operators/logic/math", "operators/logic/gate", "operators/logic/fusion"})
    CHECK_MESSAGE(machineCode(name) != "", name);
}

TEST_CASE("sound nodes stay finite and bounded at every end of every control") {
  for (const auto& name : faustNodes()) {
    if (name.starts_with("operators/logic") || name.ends_with("lfo") || name.ends_with("random") || name.ends_with("beat")) continue;
    for (int rate : {48000, 96000}) {
      FaustNode node(name, rate);
      auto run = [&](const std::string& what) {
        std::vector<Signal> ins;
        for (int i = 0; i < node.instance->inputs(); ++i) ins.push_back(noise(12800, unsigned(i)));
        auto outs = node.play(ins, 12800);
        CHECK_MESSAGE(finite(outs), name << " " << what);
        for (const auto& o : outs) CHECK_MESSAGE(peak(o, 0, o.size()) < 2000, name << " " << what);
      };
      for (const auto& z : node.instance->zones())
        for (float value : {z.min, z.max}) {
          *z.zone = value;
          run(z.address);
          *z.zone = z.init;
        }
      for (bool most : {false, true}) {
        for (const auto& z : node.instance->zones()) *z.zone = most ? z.max : z.min;
        run(most ? "all at most" : "all at least");
      }
    }
  }
}

TEST_CASE("oscillator: right pitch and level in every shape, and little aliasing") {
  for (int shape = 0; shape < 4; ++shape) {
    FaustNode node("tools/oscillator", kRate);
    const double hz = 3001;
    auto out = node.set("Shape", float(shape)).set("Frequency", float(hz)).set("Level", 0).play({}, kSecond)[0];
    const double fundamental = amplitude(out, hz, kRate, 0, kSecond);
    const double expected[] = {1, 2 / M_PI, 4 / M_PI, 8 / (M_PI * M_PI)};
    CHECK(decibels(fundamental / expected[shape]) == doctest::Approx(0).epsilon(0.6).scale(1));
    // Strongest partial that folds back below 20 kHz, among the first of them.
    double worst = 0;
    for (int n = 2; n < 64; ++n) {
      double folded = std::fmod(n * hz, kRate);
      if (folded > kRate / 2.0) folded = kRate - folded;
      if (n * hz < kRate / 2.0 || folded > 20000) continue;
      if (std::abs(std::remainder(folded, hz)) < 20) continue;
      worst = std::max(worst, amplitude(out, folded, kRate, 0, kSecond));
    }
    CHECK(decibels(worst / fundamental) < (shape == 0 ? -90 : -30));
    CHECK(std::abs(amplitude(out, 0, kRate, 0, kSecond)) < 0.01);
  }
}

TEST_CASE("oscillator: detune is in cents, the least level is silence") {
  FaustNode node("tools/oscillator", kRate);
  auto out = node.set("Shape", 0).set("Frequency", 1000).set("Detune", 100).set("Level", 0).play({}, kSecond)[0];
  CHECK(amplitude(out, 1059.463, kRate, 0, kSecond) > 0.999);
  FaustNode silent("tools/oscillator", kRate);
  CHECK(peak(silent.set("Level", -60).play({}, 4800)[0], 0, 4800) == 0);
}

TEST_CASE("gain: 0 dB changes nothing from the first sample on, 6 dB doubles, the least is silence") {
  const Signal in = noise(9600);
  CHECK(FaustNode("tools/gain", kRate).play({in}, 9600)[0] == in);
  auto twice = FaustNode("tools/gain", kRate).set("Gain", 6.0206f).play({in}, 9600)[0];
  CHECK(twice[0] == doctest::Approx(2 * in[0]).epsilon(1e-4));
  CHECK(peak(FaustNode("tools/gain", kRate).set("Gain", -60).play({in}, 9600)[0], 0, 9600) == 0);
  auto inverted = FaustNode("tools/gain", kRate).set("Invert", 1).play({in}, 9600)[0];
  CHECK(inverted[100] == -in[100]);
}

TEST_CASE("gain: a jump of the control makes no click") {
  FaustNode node("tools/gain", kRate);
  auto out = node.play({constant(1, 9600)}, 9600, [&](size_t at) { node.set("Gain", at < 4800 ? 0.0f : -20.0f); })[0];
  for (size_t i = 1; i < out.size(); ++i) REQUIRE(std::abs(out[i] - out[i - 1]) < 0.005);
  CHECK(out.back() == doctest::Approx(0.1).epsilon(0.01));
}

TEST_CASE("pan keeps the power of a mono sound, and in the middle changes nothing") {
  for (float pan : {-1.0f, -0.5f, 0.0f, 0.3f, 1.0f}) {
    FaustNode node("tools/pan", kRate);
    auto out = node.set("Pan", pan).play({constant(1, 4800), constant(1, 4800)}, 4800);
    CHECK(out[0].back() * out[0].back() + out[1].back() * out[1].back() == doctest::Approx(2).epsilon(1e-4));
    if (pan == 0) CHECK(out[0].back() == doctest::Approx(1).epsilon(1e-5));
    if (pan == -1) CHECK(std::abs(out[1].back()) < 1e-6);
  }
}

TEST_CASE("mixer adds its four inlets, each at its level and place") {
  FaustNode node("tools/mixer", kRate);
  node.set("Level_2", -60).set("Pan_3", 1).set("Level_4", -6.0206f);
  std::vector<Signal> ins;
  for (float value : {0.1f, 0.1f, 0.5f, 0.5f, 0.2f, 0.2f, 0.4f, 0.4f}) ins.push_back(constant(value, 4800));
  auto out = node.play(ins, 4800);
  CHECK(out[0].back() == doctest::Approx(0.1 + 0.0 + 0.0 + 0.2).epsilon(1e-3));
  CHECK(out[1].back() == doctest::Approx(0.1 + 0.0 + 0.2 * std::sqrt(2) + 0.2).epsilon(1e-3));
}

TEST_CASE("filter: each mode passes what it names and stops the rest") {
  auto response = [](int mode, double hz) {
    FaustNode node("fx/filter", kRate);
    auto out = node.set("Mode", float(mode)).set("Cutoff", 1000).set("Resonance", 0.1f).play({sine(hz, 1, kSecond, kRate)}, kSecond)[0];
    return decibels(amplitude(out, hz, kRate, kSecond / 2, kSecond));
  };
  CHECK(response(0, 60) == doctest::Approx(0).epsilon(0.2).scale(1));
  CHECK(response(0, 10000) < -38);
  CHECK(response(1, 10000) == doctest::Approx(0).epsilon(0.2).scale(1));
  CHECK(response(1, 60) < -38);
  CHECK(response(2, 1000) == doctest::Approx(0).epsilon(0.2).scale(1));
  CHECK(response(2, 60) < -15);
  CHECK(response(3, 1000) < -60);
  CHECK(response(3, 60) == doctest::Approx(0).epsilon(0.2).scale(1));
}

TEST_CASE("filter: stays tame while its cutoff is thrown about at full resonance") {
  FaustNode node("fx/filter", kRate);
  std::mt19937 random(3);
  std::uniform_real_distribution<float> octave(0, 10);
  node.set("Resonance", 1);
  auto out = node.play({noise(kSecond)}, kSecond, [&](size_t) { node.set("Cutoff", 20 * std::exp2(octave(random))); });
  CHECK(finite(out));
  CHECK(peak(out[0], 0, kSecond) < 60);
}

TEST_CASE("delay: the first echo comes after its time, the next with its feedback, on the other side") {
  FaustNode node("fx/delay", kRate);
  node.set("Time", 0.1f).set("Feedback", 0.5f).set("Ping_pong", 1).set("Mix", 1).set("Damping", 20000).set("Low_cut", 10);
  Signal click = constant(0, kSecond);
  click[0] = 1;
  auto out = node.play({click, click}, kSecond);
  auto around = [&](int side, size_t at) { return peak(out[side], at - 5, at + 6); };
  CHECK(peak(out[0], 0, 4790) == 0);
  CHECK(around(0, 4800) > 0.9);
  CHECK(around(1, 4800) < 0.01);
  CHECK(around(1, 9600) > 0.35);
  CHECK(around(0, 9600) < 0.05);
  CHECK(around(0, 14400) > 0.1);
}

TEST_CASE("delay: mix 0 is the sound as it came") {
  const Signal l = noise(9600, 1), r = noise(9600, 2);
  auto out = FaustNode("fx/delay", kRate).set("Mix", 0).play({l, r}, 9600);
  CHECK(out[0] == l);
  CHECK(out[1] == r);
}

TEST_CASE("reverb: the tail falls by 60 dB in its decay time, and the sides differ") {
  FaustNode node("fx/reverb", kRate);
  node.set("Decay", 1.5f).set("Bass", 1).set("Damping", 20000).set("Mix", 1).set("Pre-delay", 0);
  Signal burst = constant(0, 3 * kSecond);
  auto n = noise(4800);
  std::copy(n.begin(), n.end(), burst.begin());
  auto out = node.play({burst, burst}, 3 * kSecond);
  double early = rms(out[0], 14400, 19200), late = rms(out[0], 62400, 67200);
  CHECK(decibels(late / early) == doctest::Approx(-40).epsilon(6).scale(1));
  double cross = 0;
  for (size_t i = 14400; i < 48000; ++i) cross += out[0][i] * out[1][i];
  cross /= rms(out[0], 14400, 48000) * rms(out[1], 14400, 48000) * 33600;
  CHECK(std::abs(cross) < 0.5);
}

TEST_CASE("drive: makes odd harmonics, even ones with bias, and folds little back") {
  auto run = [](float bias, int shape) {
    FaustNode node("fx/drive", kRate);
    node.set("Shape", float(shape)).set("Drive", 18).set("Bias", bias).set("Tone", 20000).set("Level", 0);
    return node.play({sine(1000, 0.5, kSecond, kRate)}, kSecond)[0];
  };
  auto straight = run(0, 0), leaning = run(0.5f, 0);
  auto at = [](const Signal& s, double hz) { return decibels(amplitude(s, hz, kRate, kSecond / 2, kSecond)); };
  CHECK(at(straight, 3000) > -20);
  CHECK(at(straight, 2000) < -80);
  CHECK(at(leaning, 2000) > -30);
  CHECK(peak(straight, 24000, kSecond) < 1.2);
  FaustNode node("fx/drive", kRate);
  node.set("Drive", 24).set("Bias", 0).set("Tone", 20000).set("Level", 0);
  auto high = node.play({sine(7013, 0.7, kSecond, kRate)}, kSecond)[0];
  const double folded = kRate - 5 * 7013.0;  // the fifth harmonic, mirrored
  auto naive = sequence(kSecond, [](size_t i) {
    double x = 0.7 * 15.85 * std::sin(2 * M_PI * 7013 * double(i) / kRate);
    return x / std::sqrt(1 + x * x);
  });
  CHECK(at(high, folded) < at(naive, folded) - 6);
}

TEST_CASE("compressor: 4 to 1 above the threshold, nothing below, and the side inlet rules when it is on") {
  auto level = [](double in, float side, bool sidechain) {
    FaustNode node("fx/compressor", kRate);
    node.set("Threshold", -24).set("Ratio", 4).set("Knee", 0).set("Makeup", 0).set("Attack", 0.1f).set("Release", 3000).set("Sidechain", sidechain);
    auto s = sine(1000, std::pow(10, in / 20), kSecond, kRate);
    auto out = node.play({s, s, constant(side, kSecond), constant(side, kSecond)}, kSecond);
    return decibels(peak(out[0], kSecond / 2, kSecond));
  };
  CHECK(level(0, 0, false) == doctest::Approx(-18).epsilon(0.5).scale(1));
  CHECK(level(-30, 0, false) == doctest::Approx(-30).epsilon(0.1).scale(1));
  CHECK(level(0, 0, true) == doctest::Approx(0).epsilon(0.1).scale(1));
  CHECK(level(-30, 1, true) == doctest::Approx(-48).epsilon(0.5).scale(1));
}
