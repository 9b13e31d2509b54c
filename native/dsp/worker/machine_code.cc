#include "dsp/worker/machine_code.h"

#include <fstream>
#include <stdexcept>

#include "dsp/worker/distinct.h"
#include "dsp/worker/ir_text.h"
#include "dsp/worker/wide_face.h"
#include "dsp/worker/widen.h"

namespace weft::dsp {
namespace {

// Left of LLVM's licence to reckon otherwise: a zero's sign, one rounding for product and sum, one reciprocal for several
// quotients.
constexpr const char* kFlags = " nsz contract arcp ";

std::string target() {
  const std::string host = getDSPMachineTarget();  // "x86_64-pc-linux-gnu:znver3"
  if (!host.starts_with("x86_64") || !host.ends_with(":generic")) return "";
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (!line.starts_with("flags")) continue;
    line += ' ';
    for (const char* needed : {" avx ", " avx2 ", " bmi1 ", " bmi2 ", " f16c ", " fma ", " movbe "})
      if (line.find(needed) == std::string::npos) return "";
    return host.substr(0, host.rfind(':')) + ":x86-64-v3";
  }
  return "";
}

// Faust lets LLVM reckon in any order and with rough reciprocals: one voice and eight would not round alike, and what is
// not a number would count as one.
std::string inOrder(const std::string& module) {
  auto lines = ir::lines(module);
  for (auto& line : lines) {
    const auto at = line.find(" fast ");
    if (line.starts_with("  ") && at < line.find('"')) line.replace(at, 6, kFlags);
  }
  return ir::join(lines);
}

// "" when LLVM does not take it.
std::string optimised(const std::string& module, std::string& error) {
  auto* factory = readDSPFactoryFromIR(module, machineTarget(), error, -1);
  if (!factory) return "";
  std::string code = writeDSPFactoryToMachine(factory, machineTarget());
  deleteDSPFactory(factory);
  return code;
}

}  // namespace

const std::string& machineTarget() {
  static const std::string found = target();  // the processor does not change while a process runs
  return found;
}

MachineCode machineCode(::llvm_dsp_factory* factory, std::string& error) {
  const std::string module = writeDSPFactoryToIR(factory);
  MachineCode made;
  made.single = optimised(inOrder(withDistinctBuffers(module)), error);
  if (made.single.empty()) made.single = optimised(module, error);
  auto wide = widen(module);
  if (auto* no = std::get_if<NotWide>(&wide)) {
    made.narrow = no->why;
    return made;
  }
  std::string why;
  const WideFace face(module);
  made.wide = optimised(inOrder(std::get<0>(wide)), why);
  made.words = face.words();
  made.anchor = face.anchor();
  if (made.wide.empty()) made.narrow = "LLVM does not take it: " + why;
  return made;
}

}  // namespace weft::dsp
