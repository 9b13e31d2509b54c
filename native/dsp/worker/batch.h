// Many files, two at a time, each in processes of its own.
#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace weft::dsp {

struct Batch {
  std::string cache;
  std::vector<std::string> files;
  int compileSeconds = 60, trySeconds = 20;  // processor time
};

// Answers one object per file as it is done: {file, key, imports, cached?, warning?} or {file, imports, error: {code, message, file, line}}.
void runBatch(const Batch& batch, const std::function<void(const nlohmann::json&)>& answer);

}  // namespace weft::dsp
