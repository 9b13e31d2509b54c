// Programs by what they are made of, so that a plan finds again what the plan before it had. [render]
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gl/program.h"
#include "plan/plan.h"

namespace weft::gl {

// A program for each pass, or one for all of them.
using PassPrograms = std::vector<std::unique_ptr<Program>>;

// Why a program may not be drawn. source: number of its #line; -1: none.
struct Refusal {
  std::string code, why;
  int source = -1, line = 0;
};

struct StoredProgram {
  PassPrograms passes;  // empty when it was refused
  std::optional<Refusal> refusal;
  // Canvas for which it has been tried out, and drawn for a first time; see canvasKey().
  uint64_t triedFor = 0, warmFor = 0;
};

class ProgramStore {
 public:
  // Compiled now unless it is here already. passes: 1 or more.
  std::shared_ptr<StoredProgram> get(const GlInfo&, const plan::Program&, int passes);
  // What get() would not have to compile; null where it would.
  std::shared_ptr<StoredProgram> find(const plan::Program&, int passes) const;
  // Lets go of what nobody holds, beyond the newest few hundred.
  void trim();

 private:
  struct Entry {
    std::shared_ptr<StoredProgram> program;
    uint64_t used = 0;
  };
  std::unordered_map<std::string, Entry> entries_;
  uint64_t turn_ = 0;
};

}  // namespace weft::gl
