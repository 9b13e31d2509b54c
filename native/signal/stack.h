// The parameter stack: base, then modulation, then automation, for every row of the parameter table.
#pragma once
#include <span>
#include <vector>

#include "plan/plan.h"

namespace weft::signal {

// Position 0..1 of a value on the row's declared scale; beyond 0..1 for a value beyond min..max. A logarithmic scale
// needs min and max above 0 (else it counts as linear); there, a value of 0 or less lies at 0. [any]
double unscale(const plan::Row&, double value);
// The value at position u of the row's scale: the inverse. [any]
double scale(const plan::Row&, double u);

// All rows of a plan with their bases and values. Nothing allocates after construction.
//
//   u     = unscale(base)
//   u'    = modulation wires folded over u: set u + d(s - u), multiply u(1 + d(s - 1)), add u + d s
//   u''   = automation wires folded over u', s = unscale(lane): set u + d(s + (u' - u at the start) - u), others as above
//   value = scale(clamp01(u''))
//
// bool: 1 above 0.5. long: the nearest of its values (nearest integer if it lists none). event: 1 for the one tick in
// which the value rises through 0.5. A signal that is not finite is left out of the fold. An untouched row gives its
// base, clamped, to the bit.
class Stack {
 public:
  // bases: one per row; missing ones count as min. Values start as the bases alone give them. [loader]
  Stack(const std::vector<plan::Row>& rows, std::span<const float> bases);

  // Not finite: ignored. [audio-rt]
  void setBase(int row, float value);
  float base(int row) const { return float(rows_[size_t(row)].base); }

  // Grows with every setBase: a row that does not move() has the value it had while this stays the same.
  const unsigned* changes() const { return &changes_; }

  // Once per tick for each row that moves(). signals: the slots that mods name. [audio-rt]
  void evaluate(int row, const float* signals);
  // True when the value can change without setBase: it has wires, or is an event (1 for one tick only).
  bool moves(int row) const;

  // Row `mine` goes on where row `theirs` of `other` is: what the last tick left in it. Its base stays. [audio-rt]
  void carry(int mine, const Stack& other, int theirs);

  float value(int row) const { return values_[size_t(row)]; }
  // Stays in place for the stack's lifetime.
  const float* at(int row) const { return &values_[size_t(row)]; }

 private:
  struct Wire {
    int signal;
    plan::Mode mode;
    double depth;
  };
  struct Row {
    plan::RowKind kind;
    bool log;
    bool above = false;  // event: was above 0.5 in the last tick
    double min, max, span;  // span: max - min, or ln(max / min)
    double base, u;
    int firstWire, modulations, automations;
    int firstValue, values;
  };
  float finish(Row&, double value) const;
  double clamped(const Row&) const;

  std::vector<Row> rows_;
  std::vector<Wire> wires_;
  std::vector<double> listed_;
  std::vector<float> values_;
  unsigned changes_ = 0;
};

}  // namespace weft::signal
