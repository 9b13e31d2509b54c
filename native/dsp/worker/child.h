// Runs this program again as a child that may crash or hang without harm.
#pragma once
#include <string>
#include <vector>

namespace weft::dsp {

struct ChildResult {
  enum class End { Answered, Crashed, Hung } end;
  std::string lastLine;  // of its stdout
  int signal = 0;        // Crashed
};

// cpuSeconds: processor time after which it counts as hung; ten times that on the wall clock, so that a busy machine does not. Dies with
// its parent.
ChildResult runChild(const std::vector<std::string>& arguments, int cpuSeconds, size_t memoryBytes);

}  // namespace weft::dsp
