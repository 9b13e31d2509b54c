#include "dsp/worker/ir_text.h"

#include <algorithm>
#include <charconv>

namespace weft::dsp::ir {
namespace {
constexpr int kFirst = 100000;  // numbers of metadata: beyond any that Faust writes
}

Line parse(std::string_view line) {
  Line out;
  std::string word;
  int depth = 0;  // types such as [2 x float] and <8 x float> are one word
  auto end = [&] {
    if (!word.empty()) out.words.push_back(std::move(word));
    word.clear();
  };
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == ';' || c == '#') break;
    if (c == '[' || c == '<') ++depth;
    if (c == ']' || c == '>') --depth;
    if (depth == 0 && (c == ' ' || c == ',' || c == '(' || c == ')')) end();
    else if (depth == 0 && c == '=') {
      end();
      if (out.words.size() == 1) out.result = out.words[0];
      out.words.clear();
    } else word += c;
  }
  end();
  return out;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  for (size_t from = 0; from < text.size();) {
    const size_t to = std::min(text.find('\n', from), text.size());
    out.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return out;
}

std::string join(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& l : lines) (out += l) += '\n';
  return out;
}

std::optional<int> numbered(std::string_view name, std::string_view prefix) {
  if (!name.starts_with('%') || !name.substr(1).starts_with(prefix)) return std::nullopt;
  name.remove_prefix(1 + prefix.size());
  int n = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), n);
  return error == std::errc() && end == name.data() + name.size() && !name.empty() ? std::optional(n) : std::nullopt;
}

// Region i: its scope is kFirst + 1 + i, the list with it alone follows after all scopes, then the list of all others.
std::string Apart::mark(const std::string& region) const {
  const auto at = std::find(regions_.begin(), regions_.end(), region);
  if (at == regions_.end()) return "";
  const int i = kFirst + 1 + int(regions_.size()) + 2 * int(at - regions_.begin());
  return ", !alias.scope !" + std::to_string(i) + ", !noalias !" + std::to_string(i + 1);
}

std::vector<std::string> Apart::metadata() const {
  const int count = int(regions_.size());
  auto n = [](int i) { return "!" + std::to_string(i); };
  std::vector<std::string> out = {n(kFirst) + " = distinct !{" + n(kFirst) + ", !\"buffers\"}"};
  for (int i = 0; i < count; ++i)
    out.push_back(n(kFirst + 1 + i) + " = distinct !{" + n(kFirst + 1 + i) + ", " + n(kFirst) + ", !\"" + regions_[size_t(i)] + "\"}");
  for (int i = 0; i < count; ++i) {
    const int at = kFirst + 1 + count + 2 * i;
    out.push_back(n(at) + " = !{" + n(kFirst + 1 + i) + "}");
    std::string others;
    for (int j = 0; j < count; ++j)
      if (j != i) others += (others.empty() ? "" : ", ") + n(kFirst + 1 + j);
    out.push_back(n(at + 1) + " = !{" + others + "}");
  }
  return out;
}

}  // namespace weft::dsp::ir
