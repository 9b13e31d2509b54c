#include "gl/row_values.h"

#include <algorithm>
#include <cmath>

namespace weft::gl {

using plan::RowKind;

RowValues::RowValues(const plan::Plan& p, std::span<const float> bases, signal::TickRing* ring)
    : plan_(p), ring_(ring), bases_(p.rows.size()), values_(p.rows.size()), clips_(size_t(p.clips)) {
  for (int r = 0; r < int(p.rows.size()); ++r) {
    ids_.emplace(p.rows[r].id, r);
    if (p.rows[r].record >= 0) recorded_.push_back(r);
    setBase(r, r < int(bases.size()) ? bases[r] : 0.f);
  }
}

void RowValues::setBase(int row, float value) {
  const RowKind kind = plan_.rows[row].kind;
  const bool was = bases_[row] > 0.5f, is = value > 0.5f;
  bases_[row] = value;
  if (plan_.rows[row].record >= 0 && lastTick_ >= 0) return;
  if (kind == RowKind::Event) {
    if (is && !was && std::find(pulses_.begin(), pulses_.end(), row) == pulses_.end()) pulses_.push_back(row);
  } else {
    values_[row] = kind == RowKind::Bool ? float(is) : kind == RowKind::Long ? std::round(value) : value;
  }
}

void RowValues::begin(const FrameTime& t) {
  for (int r = 0; r < int(plan_.rows.size()); ++r)
    if (plan_.rows[r].kind == RowKind::Event) values_[r] = 0;
  for (int r : pulses_) values_[r] = 1;
  pulses_.clear();
  if (!ring_ || ring_->last() < 0) return;

  const int64_t own = std::clamp(t.tick, ring_->oldest(), ring_->last());
  auto record = ring_->read(own);
  transport_ = record.transport;
  std::copy_n(record.clips.begin(), clips_.size(), clips_.begin());
  // Paused, the same tick is drawn again: no tick is new, so nothing rises.
  const int64_t from = first_ ? own : std::clamp(lastTick_ + 1, ring_->oldest(), own + 1);
  for (int r : recorded_) {
    const size_t at = size_t(plan_.rows[r].record);
    const RowKind kind = plan_.rows[r].kind;
    const float now = record.values[at];
    if (kind == RowKind::Float) {
      values_[r] = now;
    } else if (kind == RowKind::Long) {
      values_[r] = std::round(now);
    } else {
      bool before = !first_ && from > ring_->oldest() && ring_->read(from - 1).values[at] > 0.5f;
      bool any = kind == RowKind::Bool && from > own && now > 0.5f;
      for (int64_t k = from; k <= own; ++k) {
        const bool above = ring_->read(k).values[at] > 0.5f;
        any |= above && (kind == RowKind::Bool || !before);
        before = above;
      }
      values_[r] = any;
    }
  }
  for (int r : risen_) values_[r] = 1;
  risen_.clear();
  lastTick_ = own;
  first_ = false;
}

void RowValues::follow(RowValues& before) {
  first_ = before.first_;
  const bool ticks = ring_ && before.ring_ && before.ring_->last() >= 0 && !before.first_;
  for (int r = 0; r < int(plan_.rows.size()); ++r) {
    const plan::Row& row = plan_.rows[r];
    if (row.kind != RowKind::Event && row.kind != RowKind::Bool) continue;
    const int old = before.row(row.id);
    if (old < 0) continue;
    if (row.kind == RowKind::Event && row.record < 0 && std::find(before.pulses_.begin(), before.pulses_.end(), old) != before.pulses_.end())
      pulses_.push_back(r);
    if (row.record < 0 || before.plan_.rows[old].record < 0 || !ticks) continue;
    const size_t at = size_t(before.plan_.rows[old].record);
    bool above = row.kind == RowKind::Event && before.lastTick_ >= before.ring_->oldest() && before.ring_->read(before.lastTick_).values[at] > 0.5f;
    for (int64_t k = std::max(before.lastTick_ + 1, before.ring_->oldest()); k <= before.ring_->last(); ++k) {
      const bool now = before.ring_->read(k).values[at] > 0.5f;
      if (now && !above) {
        risen_.push_back(r);
        break;
      }
      above = row.kind == RowKind::Event && now;
    }
  }
}

bool RowValues::moved(int64_t tick) const {
  if (!ring_ || ring_->last() < 0) return false;
  const auto record = ring_->read(std::clamp(tick, ring_->oldest(), ring_->last()));
  for (int r : recorded_) {
    const float now = record.values[size_t(plan_.rows[r].record)];
    const RowKind kind = plan_.rows[r].kind;
    if (kind == RowKind::Float ? now != values_[r] : kind == RowKind::Bool ? (now > 0.5f) != (values_[r] > 0.5f) : kind == RowKind::Long && std::round(now) != values_[r]) return true;
  }
  return false;
}

void RowValues::reset() { first_ = true; }

}  // namespace weft::gl
