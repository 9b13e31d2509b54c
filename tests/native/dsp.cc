#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "dsp/factory.h"
#include "dsp/sha256.h"
#include "dsp/source.h"

namespace {

namespace fs = std::filesystem;
using weft::dsp::Factory;

// Compiles the text with the worker that was built beside this binary.
struct Compiled {
  fs::path folder, machineCode;
  explicit Compiled(const std::string& text) {
    std::string name = (fs::temp_directory_path() / "weft-dsp-XXXXXX").string();
    folder = mkdtemp(name.data());
    std::ofstream(folder / "it.dsp") << text;
    auto worker = fs::read_symlink("/proc/self/exe").parent_path() / "weft-dsp";
    std::system((worker.string() + " " + folder.string() + "/cache " + folder.string() + "/it.dsp > " + folder.string() + "/answer").c_str());
    std::ifstream answer(folder / "answer");
    std::string line;
    std::getline(answer, line);
    std::getline(answer, line);
    auto said = nlohmann::json::parse(line, nullptr, false);
    REQUIRE(said.is_object());
    REQUIRE(said.contains("key"));
    machineCode = folder / "cache" / (said["key"].get<std::string>() + ".mc");
  }
  ~Compiled() { fs::remove_all(folder); }
};

std::shared_ptr<Factory> load(const Compiled& c) {
  auto loaded = Factory::load(c.machineCode.string());
  REQUIRE(std::holds_alternative<std::shared_ptr<Factory>>(loaded));
  return std::get<std::shared_ptr<Factory>>(loaded);
}

}  // namespace

TEST_CASE("sha256 gives the published digests") {
  CHECK(weft::dsp::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(weft::dsp::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(weft::dsp::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(weft::dsp::sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("foreign words count in code only") {
  using weft::dsp::scan;
  CHECK(scan("// ffunction\n/* fconstant */ x = \"fvariable\"; process = _;").foreign.empty());
  CHECK(scan("process = _;\nx = ffunction (int f(), <a>, \"\");").foreign.at(0).line == 2);
  CHECK(scan("// a comment ends at a carriage return\rx = fconstant(int f, <a>);").foreign.size() == 1);
  CHECK(scan("x = 1ffunction(int f(), <a>, \"\");").foreign.size() == 1);
  CHECK(scan("<mdoc> \" </mdoc> x = fvariable(int f, <a>); y = \"\";").foreign.size() == 1);
  CHECK(scan("/* \" */ x = ffunction(int f(), <a>, \"\");").foreign.size() == 1);
  CHECK(scan("x = \"// \"; y = ffunction(int f(), <a>, \"\");").foreign.size() == 1);
  CHECK(scan("ffunctional = 1;").foreign.empty());
}

TEST_CASE("imports are found in every form, with their lines") {
  auto found = weft::dsp::scan("import(\"a.lib\");\nb = library ( \"b.lib\" );\n\nprocess = component(\"c.dsp\") + x; // import(\"d.lib\")\n");
  REQUIRE(found.imports.size() == 3);
  CHECK(found.imports[0].name == "a.lib");
  CHECK(found.imports[1].line == 2);
  CHECK(found.imports[2].line == 4);
  CHECK(weft::dsp::scan("x = library(\"https://e.org/x.lib\");").remote.size() == 1);
}

TEST_CASE("a loaded program computes, its zones act, and clear brings back its first sample") {
  Compiled compiled("gain = hslider(\"gain\", 1, 0, 2, 0.01); process = (+(1) ~ _) * gain, button(\"hit\");");
  auto factory = load(compiled);
  auto instance = factory->instance(48000);
  factory.reset();  // the instance keeps it alive
  CHECK(instance->inputs() == 0);
  REQUIRE(instance->outputs() == 2);
  REQUIRE(instance->zones().size() == 2);
  std::vector<float> a(64), b(64);
  float* outs[] = {a.data(), b.data()};
  instance->compute(64, nullptr, outs);
  CHECK(a[0] == 1);
  CHECK(a[63] == 64);
  for (const auto& z : instance->zones()) {
    if (z.button) CHECK(z.address == "/program/hit");
    *z.zone = z.button ? 1.0f : 0.5f;
  }
  instance->compute(64, nullptr, outs);
  CHECK(a[0] == 32.5f);
  CHECK(b[0] == 1);
  instance->clear();
  instance->compute(64, nullptr, outs);
  CHECK(a[0] == 0.5f);
}

TEST_CASE("instances of one program keep apart, and run at the rate they were made for") {
  Compiled compiled("import(\"stdfaust.lib\"); process = ma.SR, (+(1) ~ _);");
  auto factory = load(compiled);
  auto slow = factory->instance(750), fast = factory->instance(96000);
  float a[64], b[64];
  float* outs[] = {a, b};
  slow->compute(64, nullptr, outs);
  CHECK(a[0] == 750);
  fast->compute(64, nullptr, outs);
  CHECK(a[0] == 96000);
  CHECK(b[0] == 1);
}

TEST_CASE("a control outside its range does no harm") {
  Compiled compiled("process = rdtable(4, (+(1) ~ _), int(hslider(\"i\", 0, 0, 3, 1)));");
  auto instance = load(compiled)->instance(48000);
  float a[64];
  float* outs[] = {a};
  for (float value : {-1e9f, 1e9f, INFINITY}) {
    *instance->zones()[0].zone = value;
    instance->compute(64, nullptr, outs);
    CHECK(std::isfinite(a[0]));
  }
}

TEST_CASE("damaged, foreign and missing machine code is an error") {
  Compiled compiled("process = _;");
  auto fails = [](const fs::path& path) {
    auto loaded = Factory::load(path.string());
    auto* error = std::get_if<weft::Error>(&loaded);
    return error && error->code == "dsp.compile";
  };
  CHECK(fails(compiled.folder / "none.mc"));
  auto description = fs::path(compiled.machineCode).replace_extension(".json");
  std::ifstream in(description);
  auto facts = nlohmann::json::parse(in);
  facts["identity"] = "another machine";
  std::ofstream(description) << facts;
  CHECK(fails(compiled.machineCode));
  facts["identity"] = weft::dsp::identity();
  std::ofstream(description) << facts;
  CHECK(!fails(compiled.machineCode));
  fs::resize_file(compiled.machineCode, fs::file_size(compiled.machineCode) / 2);
  CHECK(fails(compiled.machineCode));
}
