// Faust's error messages -> a sentence and a line of the node's own files.
#pragma once
#include <faust/dsp/llvm-dsp.h>

#include <array>
#include <string>
#include <vector>

#include "dsp/source.h"

namespace weft::dsp {

// Scalar code: vector code (-vec) measured no faster for most nodes and took three to ten times as long to compile.
// -rui: a control never leaves its range inside the program; -ct 1: table indices are checked. Without them a stray value is a crash.
inline constexpr std::array kOptions = {"-rui", "-ct", "1"};

// libfaust with the options and import folders of one program.
class Compiler {
 public:
  Compiler(const Sources& sources, const std::string& home);
  // The program before it is optimised (see machine_code.h); nullptr and error when it does not compile.
  ::llvm_dsp_factory* compile(const std::string& text, std::string& error) const;
  // evaluates only; "" when it does
  std::string evaluate(const std::string& text) const;

 private:
  std::vector<std::string> options_;
  std::vector<const char*> arguments_;
};

struct Located {
  std::string message, file;
  int line;
};

// Errors of composition and of types carry no line: then the definition that fails by itself is found.
Located locate(const Compiler& compiler, const Sources& sources, const std::string& path, const std::string& error);

}  // namespace weft::dsp
