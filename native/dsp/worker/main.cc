// weft-dsp: compiles Faust programs out of process.
//
//   weft-dsp                     {"cache", "files", "limits"?: {"compile", "try"} seconds} on stdin; JSON lines on stdout:
//                                first {identity, libraries}, then one object per file (batch.h)
//   weft-dsp CACHE FILE...       the same from arguments
//   weft-dsp --identity          {identity, libraries}
//   weft-dsp --compile / --try / --try-wide its own children
#include <sys/prctl.h>

#include <csignal>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "dsp/factory.h"
#include "dsp/identity.h"
#include "dsp/worker/batch.h"
#include "dsp/worker/compile.h"
#include "dsp/worker/try_out.h"
#include "dsp/worker/try_wide.h"

using nlohmann::json;

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  auto say = [](const json& line) { std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl; };
  if (arguments.size() == 3 && arguments[0] == "--compile") return say(weft::dsp::compileFile(arguments[1], arguments[2])), 0;
  if (arguments.size() == 2 && arguments[0] == "--try") return say(weft::dsp::tryOut(arguments[1])), 0;

  if (arguments.size() == 2 && arguments[0] == "--try-wide") return say(weft::dsp::tryWide(arguments[1])), 0;

  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no one is left to answer to
  const json self = {{"identity", weft::dsp::identity()}, {"libraries", weft::dsp::compilerLibraries()}};
  if (arguments.size() == 1 && arguments[0] == "--identity") return say(self), 0;
  weft::dsp::Batch batch;
  if (arguments.size() >= 2) {
    batch.cache = arguments[0];
    batch.files.assign(arguments.begin() + 1, arguments.end());
  } else if (arguments.empty()) {
    const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    json request = json::parse(text, nullptr, false);
    if (!request.is_object() || !request.contains("cache") || !request.contains("files")) {
      std::cerr << "weft-dsp: expects {\"cache\": folder, \"files\": [path, ...]} on stdin\n";
      return 2;
    }
    batch.cache = request["cache"];
    batch.files = request["files"].get<std::vector<std::string>>();
    json limits = request.value("limits", json::object());
    batch.compileSeconds = limits.value("compile", batch.compileSeconds);
    batch.trySeconds = limits.value("try", batch.trySeconds);
  } else {
    std::cerr << "weft-dsp: expects a cache folder and files\n";
    return 2;
  }
  say(self);
  weft::dsp::runBatch(batch, say);
  return 0;
}
