#include "dsp/identity.h"

#include <faust/dsp/llvm-dsp.h>
#include <link.h>

#include <filesystem>
#include <fstream>
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
  std::vector<std::string> found;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        std::string name = info->dlpi_name;
        if (name.find("libfaust") != std::string::npos || name.find("libLLVM") != std::string::npos) {
          std::error_code error;
          auto real = std::filesystem::canonical(name, error);
          static_cast<std::vector<std::string>*>(data)->push_back(error ? name : real.string());
        }
        return 0;
      },
      &found);
  if (auto folder = libraryFolder(); !folder.empty()) found.push_back(folder);
  return found;
}

std::string identity() {
  static const std::string whole = describe();  // neither libraries nor processor change while a process runs
  return whole;
}

}  // namespace weft::dsp
