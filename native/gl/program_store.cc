#include "gl/program_store.h"

#include <algorithm>
#include <cmath>

#include "gl/loops.h"

namespace weft::gl {
namespace {

constexpr size_t kKept = 256;

std::string keyOf(const plan::Program& p, int passes) { return p.key + "/" + std::to_string(passes); }

StoredProgram compile(const GlInfo& info, const plan::Program& p, int passes) {
  StoredProgram made;
  if (const Loops loops = readLoops(p.fragment); loops.huge) {
    made.refusal = Refusal{"shader.slow", "A loop of the shader turns " + (std::isfinite(loops.turns) ? std::to_string(int64_t(loops.turns)) + " times" : "without end") +
                                              "; more than 65535 are not drawn. Give it a smaller bound.", loops.source, loops.line};
    return made;
  }
  for (int pass = 0; pass < passes; ++pass) {
    auto one = compileProgram(info, p.vertex, p.fragment, passes > 1 ? pass : -1);
    if (auto* e = std::get_if<CompileError>(&one)) {
      made.passes.clear();
      made.refusal = Refusal{"shader.compile", "The shader does not compile: " + e->message + ". Correct the node file.", e->source, e->line};
      return made;
    }
    made.passes.push_back(std::move(std::get<std::unique_ptr<Program>>(one)));
  }
  return made;
}

}  // namespace

std::shared_ptr<StoredProgram> ProgramStore::get(const GlInfo& info, const plan::Program& p, int passes) {
  Entry& entry = entries_[keyOf(p, passes)];
  if (!entry.program) entry.program = std::make_shared<StoredProgram>(compile(info, p, passes));
  entry.used = ++turn_;
  return entry.program;
}

std::shared_ptr<StoredProgram> ProgramStore::find(const plan::Program& p, int passes) const {
  const auto at = entries_.find(keyOf(p, passes));
  return at == entries_.end() ? nullptr : at->second.program;
}

void ProgramStore::trim() {
  if (entries_.size() <= kKept) return;
  std::vector<uint64_t> ages;
  for (const auto& [key, entry] : entries_) ages.push_back(entry.used);
  std::nth_element(ages.begin(), ages.end() - ptrdiff_t(kKept), ages.end());
  const uint64_t oldest = *(ages.end() - ptrdiff_t(kKept));
  std::erase_if(entries_, [&](const auto& e) { return e.second.used < oldest && e.second.program.use_count() == 1; });
}

}  // namespace weft::gl
