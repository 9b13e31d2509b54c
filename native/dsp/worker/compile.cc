#include "dsp/worker/compile.h"

#include <faust/dsp/libfaust.h>
#include <faust/dsp/llvm-dsp.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "dsp/controls.h"
#include "dsp/factory.h"
#include "dsp/lanes.h"
#include "dsp/sha256.h"
#include "dsp/source.h"
#include "dsp/worker/error_line.h"
#include "dsp/worker/machine_code.h"

namespace weft::dsp {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 3;  // of the description; part of every key

json object(const Metadata& entries) {
  json o = json::object();
  for (const auto& [key, value] : entries) o[key] = value;
  return o;
}

// The decimal that was written in the program: 0.1, not 0.10000000149.
double decimal(float x) {
  char text[32];
  auto end = std::to_chars(text, text + sizeof text, x).ptr;
  double value = 0;
  std::from_chars(text, end, value);
  return value;
}

json describe(::llvm_dsp& dsp) {
  ControlList list;
  dsp.buildUserInterface(&list);
  json controls = json::array();
  for (const auto& c : list.controls)
    controls.push_back({{"kind", c.kind}, {"label", c.label}, {"address", c.address}, {"init", decimal(c.init)}, {"min", decimal(c.min)}, {"max", decimal(c.max)}, {"step", decimal(c.step)}, {"meta", object(c.meta)}});
  ProgramMetadata metadata;
  dsp.metadata(&metadata);
  return {{"inputs", dsp.getNumInputs()}, {"outputs", dsp.getNumOutputs()}, {"controls", controls}, {"meta", object(metadata.entries)}};
}

std::string keyOf(const Sources& sources, const fs::path& home) {
  std::string all = "weft-dsp " + std::to_string(kFormat) + "\n" + identity() + " " + machineTarget() + "\n";
  for (const char* option : kOptions) all += std::string(option) + " ";
  auto part = [&](const std::string& name, const std::string& text) { all += "\n" + name + " " + std::to_string(text.size()) + "\n" + text; };
  part("process", sources.text);
  for (const auto& [path, text] : sources.imports) part(inLibrary(path) ? path : fs::path(path).lexically_relative(home).string(), text);
  return sha256(all);
}

bool write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  return bool(file);
}

struct Start {
  std::string path, cache, home;
  Sources sources;
  json answer;
  bool done = false;
};

Start begin(const std::string& path, const std::string& cache) {
  Start start{fs::absolute(path).lexically_normal().string(), fs::absolute(cache).string(), {}, {}, {{"imports", json::array()}}};
  start.home = fs::path(start.path).parent_path().string();
  start.sources = gather(start.path);
  for (const auto& [import, text] : start.sources.imports)
    if (!inLibrary(import)) start.answer["imports"].push_back(import);
  if (const auto& p = start.sources.problem) {
    start.answer["error"] = {{"code", p->code}, {"message", p->message}, {"file", p->file}, {"line", p->line}};
    start.done = true;
    return start;
  }
  const std::string key = keyOf(start.sources, start.home);
  start.answer["key"] = key;
  if (isCached(start.cache, key)) start.answer["cached"] = start.done = true;
  return start;
}

}  // namespace

json lookUp(const std::string& path, const std::string& cache) {
  Start start = begin(path, cache);
  return start.done ? start.answer : json();
}

bool isCached(const std::string& cache, const std::string& key) {
  auto read = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  };
  auto facts = json::parse(read(cache + "/" + key + ".json"), nullptr, false);
  if (!facts.is_object() || facts.value("machine", std::string()) != sha256(read(cache + "/" + key + ".mc"))) return false;
  return !facts.contains("wide") || facts["wide"].value("machine", std::string()) == sha256(read(cache + "/" + key + ".wide"));
}

json compileFile(const std::string& given, const std::string& cacheGiven) {
  Start start = begin(given, cacheGiven);
  if (start.done) return start.answer;
  auto& [path, cache, home, sources, answer, done] = start;
  const std::string key = answer["key"];
  auto failed = [&](const std::string& code, const std::string& message, const std::string& file, int line) {
    answer["error"] = {{"code", code}, {"message", message}, {"file", file}, {"line", line}};
    return answer;
  };

  // Faust looks in the working folder first.
  if (chdir(home.c_str()) != 0) return failed("dsp.compile", "The folder of the Faust file cannot be entered.", path, 0);
  Compiler compiler(sources, home);
  std::string error;
  ::llvm_dsp_factory* factory = compiler.compile(sources.text, error);
  if (!factory) {
    Located l = locate(compiler, sources, path, error);
    return failed("dsp.compile", l.message, l.file, l.line);
  }
  // What the compiler read must be what was looked through.
  for (const auto& used : factory->getLibraryList()) {
    std::error_code ignored;
    std::string real = fs::canonical(used, ignored).string();
    if (!inLibrary(real) && !sources.imports.contains(real)) {
      deleteDSPFactory(factory);
      return failed("dsp.refused", "The program imports " + used + " in a way that cannot be checked. Write import(\"…\") with the file's name.", path, 0);
    }
  }
  ::llvm_dsp* dsp = factory->createDSPInstance();
  json facts = describe(*dsp);
  delete dsp;
  for (const auto& control : facts["controls"])
    if (control["kind"] == "soundfile") {
      deleteDSPFactory(factory);
      return failed("dsp.refused", "The program reads a sound file (soundfile), which node files may not. Wire the sound in through an inlet.", path, 0);
    }
  const MachineCode code = machineCode(factory, error);
  if (code.single.empty()) {
    deleteDSPFactory(factory);
    return failed("dsp.compile", "LLVM made no machine code of the program: " + error, path, 0);
  }
  facts["format"] = kFormat;
  facts["options"] = factory->getCompileOptions();
  facts["imports"] = answer["imports"];
  facts["identity"] = identity();
  facts["machine"] = sha256(code.single);
  if (!code.wide.empty()) {
    facts["wide"] = {{"lanes", kLanes}, {"machine", sha256(code.wide)}};
    facts["memory"] = {{"words", code.words}, {"anchor", code.anchor}};
  } else {
    facts["narrow"] = code.narrow;
  }
  deleteDSPFactory(factory);

  // Of the worker, which lives until the parts are tried out and kept: others clear away what the dead have left.
  const std::string stem = cache + "/" + key + ".part-" + std::to_string(getppid()) + "-" + std::to_string(getpid());
  if (!write(stem + ".mc", code.single) || (!code.wide.empty() && !write(stem + ".wide", code.wide)) || !write(stem + ".json", facts.dump(1) + "\n"))
    return failed("dsp.compile", "The machine code could not be written to " + cache + ": make room there, or make it writable.", path, 0);
  answer["stem"] = stem;
  return answer;
}

}  // namespace weft::dsp
