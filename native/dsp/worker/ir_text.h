// LLVM assembly as Faust writes it before it is optimised: one instruction a line, locals in memory, no phi.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::dsp::ir {

// A line in its parts. Punctuation that says nothing is dropped: "%3 = fadd fast float %1, 2.0e+00" has result "%3" and
// words fadd fast float %1 2.0e+00.
struct Line {
  std::string result;
  std::vector<std::string> words;
  bool is(size_t i, std::string_view word) const { return i < words.size() && words[i] == word; }
};
Line parse(std::string_view line);

std::vector<std::string> lines(const std::string& text);
std::string join(const std::vector<std::string>& lines);

// "output12" -> 12 where the name is prefix and a number. name: with its %.
std::optional<int> numbered(std::string_view name, std::string_view prefix);

// Names of memory that never overlaps, for alias analysis: LLVM cannot see that the program's own memory, each output
// and the inputs lie apart, and would read everything again after each sample that is written.
class Apart {
 public:
  explicit Apart(std::vector<std::string> regions) : regions_(std::move(regions)) {}
  // What follows a load or store in this region: ", !alias.scope ..."; "" for a region that is not known.
  std::string mark(const std::string& region) const;
  // The metadata that the marks refer to, for the module's end.
  std::vector<std::string> metadata() const;

 private:
  std::vector<std::string> regions_;
};

}  // namespace weft::dsp::ir
