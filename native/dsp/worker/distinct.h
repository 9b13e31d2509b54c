// Tells LLVM what Faust does not: a program's memory, its inputs and each of its outputs never overlap.
#pragma once
#include <string>

namespace weft::dsp {

// The module with that said in its compute function; as it came where nothing fits. The engine gives a program that
// would read what it writes buffers of its own, so the promise holds.
std::string withDistinctBuffers(const std::string& module);

}  // namespace weft::dsp
