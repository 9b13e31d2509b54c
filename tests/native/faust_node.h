// A shipped Faust node under test: compiled by the worker, played through the factory.
#pragma once
#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "dsp/factory.h"

namespace weft::test {

namespace fs = std::filesystem;
using Signal = std::vector<float>;

// Names below nodes/, without extension, of all .dsp files.
inline std::vector<std::string> faustNodes() {
  const fs::path root = fs::read_symlink("/proc/self/exe").parent_path().parent_path().parent_path() / "nodes";
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().extension() == ".dsp") names.push_back(fs::relative(entry.path(), root).replace_extension().string());
  return names;
}

// Machine code of a node, compiled into a cache beside this binary; "" when it does not compile.
inline std::string machineCode(const std::string& name) {
  static std::map<std::string, std::string> known;
  if (known.contains(name)) return known[name];
  const fs::path here = fs::read_symlink("/proc/self/exe").parent_path(), file = here.parent_path().parent_path() / "nodes" / (name + ".dsp");
  const std::string command = "'" + (here / "weft-dsp").string() + "' '" + (here / "dsp-cache").string() + "' '" + file.string() + "'";
  FILE* worker = popen(command.c_str(), "r");
  std::string said, key;
  char buffer[4096];
  while (worker && fgets(buffer, sizeof buffer, worker)) said += buffer;
  if (worker) pclose(worker);
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    auto answer = nlohmann::json::parse(line, nullptr, false);
    if (answer.is_object() && answer.contains("key") && !answer.contains("error")) key = answer["key"];
  }
  return known[name] = key.empty() ? std::string() : (here / "dsp-cache" / (key + ".mc")).string();
}

class FaustNode {
 public:
  // name: path below nodes/ without extension. rate: samples, or ticks, per second.
  FaustNode(const std::string& name, int rate) : rate(rate) {
    auto loaded = dsp::Factory::load(machineCode(name));
    REQUIRE_MESSAGE(std::holds_alternative<std::shared_ptr<dsp::Factory>>(loaded), name);
    instance = std::get<std::shared_ptr<dsp::Factory>>(loaded)->instance(rate);
    for (const auto& z : instance->zones()) names_[z.address.substr(z.address.rfind('/') + 1)] = &z;
  }
  const dsp::Zone& zone(const std::string& label) const {
    REQUIRE_MESSAGE(names_.contains(label), label);
    return *names_.at(label);
  }
  // label: as in the file, spaces as underscores
  FaustNode& set(const std::string& label, float value) & {
    *zone(label).zone = value;
    return *this;
  }
  FaustNode&& set(const std::string& label, float value) && {
    *zone(label).zone = value;
    return std::move(*this);
  }
  // One signal per input -> one per output, in blocks of 64. each: called before each block.
  std::vector<Signal> play(const std::vector<Signal>& ins, size_t samples, const std::function<void(size_t)>& each = {}) {
    REQUIRE(int(ins.size()) == instance->inputs());
    std::vector<Signal> outs(instance->outputs(), Signal(samples));
    std::vector<float*> in(ins.size()), out(outs.size());
    for (size_t at = 0; at < samples; at += 64) {
      if (each) each(at);
      for (size_t i = 0; i < ins.size(); ++i) in[i] = const_cast<float*>(ins[i].data() + at);
      for (size_t i = 0; i < outs.size(); ++i) out[i] = outs[i].data() + at;
      instance->compute(int(std::min<size_t>(64, samples - at)), in.data(), out.data());
    }
    return outs;
  }

  const int rate;
  std::unique_ptr<dsp::Instance> instance;

 private:
  std::map<std::string, const dsp::Zone*> names_;
};

inline Signal sine(double hz, double amplitude, size_t samples, int rate) {
  Signal s(samples);
  for (size_t i = 0; i < samples; ++i) s[i] = float(amplitude * std::sin(2 * M_PI * hz * double(i) / rate));
  return s;
}
inline Signal constant(float value, size_t samples) { return Signal(samples, value); }
inline Signal sequence(size_t samples, const std::function<double(size_t)>& f) {
  Signal s(samples);
  for (size_t i = 0; i < samples; ++i) s[i] = float(f(i));
  return s;
}
inline double decibels(double gain) { return 20 * std::log10(std::max(1e-12, gain)); }

// Amplitude of the sine of this frequency in samples from..to (Hann window).
inline double amplitude(const Signal& s, double hz, int rate, size_t from, size_t to) {
  double re = 0, im = 0, sum = 0;
  for (size_t i = from; i < to; ++i) {
    double w = 0.5 - 0.5 * std::cos(2 * M_PI * double(i - from) / double(to - from)), p = 2 * M_PI * hz * double(i) / rate;
    re += w * s[i] * std::cos(p), im += w * s[i] * std::sin(p), sum += w;
  }
  return 2 * std::hypot(re, im) / sum;
}
inline double rms(const Signal& s, size_t from, size_t to) {
  double sum = 0;
  for (size_t i = from; i < to; ++i) sum += double(s[i]) * s[i];
  return std::sqrt(sum / double(to - from));
}
inline double peak(const Signal& s, size_t from, size_t to) {
  double most = 0;
  for (size_t i = from; i < to; ++i) most = std::max(most, double(std::abs(s[i])));
  return most;
}

}  // namespace weft::test
