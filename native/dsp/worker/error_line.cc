#include "dsp/worker/error_line.h"

#include <faust/dsp/libfaust.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "dsp/worker/machine_code.h"

namespace weft::dsp {
namespace {

namespace fs = std::filesystem;
constexpr const char* kName = "program";

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

// Long lists of signals say nothing to people.
std::string sentence(std::string text) {
  for (const char* prefix : {"ERROR : ", "ERROR in ", "ERROR: "})
    if (text.starts_with(prefix)) text = text.substr(std::string(prefix).size());
  text = text.substr(0, text.find("Here  A = "));
  text = std::regex_replace(text, std::regex("letrec\\([\\s\\S]*"), "…");
  text = std::regex_replace(text, std::regex(R"(unexpected \$end|unexpected end of file)"), "the text ends too early; a ; or a bracket may be missing");
  std::string out;
  for (char c : text) {
    char d = c == '\n' || c == '\t' ? ' ' : c;
    if (d != ' ' || (!out.empty() && out.back() != ' ')) out += d;
  }
  if (out.size() > 240) out = out.substr(0, 240) + "…";
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return "The Faust program does not compile: " + out + (out.ends_with('.') || out.ends_with("…") ? "" : ".");
}

// An error at the end of the text belongs to its last line.
int within(const std::string& text, int line) {
  auto last = text.find_last_not_of(" \t\r\n");
  int lines = last == std::string::npos ? 1 : 1 + int(std::count(text.begin(), text.begin() + long(last), '\n'));
  return std::min(line, lines);
}

int lineOfFailingDefinition(const Compiler& compiler, const Sources& sources, const std::string& error) {
  auto definitions = scan(sources.text).definitions;
  const std::string kind = firstLine(error).substr(0, 24);
  const bool evaluates = compiler.evaluate(sources.text).empty();
  const std::string renamed = std::regex_replace(sources.text, std::regex("\\bprocess\\b"), "weft_process");
  std::vector<const Definition*> failing;
  int process = 1, tried = 0;
  for (const auto& d : definitions) {
    if (d.name == "process") process = d.line;
    if (d.name == "process" || d.name == "import" || d.name == "declare" || d.hasArguments || ++tried > 40) continue;
    const std::string text = renamed + "\nprocess = " + d.name + ";\n";
    std::string message;
    if (!evaluates) {
      message = compiler.evaluate(text);
    } else if (auto* factory = compiler.compile(text, message)) {
      deleteDSPFactory(factory);
      continue;
    }
    if (message.find(kind) != std::string::npos) failing.push_back(&d);
  }
  // The innermost: the one that uses no other that fails.
  for (const auto* d : failing) {
    bool uses = std::any_of(failing.begin(), failing.end(), [&](const Definition* o) { return o != d && std::regex_search(d->body, std::regex("\\b" + o->name + "\\b")); });
    if (!uses) return d->line;
  }
  return process;
}

}  // namespace

Compiler::Compiler(const Sources& sources, const std::string& home) {
  std::vector<std::string> folders = {home};
  for (const auto& [path, text] : sources.imports)
    if (!inLibrary(path)) folders.push_back(fs::path(path).parent_path().string());
  folders.push_back(libraryFolder());
  options_.assign(kOptions.begin(), kOptions.end());
  for (auto& folder : folders)
    if (!folder.empty() && std::find(options_.begin(), options_.end(), folder) == options_.end()) {
      options_.push_back("-I");
      options_.push_back(folder);
    }
  for (const auto& option : options_) arguments_.push_back(option.c_str());
  arguments_.push_back(nullptr);
}

::llvm_dsp_factory* Compiler::compile(const std::string& text, std::string& error) const {
  return createDSPFactoryFromString(kName, text, int(arguments_.size()) - 1, const_cast<const char**>(arguments_.data()), machineTarget(), error, 0);
}

std::string Compiler::evaluate(const std::string& text) const {
  std::string sha, error;
  std::string expanded = expandDSPFromString(kName, text, int(arguments_.size()) - 1, const_cast<const char**>(arguments_.data()), sha, error);
  return expanded.empty() ? (error.empty() ? "ERROR" : error) : std::string();
}

Located locate(const Compiler& compiler, const Sources& sources, const std::string& path, const std::string& error) {
  static const std::regex withLine(R"(^\s*(.*?) ?: ?(-?\d+) ?: ?(?:ERROR ?: ?)?([\s\S]*)$)");
  std::smatch m;
  if (error.find("undefined symbol : process") != std::string::npos)
    return {"The Faust program has no process. Define what it does: process = …;", path, 1};
  if (std::regex_match(error, m, withLine) && std::stoi(m[2]) > 0) {
    const std::string file = m[1];
    if (file == kName || fs::path(file).stem() == kName) return {sentence(m[3]), path, within(sources.text, std::stoi(m[2]))};
    for (const auto& [import, text] : sources.imports)
      if (fs::path(import).filename() == fs::path(file).filename() || fs::path(import).stem() == fs::path(file).stem())
        return {sentence(m[3]), import, within(text, std::stoi(m[2]))};
    return {sentence(error), path, std::stoi(m[2])};
  }
  static const std::regex missing(R"(unable to open file (\S+))");
  if (std::regex_search(error, m, missing)) {
    const std::string name = m[1];
    for (const auto& import : scan(sources.text).imports)
      if (import.name == name) return {"The import " + name + " was not found. Put the file beside the node file.", path, import.line};
    return {"The import " + name + " was not found. Put the file beside the node file.", path, 1};
  }
  return {sentence(error), path, lineOfFailingDefinition(compiler, sources, error)};
}

}  // namespace weft::dsp
