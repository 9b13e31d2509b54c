// The parameter stack against the formulas of the patch format, written out slowly.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

#include "signal/stack.h"

using namespace weft;
using plan::Mode;
using plan::Row;
using plan::RowKind;
using plan::Scale;
using plan::Stage;

namespace {

Row floatRow(double min, double max, Scale scale = Scale::Linear) {
  Row row;
  row.id = "n.p";
  row.node = 0;
  row.kind = RowKind::Float;
  row.min = min;
  row.max = max;
  row.scale = scale;
  row.record = -1;
  return row;
}

// The design's text, one line each.
struct Reference {
  const Row& row;
  double unscale(double v) const {
    if (row.scale == Scale::Log) return v <= 0 ? 0 : (std::log(v) - std::log(row.min)) / (std::log(row.max) - std::log(row.min));
    return (v - row.min) / (row.max - row.min);
  }
  double scale(double u) const {
    if (row.scale == Scale::Log) return std::pow(row.min, 1 - u) * std::pow(row.max, u);
    return row.min * (1 - u) + row.max * u;
  }
  double value(double base, const std::vector<float>& signals) const {
    const double u = unscale(base);
    double x = u;
    for (const auto& mod : row.mods) {
      if (mod.stage != Stage::Modulation || !std::isfinite(signals[mod.signal])) continue;
      const double s = signals[mod.signal], d = mod.depth;
      if (mod.mode == Mode::Set) x = (1 - d) * x + d * s;
      if (mod.mode == Mode::Multiply) x = x * (1 - d) + x * d * s;
      if (mod.mode == Mode::Add) x = x + d * s;
    }
    const double shift = x - u;
    for (const auto& mod : row.mods) {
      if (mod.stage != Stage::Automation || !std::isfinite(signals[mod.signal])) continue;
      const double s = unscale(signals[mod.signal]), d = mod.depth;
      if (mod.mode == Mode::Set) x = (1 - d) * x + d * (s + shift);
      if (mod.mode == Mode::Multiply) x = x * (1 - d) + x * d * s;
      if (mod.mode == Mode::Add) x = x + d * s;
    }
    return scale(x < 0 ? 0 : x > 1 ? 1 : x);
  }
};

float one(const Row& row, float base, const std::vector<float>& signals) {
  signal::Stack stack({row}, std::vector<float>{base});
  stack.evaluate(0, signals.data());
  return stack.value(0);
}

}  // namespace

TEST_CASE("stack: 20,000 random folds agree with the formulas") {
  std::mt19937 random(1);
  auto unit = [&] { return std::uniform_real_distribution<double>(0, 1)(random); };
  for (int n = 0; n < 20000; ++n) {
    const bool log = random() % 2;
    const double min = log ? std::exp(unit() * 6 - 3) : unit() * 200 - 100;
    Row row = floatRow(min, log ? min * std::exp(0.1 + unit() * 6) : min + 0.1 + unit() * 300, log ? Scale::Log : Scale::Linear);
    std::vector<float> signals(8);
    const int wires = int(random() % 6);
    for (int i = 0; i < wires; ++i) {
      const Stage stage = random() % 3 == 0 ? Stage::Automation : Stage::Modulation;
      row.mods.push_back({i, stage, Mode(random() % 3), float(unit() * 2 - 1)});
      signals[size_t(i)] = stage == Stage::Automation ? float(row.min + unit() * (row.max - row.min)) : float(unit() * 1.4 - 0.2);
      if (random() % 20 == 0) signals[size_t(i)] = std::numeric_limits<float>::quiet_NaN();
    }
    const float base = float(row.min + (unit() * 1.2 - 0.1) * (row.max - row.min));
    const double expected = Reference{row}.value(base, signals);
    CHECK(std::abs(one(row, base, signals) - expected) <= 1e-6 * (std::abs(row.min) + std::abs(row.max)));
  }
}

TEST_CASE("stack: the same depth moves a linear and a logarithmic parameter by the same part of its scale") {
  Row gain = floatRow(0, 2), cutoff = floatRow(20, 20000, Scale::Log);
  for (Row* row : {&gain, &cutoff}) row->mods = {{0, Stage::Modulation, Mode::Add, 0.25f}};
  CHECK(one(gain, 1, {1}) == doctest::Approx(1.5));
  const float middle = float(std::sqrt(20.0 * 20000));
  CHECK(one(cutoff, middle, {1}) == doctest::Approx(20 * std::pow(1000, 0.75)));
}

TEST_CASE("stack: automation speaks the parameter's own unit and modulation stays on top of it") {
  Row row = floatRow(20, 20000, Scale::Log);
  row.mods = {{0, Stage::Automation, Mode::Set, 1}};
  CHECK(one(row, 100, {440}) == doctest::Approx(440));
  row.mods.push_back({1, Stage::Modulation, Mode::Add, 0.1f});
  CHECK(one(row, 100, {440, 1}) == doctest::Approx(440 * std::pow(1000, 0.1)));
  CHECK(one(row, 5000, {440, 1}) == doctest::Approx(440 * std::pow(1000, 0.1)));
}

TEST_CASE("stack: a row without wires gives its base to the bit, clamped to its range") {
  Row row = floatRow(0.1, 7.3);
  std::mt19937 random(2);
  for (int i = 0; i < 1000; ++i) {
    const float base = std::uniform_real_distribution<float>(0.2f, 7.2f)(random);
    CHECK(one(row, base, {}) == base);
    Row wired = row;
    wired.mods = {{0, Stage::Modulation, Mode::Add, 0.5f}};
    CHECK(one(wired, base, {0}) == base);  // a modulator at rest changes nothing
  }
  CHECK(one(row, 100, {}) == float(7.3));
  CHECK(one(row, -100, {}) == float(0.1));
}

TEST_CASE("stack: a base that is not finite is refused, the last one holds") {
  signal::Stack stack({floatRow(0, 1)}, std::vector<float>{0.25f});
  stack.setBase(0, std::numeric_limits<float>::quiet_NaN());
  stack.setBase(0, std::numeric_limits<float>::infinity());
  CHECK(stack.value(0) == 0.25f);
  stack.setBase(0, 0.75f);
  CHECK(stack.value(0) == 0.75f);
}

TEST_CASE("stack: whatever the signals hold, the value is finite and within range") {
  Row row = floatRow(20, 20000, Scale::Log);
  row.mods = {{0, Stage::Modulation, Mode::Multiply, 1}, {1, Stage::Modulation, Mode::Set, -1}, {2, Stage::Automation, Mode::Set, 1}};
  const float inf = std::numeric_limits<float>::infinity();
  const float odd[] = {0, -0.f, 1, -1, 1e-40f, 3e38f, -3e38f, inf, -inf, std::nanf("")};
  for (float a : odd)
    for (float b : odd)
      for (float c : odd) {
        const float value = one(row, 440, {a, b, c});
        CHECK((value >= 20.f && value <= 20000.f));
      }
}

TEST_CASE("stack: a bool is true above 0.5") {
  Row row = floatRow(0, 1);
  row.kind = RowKind::Bool;
  CHECK(one(row, 0.5f, {}) == 0);
  CHECK(one(row, 0.51f, {}) == 1);
  row.mods = {{0, Stage::Modulation, Mode::Set, 1}};
  CHECK(one(row, 0, {0.6f}) == 1);
  CHECK(one(row, 1, {0.4f}) == 0);
}

TEST_CASE("stack: a long goes to its nearest value, or to the nearest integer when it lists none") {
  Row row = floatRow(0, 10);
  row.kind = RowKind::Long;
  row.values = {0, 1, 4, 10};
  CHECK(one(row, 2.4f, {}) == 1);
  CHECK(one(row, 2.6f, {}) == 4);
  CHECK(one(row, 9, {}) == 10);
  row.values.clear();
  CHECK(one(row, 2.4f, {}) == 2);
  row.mods = {{0, Stage::Modulation, Mode::Set, 1}};
  CHECK(one(row, 2.4f, {0.77f}) == 8);
}

TEST_CASE("stack: an event is 1 for the one tick in which it rises through 0.5") {
  Row row = floatRow(0, 1);
  row.kind = RowKind::Event;
  row.mods = {{0, Stage::Modulation, Mode::Set, 1}};
  signal::Stack stack({row}, std::vector<float>{0});
  const float in[] = {0, 0.4f, 0.6f, 0.9f, 0.55f, 0.5f, 0.51f, 0, 1, 1};
  const float out[] = {0, 0, 1, 0, 0, 0, 1, 0, 1, 0};
  for (int i = 0; i < 10; ++i) {
    stack.evaluate(0, &in[i]);
    CHECK(stack.value(0) == out[i]);
  }
}

TEST_CASE("stack: an event without wires fires once when its base is raised, and again after it was lowered") {
  Row row = floatRow(0, 1);
  row.kind = RowKind::Event;
  signal::Stack stack({row}, std::vector<float>{0});
  auto tick = [&] { stack.evaluate(0, nullptr); return stack.value(0); };
  CHECK(stack.moves(0));
  CHECK(tick() == 0);
  stack.setBase(0, 1);
  CHECK(tick() == 1);
  CHECK(tick() == 0);
  stack.setBase(0, 0);
  CHECK(tick() == 0);
  stack.setBase(0, 1);
  CHECK(tick() == 1);
}

TEST_CASE("stack: modulation comes before automation wherever they stand in the list") {
  Row row = floatRow(0, 1);
  row.mods = {{1, Stage::Automation, Mode::Set, 1}, {0, Stage::Modulation, Mode::Set, 1}};
  Row other = row;
  std::swap(other.mods[0], other.mods[1]);
  CHECK(one(row, 0.2f, {0.3f, 0.5f}) == one(other, 0.2f, {0.3f, 0.5f}));
  CHECK(one(row, 0.2f, {0.3f, 0.5f}) == doctest::Approx(0.6));  // lane 0.5, modulated up by 0.1
}
