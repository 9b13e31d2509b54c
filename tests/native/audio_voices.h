// Patches of a few voices, and the plans that they are, for what happens when one plan follows another.
#pragma once
#include <algorithm>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "audio_bench.h"

namespace bench {

inline constexpr double kRate = 48000;

inline Program sine(double hz, double level) {
  Program p;
  p.compute = [hz, level](int n, float**, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
    state.resize(1);
    for (int i = 0; i < n; ++i) {
      outs[0][i] = float(level * std::sin(state[0]));
      state[0] += 2 * std::numbers::pi * hz / kRate;
    }
  };
  return p;
}
// y = x + 0.9 y before: state that tells of every sample ever heard.
inline Program memory() {
  Program p;
  p.inputs = 1;
  p.compute = [](int n, float** ins, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
    state.resize(1);
    for (int i = 0; i < n; ++i) outs[0][i] = float(state[0] = 0.1 * ins[0][i] + 0.9 * state[0]);
  };
  return p;
}

// A plan in words: voices, and which of them each of the two outputs of one `out` sums. Numbers of nodes, rows and buffers
// depend on what else is in it, as they do in real plans.
struct Voices {
  struct Voice {
    std::string name, program, into;  // into: a program behind it, or ""
  };
  std::vector<Voice> voices;
  std::vector<std::string> left, right;  // names
};

inline plan::Plan planOf(const Voices& wanted, const std::map<std::string, Program>& programs) {
  Patch patch;
  patch.plan.buffers = 200;
  std::map<std::string, int> buffer, program;
  int next = 3 + int(wanted.voices.size() % 5);  // other numbers in every plan
  auto programOf = [&](const std::string& key) {
    if (!program.contains(key)) program[key] = patch.program(key, programs.at(key));
    return program[key];
  };
  for (const auto& voice : wanted.voices) {
    plan::DspStep step = patch.dsp(programOf(voice.program), plan::DspRate::Audio, {}, {next});
    step.node = patch.node(voice.name);
    patch.plan.sound.push_back(step);
    if (!voice.into.empty()) {
      plan::DspStep behind = patch.dsp(programOf(voice.into), plan::DspRate::Audio, {next}, {next + 1});
      behind.node = patch.node(voice.name + "/behind");
      patch.plan.sound.push_back(behind);
      ++next;
    }
    buffer[voice.name] = next++;
  }
  auto sum = [&](const std::vector<std::string>& names) {
    std::vector<int> ins;
    for (const auto& name : names) ins.push_back(buffer.at(name));
    if (ins.size() <= 1) return ins.empty() ? 0 : ins[0];
    patch.plan.sound.push_back(plan::MixStep{next, ins});
    return next++;
  };
  const int left = sum(wanted.left), right = sum(wanted.right);
  plan::OutStep out{patch.node("out"), {left, right}, {}};
  const int gain = patch.row(0, -90, 12);
  patch.plan.rows.back().id = "out.gain";
  out.rows = {{"gain", gain}};
  patch.plan.sound.push_back(out);
  patch.plan.taps = {{left, right}};
  patch.plan.sound.push_back(plan::TapStep{0});
  return patch.plan;
}

}  // namespace bench
