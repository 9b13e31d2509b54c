// One Faust file -> machine code and its description, in this process.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace weft::dsp {

// imports: those outside Faust's library. Leaves STEM.mc and STEM.json in the cache folder, to be tried out and renamed. Answers
// {key, imports, cached: true} | {key, imports, stem} | {imports, error: {code, message, file, line}}.
nlohmann::json compileFile(const std::string& path, const std::string& cache);

// The same answer where none has to compile: the program is in the cache, or refused. null: compile it. Reads text only.
nlohmann::json lookUp(const std::string& path, const std::string& cache);

// True if the cache holds whole machine code of this machine under the key.
bool isCached(const std::string& cache, const std::string& key);

}  // namespace weft::dsp
