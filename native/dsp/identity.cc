#include "dsp/identity.h"

#include <faust/dsp/llvm-dsp.h>
#include <link.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <system_error>

#include "dsp/factory.h"
#include "dsp/sha256.h"
#include "dsp/source.h"

namespace weft::dsp {
namespace {

// The first processor's feature line ("flags" on x86, "Features" on ARM).
std::string features() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("flags") || line.starts_with("Features")) return line;
  return {};
}

// Texts of Faust's library are part of each key, not of the identity.
std::string describe() {
  std::string text = "faust " + std::string(getCLibFaustVersion());
  for (const auto& path : compilerLibraries()) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) continue;
    text += " " + std::filesystem::path(path).filename().string() + ":" + std::to_string(std::filesystem::file_size(path, error));
  }
  return text + " " + getDSPMachineTarget() + " " + sha256(features()).substr(0, 16);
}

}  // namespace

std::vector<std::string> compilerLibraries() {
  std::vector<std::string> all;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        static_cast<std::vector<std::string>*>(data)->push_back(info->dlpi_name);
        return 0;
      },
      &all);
  // A software GL driver may bring an LLVM of its own into the process; only Faust's counts.
  static const std::regex major(R"(LLVM (\d+))");
  const std::string version = getCLibFaustVersion();
  std::smatch m;
  const std::string own = std::regex_search(version, m, major) ? m[1].str() : std::string();
  const std::regex llvm("libLLVM[^/]*" + (own.empty() ? own : "[-.]" + own + "([^0-9][^/]*)?") + "$");
  std::vector<std::string> found;
  for (const std::string& name : all) {
    if (name.find("libfaust") == std::string::npos && !std::regex_search(name, llvm)) continue;
    std::error_code error;
    auto real = std::filesystem::canonical(name, error);
    found.push_back(error ? name : real.string());
  }
  if (auto folder = libraryFolder(); !folder.empty()) found.push_back(folder);
  return found;
}

std::string identity() {
  static const std::string whole = describe();  // neither libraries nor processor change while a process runs
  return whole;
}

}  // namespace weft::dsp
