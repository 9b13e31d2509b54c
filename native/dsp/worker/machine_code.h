// A compiled but not yet optimised Faust program -> machine code, for one voice and for eight.
#pragma once
#include <faust/dsp/llvm-dsp.h>

#include <string>

namespace weft::dsp {

// What to compile for: this machine, by what its processor can do. libfaust takes a processor that is newer than its
// LLVM for one without vector instructions.
const std::string& machineTarget();

struct MachineCode {
  std::string single;
  std::string wide;    // empty: none
  std::string narrow;  // why there is none
  // Of one voice's memory: its length, and the place of its first control, in words of 32 bits. 0 words: no wide program.
  int words = 0, anchor = 0;
};

// Empty `single`: LLVM failed; error says how. The factory stays the caller's.
MachineCode machineCode(::llvm_dsp_factory* factory, std::string& error);

}  // namespace weft::dsp
