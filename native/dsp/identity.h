// The machine that compiled a program: which libraries, which processor.
#pragma once
#include <string>
#include <vector>

namespace weft::dsp {

// Paths of the Faust and LLVM libraries loaded into this process, and the folder of Faust's own .lib files. A change of one of them makes identity() stale. [any]
std::vector<std::string> compilerLibraries();

}  // namespace weft::dsp
