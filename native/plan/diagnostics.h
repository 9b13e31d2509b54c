// Problems found in native code, on their way to the document node they belong to.
#pragma once
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace weft {

// code: one of runtime/document/diagnostic.ts. node: flattened node path or "". line: 1-based or 0.
struct Diagnostic {
  std::string code;
  std::string severity;  // "error" | "warning" | "info"
  std::string message;
  std::string node;
  std::string file;
  int line = 0;
};

// Collects diagnostics from any non-realtime thread. The same (code, node, file, line) is kept once. [any but audio-rt]
class Diagnostics {
 public:
  void add(Diagnostic d) {
    std::lock_guard lock(mutex_);
    for (const auto& e : list_)
      if (e.code == d.code && e.node == d.node && e.file == d.file && e.line == d.line) return;
    list_.push_back(std::move(d));
  }
  void error(std::string code, std::string message, std::string node = {}, std::string file = {}, int line = 0) {
    add({std::move(code), "error", std::move(message), std::move(node), std::move(file), line});
  }
  std::vector<Diagnostic> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(list_, {});
  }
  bool anyError() const {
    std::lock_guard lock(mutex_);
    for (const auto& e : list_)
      if (e.severity == "error") return true;
    return false;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Diagnostic> list_;
};

// A value, or the problem that stood in its way. code as in Diagnostic.
struct Error {
  std::string code;
  std::string message;
};

}  // namespace weft
