// What a plan's sound schedule is, whatever its buffers are numbered: which step is whose, and which sounds meet where. Two
// plans are compared by it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace weft::audio {

// A sound at its origin: one output of one program, a channel of a clip, a ramp. The same number in every plan that has it.
using Origin = uint64_t;

struct Wiring {
  // Who a step is: its nodes, its program, its number of copies. The same in two plans: the step lives on. Empty for steps
  // without a state of their own (stack, mix, add).
  std::vector<std::string> identity;  // by step of plan.sound

  // What an address that a step reads (Step::inputs, same order) stands for.
  struct In {
    int origins = 0;   // index into sets
    int mix = -1;      // the mix step that the sound comes from, -1: none, it comes from its origin
  };
  std::vector<std::vector<In>> ins;       // by step; signal slots are not listed
  std::vector<std::vector<Origin>> sets;  // sorted; an origin that is wired twice is there twice. 0: silence

  Wiring() = default;
  explicit Wiring(const plan::Plan&);  // [loader]
};

}  // namespace weft::audio
