#include "dsp/worker/batch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <cstring>
#include <thread>

#include "dsp/worker/child.h"
#include "dsp/worker/compile.h"

namespace weft::dsp {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using End = ChildResult::End;
constexpr size_t kCompileMemory = size_t(8) << 30, kTryMemory = size_t(4) << 30;

void discard(const std::string& stem) {
  std::error_code ignored;
  for (const char* end : {".mc", ".wide", ".json"}) fs::remove(stem + end, ignored);
}

// Workers that were killed leave parts behind.
void discardParts(const std::string& cache) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(cache, ignored)) {
    const std::string name = entry.path().filename().string();
    auto at = name.find(".part-");
    if (at != std::string::npos && kill(pid_t(std::atoi(name.c_str() + at + 6)), 0) != 0) fs::remove(entry.path(), ignored);
  }
}

// Two workers may have made the same program: the first one's pair stays. The description comes last, it says that the code is whole.
bool keep(const std::string& cache, const std::string& key, const std::string& stem) {
  int lock = open((cache + "/lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock >= 0) flock(lock, LOCK_EX);
  std::error_code error;
  bool done = isCached(cache, key);
  if (!done) {
    fs::remove(cache + "/" + key + ".json", error);
    fs::rename(stem + ".mc", cache + "/" + key + ".mc", error);
    if (!error && fs::exists(stem + ".wide")) fs::rename(stem + ".wide", cache + "/" + key + ".wide", error);
    if (!error) fs::rename(stem + ".json", cache + "/" + key + ".json", error);
    done = !error;
  }
  if (lock >= 0) close(lock);
  discard(stem);
  return done;
}

// A wide program that does not do as the single one is left out; nobody misses it but those who count time.
void tryWide(const Batch& batch, const std::string& stem) {
  if (!fs::exists(stem + ".wide")) return;
  const ChildResult tried = runChild({"--try-wide", stem}, batch.trySeconds, kTryMemory);
  const json result = json::parse(tried.lastLine, nullptr, false);
  if (tried.end == End::Answered && result.is_object() && !result.contains("narrow")) return;
  std::error_code ignored;
  fs::remove(stem + ".wide", ignored);
  std::ifstream in(stem + ".json");
  json facts = json::parse(in, nullptr, false);
  facts.erase("wide");
  facts["narrow"] = result.is_object() ? result.value("narrow", std::string()) : std::string("it did not end well when it was tried out");
  std::ofstream(stem + ".json", std::ios::trunc) << facts.dump(1) << "\n";
}

json one(const Batch& batch, const std::string& file) {
  json answer = {{"imports", json::array()}};
  auto failed = [&](const char* code, const std::string& message) {
    answer["error"] = {{"code", code}, {"message", message}, {"file", file}, {"line", 0}};
    return answer;
  };
  if (json known = lookUp(file, batch.cache); !known.is_null()) return known;
  ChildResult made = runChild({"--compile", file, batch.cache}, batch.compileSeconds, kCompileMemory);
  if (made.end == End::Hung) return failed("dsp.crash", "The Faust compiler did not finish with this program. Make it smaller: shorter tables, fewer repetitions.");
  json compiled = json::parse(made.lastLine, nullptr, false);
  if (made.end == End::Crashed || !compiled.is_object()) return failed("dsp.crash", "The Faust compiler crashed on this program. Make it smaller, or take out what was last added.");
  answer = compiled;
  answer.erase("stem");
  if (!compiled.contains("stem")) return answer;

  const std::string stem = compiled["stem"], key = compiled["key"];
  ChildResult tried = runChild({"--try", stem + ".mc"}, batch.trySeconds, kTryMemory);
  json result = json::parse(tried.lastLine, nullptr, false);
  answer.erase("key");
  auto refuse = [&](const std::string& message) {
    discard(stem);
    return failed("dsp.crash", message);
  };
  if (tried.end == End::Hung) return refuse("The program did not finish a second of sound when it was tried out. Make it lighter: shorter tables, fewer repetitions.");
  if (tried.end == End::Crashed || !result.is_object())
    return refuse("The program crashed when it was tried out" + (tried.signal ? " (" + std::string(strsignal(tried.signal)) + ")" : std::string()) +
                  ". Guard integer division by zero and keep delays and tables small.");
  if (result.contains("error")) return refuse(result["error"]);
  tryWide(batch, stem);
  if (!keep(batch.cache, key, stem)) return failed("dsp.compile", "The machine code could not be written to " + batch.cache + ": make room there, or make it writable.");
  answer["key"] = key;
  if (result.contains("warning")) answer["warning"] = result["warning"];
  return answer;
}

}  // namespace

void runBatch(const Batch& batch, const std::function<void(const json&)>& answer) {
  std::error_code ignored;
  fs::create_directories(batch.cache, ignored);
  discardParts(batch.cache);
  std::mutex speaking;
  std::atomic<size_t> next = 0;
  auto work = [&] {
    for (size_t i; (i = next++) < batch.files.size();) {
      json result = one(batch, batch.files[i]);
      result["file"] = batch.files[i];
      std::lock_guard lock(speaking);
      answer(result);
    }
  };
  std::thread second;
  if (batch.files.size() > 1) second = std::thread(work);
  work();
  if (second.joinable()) second.join();
}

}  // namespace weft::dsp
