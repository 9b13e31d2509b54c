#include "gl/loops.h"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <regex>
#include <unordered_map>
#include <vector>

#include "gl/source_line.h"

namespace weft::gl {
namespace {

constexpr double kPlainTurns = 1 << 16;  // of all loops multiplied

// The text with comments blanked; positions stay.
std::string withoutComments(std::string_view in) {
  std::string s(in);
  for (size_t i = 0; i + 1 < s.size();) {
    if (s[i] == '/' && s[i + 1] == '/') {
      while (i < s.size() && s[i] != '\n') s[i++] = ' ';
    } else if (s[i] == '/' && s[i + 1] == '*') {
      const size_t end = s.find("*/", i + 2);
      const size_t stop = end == std::string::npos ? s.size() : end + 2;
      for (; i < stop; ++i)
        if (s[i] != '\n') s[i] = ' ';
    } else {
      ++i;
    }
  }
  return s;
}

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

struct Loop {
  size_t keyword;      // position of `for` or `while`
  size_t open, close;  // its parentheses
  bool isFor;
  size_t end;      // of its body
  int function;    // number of the outermost braces it lies in
  double turns;    // -1: not constant
};

size_t closing(const std::string& s, size_t open) {
  int depth = 0;
  for (size_t i = open; i < s.size(); ++i) {
    if (s[i] == '(') ++depth;
    if (s[i] == ')' && --depth == 0) return i;
  }
  return std::string::npos;
}

// End of the statement that begins at `at`: a block in braces, or up to its semicolon.
size_t bodyEnd(const std::string& s, size_t at) {
  int braces = 0, parentheses = 0;
  for (size_t i = at; i < s.size(); ++i) {
    if (s[i] == '(') ++parentheses;
    if (s[i] == ')') --parentheses;
    if (s[i] == '{') ++braces;
    if (s[i] == '}' && --braces <= 0) return i;
    if (s[i] == ';' && braces == 0 && parentheses == 0) return i;
  }
  return s.size();
}

std::vector<Loop> findLoops(const std::string& s) {
  std::vector<Loop> loops;
  int function = 0, depth = 0;
  for (size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '{') ++depth;
    if (s[i] == '}' && --depth == 0) ++function;
    if (i > 0 && isWord(s[i - 1])) continue;
    const bool isFor = s.compare(i, 3, "for") == 0, isWhile = s.compare(i, 5, "while") == 0;
    if (!isFor && !isWhile) continue;
    size_t open = i + (isFor ? 3 : 5);
    while (open < s.size() && (std::isspace(static_cast<unsigned char>(s[open])) || s[open] == '\\')) ++open;
    if (open >= s.size() || s[open] != '(') continue;
    const size_t close = closing(s, open);
    if (close != std::string::npos) loops.push_back({i, open, close, isFor, bodyEnd(s, close + 1), function, -1});
  }
  return loops;
}

using Names = std::unordered_map<std::string, double>;

Names readConstants(const std::string& s) {
  static const std::regex forms(
      R"((?:#\s*define\s+(\w+)\s+|const\s+(?:\w+\s+)?(?:int|uint|float)\s+(\w+)\s*=\s*)\(?\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)[uUfF]?\s*\)?\s*(?=[;\n\r]|$))");
  Names names;
  for (std::sregex_iterator m(s.begin(), s.end(), forms), end; m != end; ++m)
    names[(*m)[1].matched ? (*m)[1].str() : (*m)[2].str()] = std::strtod((*m)[3].str().c_str(), nullptr);
  return names;
}

bool number(const std::string& word, const Names& names, double& out) {
  if (auto it = names.find(word); it != names.end()) {
    out = it->second;
    return true;
  }
  char* end = nullptr;
  out = std::strtod(word.c_str(), &end);
  if (end == word.c_str()) return false;
  while (*end && std::strchr("uUfF", *end)) ++end;
  return *end == 0;
}

// Turns of a `for` header with constant bounds; -1 when they are not.
double turnsOf(const std::string& header, const Names& names) {
  static const std::regex form(
      R"(^\s*(?:\w+\s+)*(\w+)\s*=\s*([-+\w.]+)\s*;\s*(\w+)\s*(<=|>=|<|>|!=)\s*([-+\w.]+)\s*;\s*(.*?)\s*$)");
  std::smatch m;
  if (!std::regex_match(header, m, form) || m[1].str() != m[3].str()) return -1;
  double from, to, step = 0;
  if (!number(m[2].str(), names, from) || !number(m[5].str(), names, to)) return -1;
  const std::string name = m[1].str(), change = m[6].str();
  static const std::regex byOne(R"(^(?:(\+\+|--)\s*(\w+)|(\w+)\s*(\+\+|--))$)");
  static const std::regex by(R"(^(\w+)\s*(\+=|-=)\s*([-+\w.]+)$)");
  std::smatch c;
  if (std::regex_match(change, c, byOne)) {
    step = (c[1].matched ? c[1].str() : c[4].str()) == "++" ? 1 : -1;
  } else if (std::regex_match(change, c, by) && c[1].str() == name && number(c[3].str(), names, step)) {
    if (c[2].str() == "-=") step = -step;
  } else {
    return -1;
  }
  const double way = to - from;
  if (m[4].str() == "!=" || step == 0) return step != 0 && way / step >= 0 ? way / step : HUGE_VAL;
  const bool up = m[4].str()[0] == '<';
  if (up ? way < 0 : way > 0) return 0;
  if ((up && step < 0) || (!up && step > 0)) return HUGE_VAL;
  return m[4].str().size() == 2 ? std::floor(way / step) + 1 : std::ceil(way / step);
}

// Turns of the loops from `at` on that lie before `end`, those inside one another multiplied; `at` moves past them.
double together(const std::vector<Loop>& loops, size_t& at, size_t end) {
  double sum = 0;
  while (at < loops.size() && loops[at].keyword < end) {
    const Loop& l = loops[at++];
    sum += l.turns * std::max(1.0, together(loops, at, l.end));
  }
  return sum;
}

// #line N S: the next line is N of source S.
void place(const std::string& s, size_t at, Loops& out) {
  out.source = 0;
  out.line = 1;
  for (size_t i = 0; i < at;) {
    size_t end = s.find('\n', i);
    if (end == std::string::npos || end >= at) break;
    int line = 0, source = out.source;
    if (std::sscanf(s.substr(i, end - i).c_str(), " #line %d %d", &line, &source) >= 1) {
      out.line = line;
      out.source = source;
    } else {
      ++out.line;
    }
    i = end + 1;
  }
  placeOf(out.source, out.line);
}

}  // namespace

Loops readLoops(std::string_view glsl) {
  const std::string s = withoutComments(glsl);
  const Names names = readConstants(s);
  Loops out;
  std::vector<Loop> loops = findLoops(s);
  for (Loop& l : loops) {
    if (l.isFor) l.turns = turnsOf(s.substr(l.open + 1, l.close - l.open - 1), names);
    if (l.turns < 0) out.plain = false;
    if (l.turns <= kMostTurns) continue;
    out.plain = false;
    if (out.huge) continue;
    out.huge = true;
    out.turns = l.turns;
    place(s, l.keyword, out);
  }
  if (!out.plain) return out;
  // A function may be called from inside another's loops: functions multiply.
  double all = 1;
  for (size_t at = 0; at < loops.size();) {
    size_t end = at;
    while (end < loops.size() && loops[end].function == loops[at].function) ++end;
    all *= std::max(1.0, together(loops, at, end < loops.size() ? loops[end].keyword : s.size()));
  }
  out.plain = all <= kPlainTurns;
  return out;
}

std::string withBudget(std::string_view glsl, int turns) {
  static const std::regex entry(R"(\bvoid\s+main\s*\(\s*(?:void)?\s*\))");
  const std::string s = std::regex_replace(withoutComments(glsl), entry, "void weft_trial()");
  std::string out = "int weft_turns = 0;\nbool weft_over = false;\nbool weft_go() {\n  if (weft_turns++ >= " +
                    std::to_string(turns) + ") weft_over = true;\n  return !weft_over;\n}\n";
  std::unordered_map<size_t, const char*> before, after;
  for (const Loop& l : findLoops(s)) {
    size_t from = l.open + 1, to = l.close;
    if (l.isFor) {
      const size_t first = s.find(';', l.open);
      const size_t second = first == std::string::npos ? first : s.find(';', first + 1);
      if (second == std::string::npos || second > l.close) continue;
      from = first + 1;
      to = second;
    }
    const bool empty = s.find_first_not_of(" \t\r\n\\", from) >= to;
    before[from] = empty ? " weft_go()" : " weft_go() && (";
    if (!empty) after[to] = ")";
  }
  for (size_t i = 0; i < s.size(); ++i) {
    if (auto a = after.find(i); a != after.end()) out += a->second;
    if (auto b = before.find(i); b != before.end()) out += b->second;
    out += s[i];
  }
  out += "\nvoid main() {\n  weft_trial();\n  if (!weft_over) discard;\n}\n";
  return out;
}

}  // namespace weft::gl
