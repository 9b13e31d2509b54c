#include "dsp/source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace weft::dsp {
namespace {

namespace fs = std::filesystem;
constexpr std::array kForeign = {"ffunction", "fconstant", "fvariable"};
constexpr std::array kImporting = {"import", "library", "component"};
constexpr size_t kLargest = 4 << 20;  // bytes of one source file

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Code with comments and strings blanked out (lines kept), and the strings by position.
struct Code {
  std::string code;
  std::map<size_t, std::string> strings;  // at the position of the opening quote
};

Code blank(std::string_view text) {
  Code out{std::string(text), {}};
  auto hide = [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i)
      if (out.code[i] != '\n') out.code[i] = ' ';
  };
  for (size_t i = 0; i < text.size();) {
    size_t end;
    if (text.substr(i, 2) == "//") {
      end = std::min(text.find_first_of("\r\n", i), text.size());
      hide(i, end);
    } else if (text.substr(i, 2) == "/*") {
      end = text.find("*/", i + 2);
      end = end == text.npos ? text.size() : end + 2;
      hide(i, end);
    } else if (text[i] == '"') {
      end = text.find('"', i + 1);
      if (end == text.npos) break;  // not a string: what follows counts as code
      out.strings[i] = std::string(text.substr(i + 1, end - i - 1));
      hide(i, ++end);
      out.code[i] = '"';
    } else if (text.substr(i, 6) == "<mdoc>") {
      // Inside documentation quotes mean nothing until it switches back: the rest counts as code, strings are found as they come.
      for (size_t q = i; (q = text.find('"', q)) != text.npos; ++q) {
        size_t close = text.find('"', q + 1);
        if (close != text.npos) out.strings[q] = std::string(text.substr(q + 1, close - q - 1));
      }
      break;
    } else {
      end = i + 1;
    }
    i = end;
  }
  return out;
}

int lineAt(std::string_view text, size_t position) { return 1 + int(std::count(text.begin(), text.begin() + long(position), '\n')); }

// Positions of a keyword. What stands before it does not matter: Faust reads "1ffunction" as two tokens.
std::vector<size_t> find(const std::string& code, std::string_view word) {
  std::vector<size_t> found;
  for (size_t at = 0; (at = code.find(word, at)) != code.npos; at += word.size())
    if (at + word.size() >= code.size() || !isWord(code[at + word.size()])) found.push_back(at);
  return found;
}

std::vector<Definition> definitions(const std::string& code) {
  std::vector<Definition> found;
  int depth = 0;
  size_t start = 0;
  auto statement = [&](size_t end) {
    size_t from = start;
    while (from < end && !isWord(code[from])) ++from;
    size_t to = from;
    while (to < end && isWord(code[to])) ++to;
    size_t next = to;
    while (next < end && std::isspace(static_cast<unsigned char>(code[next]))) ++next;
    if (to > from && next < end && (code[next] == '=' || code[next] == '('))
      found.push_back({code.substr(from, to - from), lineAt(code, from), code[next] == '(', code.substr(next, end - next)});
  };
  for (size_t i = 0; i < code.size(); ++i) {
    char c = code[i];
    if (c == '(' || c == '{' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == ']') --depth;
    if (c == ';' && depth <= 0) {
      statement(i);
      start = i + 1;
      depth = 0;
    }
  }
  return found;
}

std::optional<std::string> read(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kLargest) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return std::nullopt;
  return text.str();
}

std::string real(const fs::path& path) {
  std::error_code error;
  auto p = fs::canonical(path, error);
  return error ? std::string() : p.string();
}

}  // namespace

Scan scan(std::string_view text) {
  Scan result;
  Code code = blank(text);
  for (const char* word : kForeign)
    for (size_t at : find(code.code, word))
      result.foreign.push_back({std::string("The program names foreign code (") + word + "), which node files may not. Write it in Faust.", lineAt(text, at)});
  for (const char* word : kImporting)
    for (size_t at : find(code.code, word)) {
      size_t next = code.code.find_first_not_of(" \t\r\n", at + std::string_view(word).size());
      if (next == std::string::npos || code.code[next] != '(') continue;
      next = code.code.find_first_not_of(" \t\r\n", next + 1);
      auto s = next == std::string::npos ? code.strings.end() : code.strings.find(next);
      if (s == code.strings.end()) continue;
      if (s->second.find("://") != std::string::npos)
        result.remote.push_back({"The program imports " + s->second + " from a network, which node files may not. Copy the file beside the node.", lineAt(text, at)});
      else
        result.imports.push_back({s->second, lineAt(text, at)});
    }
  auto byLine = [](const auto& a, const auto& b) { return a.line < b.line; };
  std::stable_sort(result.foreign.begin(), result.foreign.end(), byLine);
  std::stable_sort(result.imports.begin(), result.imports.end(), byLine);
  result.definitions = definitions(code.code);
  return result;
}

std::string libraryFolder() {
  for (const char* folder : {"/usr/share/faust", "/usr/local/share/faust"})
    if (fs::exists(fs::path(folder) / "stdfaust.lib")) return real(folder);
  return {};
}

bool inLibrary(const std::string& path) {
  static const std::string folder = libraryFolder();  // stays while a process runs
  return !folder.empty() && path.starts_with(folder + "/");
}

Sources gather(const std::string& path) {
  Sources out;
  auto text = read(path);
  if (!text) {
    out.problem = {"dsp.compile", "The Faust file could not be read: it does not exist, or is larger than 4 MB.", path, 0};
    return out;
  }
  out.text = *text;
  const fs::path home = fs::absolute(path).parent_path();
  struct Item {
    std::string path, text;
    int mainLine;  // line of the node's own import that led here; 0: the node file itself
  };
  std::vector<Item> open = {{path, out.text, 0}};
  while (!open.empty()) {
    Item item = std::move(open.back());
    open.pop_back();
    if (item.text.find('\0') != std::string::npos) {
      out.problem = {"dsp.refused", "The file holds a zero byte, so it is not a Faust text.", item.path, 1};
      return out;
    }
    Scan found = scan(item.text);
    const bool library = item.mainLine && inLibrary(item.path);
    const auto& bad = !found.remote.empty() ? found.remote : found.foreign;
    if (!bad.empty() && (!library || &bad == &found.remote)) {
      Refusal refusal = bad.front();
      if (item.mainLine) refusal.message = "In " + fs::path(item.path).filename().string() + ", line " + std::to_string(refusal.line) + ": " + refusal.message;
      out.problem = {"dsp.refused", refusal.message, path, item.mainLine ? item.mainLine : refusal.line};
      return out;
    }
    for (const auto& import : found.imports) {
      std::set<std::string> candidates = {real(home / import.name), real(fs::path(item.path).parent_path() / import.name),
                                          real(fs::path(libraryFolder()) / import.name)};
      for (const auto& candidate : candidates) {
        if (candidate.empty() || out.imports.contains(candidate)) continue;
        auto content = read(candidate);
        if (!content) continue;
        out.imports[candidate] = *content;
        open.push_back({candidate, *content, item.mainLine ? item.mainLine : import.line});
      }
    }
  }
  return out;
}

}  // namespace weft::dsp
