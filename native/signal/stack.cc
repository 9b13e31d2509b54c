#include "signal/stack.h"

#include <algorithm>
#include <cmath>

namespace weft::signal {
namespace {

bool isLog(const plan::Row& row) { return row.scale == plan::Scale::Log && row.min > 0 && row.max > 0; }
double spanOf(bool log, double min, double max) { return log ? std::log(max / min) : max - min; }

double toPosition(bool log, double min, double span, double value) {
  if (span == 0) return 0;
  if (!log) return (value - min) / span;
  return value > 0 ? std::log(value / min) / span : 0;
}
double toValue(bool log, double min, double span, double u) {
  return log ? min * std::exp(u * span) : min + u * span;
}

}  // namespace

double unscale(const plan::Row& row, double value) {
  const bool log = isLog(row);
  return toPosition(log, row.min, spanOf(log, row.min, row.max), value);
}

double scale(const plan::Row& row, double u) {
  const bool log = isLog(row);
  return toValue(log, row.min, spanOf(log, row.min, row.max), u);
}

Stack::Stack(const std::vector<plan::Row>& rows, std::span<const float> bases) {
  rows_.reserve(rows.size());
  values_.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const plan::Row& from = rows[i];
    Row row{};
    row.kind = from.kind;
    row.log = isLog(from);
    row.min = from.min;
    row.max = from.max;
    row.span = spanOf(row.log, from.min, from.max);
    row.firstWire = int(wires_.size());
    for (plan::Stage stage : {plan::Stage::Modulation, plan::Stage::Automation})
      for (const plan::Mod& mod : from.mods) {
        if (mod.stage != stage) continue;
        wires_.push_back({mod.signal, mod.mode, std::isfinite(mod.depth) ? double(mod.depth) : 0.0});
        (stage == plan::Stage::Modulation ? row.modulations : row.automations)++;
      }
    row.firstValue = int(listed_.size());
    row.values = int(from.values.size());
    listed_.insert(listed_.end(), from.values.begin(), from.values.end());
    row.base = row.min;
    rows_.push_back(row);
    setBase(int(i), i < bases.size() ? bases[i] : float(from.min));
    Row& made = rows_.back();
    values_[i] = made.kind == plan::RowKind::Event ? 0.f : finish(made, clamped(made));
  }
}

void Stack::setBase(int index, float value) {
  if (!std::isfinite(value)) return;
  Row& row = rows_[size_t(index)];
  ++changes_;
  row.base = value;
  row.u = toPosition(row.log, row.min, row.span, row.base);
  if (!moves(index)) values_[size_t(index)] = finish(row, clamped(row));
}

void Stack::carry(int mine, const Stack& other, int theirs) {
  Row& row = rows_[size_t(mine)];
  const Row& from = other.rows_[size_t(theirs)];
  row.above = from.above;
  // What stands has the value of its own base already.
  if (moves(mine) && row.kind != plan::RowKind::Event) values_[size_t(mine)] = other.values_[size_t(theirs)];
}

bool Stack::moves(int index) const {
  const Row& row = rows_[size_t(index)];
  return row.modulations + row.automations > 0 || row.kind == plan::RowKind::Event;
}

double Stack::clamped(const Row& row) const {
  return std::clamp(row.base, std::min(row.min, row.max), std::max(row.min, row.max));
}

void Stack::evaluate(int index, const float* signals) {
  Row& row = rows_[size_t(index)];
  const Wire* wire = wires_.data() + row.firstWire;
  const double u = row.u;
  auto fold = [](double x, plan::Mode mode, double depth, double s, double shift) {
    switch (mode) {
      case plan::Mode::Set: return x + depth * (s + shift - x);
      case plan::Mode::Multiply: return x * (1 + depth * (s - 1));
      default: return x + depth * s;
    }
  };
  double modulated = u;
  for (int i = 0; i < row.modulations; ++i, ++wire) {
    const double s = signals[wire->signal];
    if (std::isfinite(s)) modulated = fold(modulated, wire->mode, wire->depth, s, 0);
  }
  double automated = modulated;
  for (int i = 0; i < row.automations; ++i, ++wire) {
    const double lane = signals[wire->signal];
    if (!std::isfinite(lane)) continue;
    const double s = toPosition(row.log, row.min, row.span, lane);
    automated = fold(automated, wire->mode, wire->depth, s, modulated - u);
  }
  const double value = automated == u || row.span == 0 || !std::isfinite(automated)
                           ? clamped(row)
                           : toValue(row.log, row.min, row.span, std::clamp(automated, 0.0, 1.0));
  values_[size_t(index)] = finish(row, value);
}

float Stack::finish(Row& row, double value) const {
  switch (row.kind) {
    case plan::RowKind::Float: return float(value);
    case plan::RowKind::Bool: return value > 0.5 ? 1.f : 0.f;
    case plan::RowKind::Event: {
      const bool above = value > 0.5;
      const bool rises = above && !row.above;
      row.above = above;
      return rises ? 1.f : 0.f;
    }
    case plan::RowKind::Long: break;
  }
  if (row.values == 0) return float(std::floor(value + 0.5));
  const double* first = listed_.data() + row.firstValue;
  const double* nearest = std::min_element(first, first + row.values, [value](double a, double b) {
    return std::abs(a - value) < std::abs(b - value);
  });
  return float(*nearest);
}

}  // namespace weft::signal
