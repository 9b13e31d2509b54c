#include "dsp/worker/distinct.h"

#include <map>

#include "dsp/worker/ir_text.h"

namespace weft::dsp {

std::string withDistinctBuffers(const std::string& module) {
  auto lines = ir::lines(module);
  std::vector<std::string> regions = {"memory", "inputs"};
  size_t first = 0, last = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with("define void @compute")) first = i;
    if (first && !last && lines[i] == "}") last = i;
    if (!first || last) continue;
    const ir::Line l = ir::parse(lines[i]);
    if (ir::numbered(l.result, "output") && l.is(0, "alloca")) regions.push_back(l.result.substr(1));
  }
  const std::string memory = "* %dsp, i32 %count";
  const size_t at = first ? lines[first].find(memory) : std::string::npos;
  if (!last || at == std::string::npos) return module;
  lines[first].replace(at, memory.size(), "* noalias %dsp, i32 %count");

  const ir::Apart apart(regions);
  std::map<std::string, std::string> regionOf;  // of pointers
  for (size_t i = first + 1; i < last; ++i) {
    const ir::Line l = ir::parse(lines[i]);
    const auto known = [&](size_t word) { return word < l.words.size() && regionOf.contains(l.words[word]) ? regionOf[l.words[word]] : std::string(); };
    if (l.is(0, "load") && l.is(1, "float*") && l.words.size() > 3) {
      if (ir::numbered(l.words[3], "output")) regionOf[l.result] = l.words[3].substr(1);
      if (ir::numbered(l.words[3], "input")) regionOf[l.result] = "inputs";
    } else if (l.is(0, "getelementptr") && l.words.size() > 4) {
      if (l.words[4] == "%dsp") regionOf[l.result] = "memory";
      else if (const auto from = known(4); !from.empty()) regionOf[l.result] = from;
    } else if (l.is(0, "bitcast") && l.words.size() > 2) {
      if (l.words[2] == "%dsp") regionOf[l.result] = "memory";
      else if (const auto from = known(2); !from.empty()) regionOf[l.result] = from;
    } else if ((l.is(0, "load") || l.is(0, "store")) && (l.is(1, "float") || l.is(1, "i32"))) {
      if (const auto from = known(l.is(0, "load") ? 3 : 4); !from.empty()) lines[i] += apart.mark(from);
    }
  }
  for (auto& m : apart.metadata()) lines.push_back(std::move(m));
  return ir::join(lines);
}

}  // namespace weft::dsp
