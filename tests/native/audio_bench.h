// Plans put together by hand, and programs and sounds written in C++, so that a unit can say exactly what a step must do.
#pragma once
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audio/tick_player.h"

namespace bench {

using namespace weft;

struct Program {
  int inputs = 0, outputs = 1;
  std::map<std::string, dsp::Zone> zones;  // address -> range
  // state starts empty and is emptied by clear()
  std::function<void(int n, float** ins, float** outs, std::map<std::string, float>& zones, std::vector<double>& state)> compute;
};

class Running final : public dsp::Instance {
 public:
  explicit Running(const Program& program) : program_(program) {
    state_.reserve(8);  // compute() runs where nothing may be allocated
    for (const auto& [address, zone] : program.zones) {
      dsp::Zone mine = zone;
      mine.address = address;
      mine.zone = &values_[address];
      *mine.zone = zone.init;
      zones_.push_back(mine);
    }
  }
  int inputs() const override { return program_.inputs; }
  int outputs() const override { return program_.outputs; }
  const std::vector<dsp::Zone>& zones() const override { return zones_; }
  void compute(int n, float** ins, float** outs) override { program_.compute(n, ins, outs, values_, state_); }
  void clear() override { state_.clear(); }

 private:
  const Program& program_;
  std::map<std::string, float> values_;
  std::vector<dsp::Zone> zones_;
  std::vector<double> state_;
};

class ProgramFactory final : public dsp::Factory {
 public:
  explicit ProgramFactory(const Program& program) : program_(program) {}
  std::unique_ptr<dsp::Instance> instance(int) override { return std::make_unique<Running>(program_); }

 private:
  const Program& program_;
};

// Sample n of the media is value(n); outside 0..length silence. Reads at whole samples only are exact, as in real media.
class Written final : public media::ClipSound {
 public:
  Written(int64_t length, int rate, std::function<float(int64_t)> value) : length_(length), rate_(rate), value_(std::move(value)) {}
  double duration() const override { return double(length_) / rate_; }
  int channels() const override { return 1; }
  void read(double seconds, double speed, int n, float* left, float* right, bool) override {
    for (int i = 0; i < n; ++i) {
      const double at = seconds * rate_ + speed * i;
      const int64_t sample = int64_t(std::floor(at + 1e-4));
      left[i] = right[i] = sample >= 0 && sample < length_ ? value_(sample) : 0.f;
    }
  }

 private:
  int64_t length_;
  int rate_;
  std::function<float(int64_t)> value_;
};

struct Patch {
  plan::Plan plan;
  std::vector<float> bases;
  std::map<std::string, Program> programs;
  std::map<std::string, std::function<audio::OpenClip()>> clips;
  Diagnostics diagnostics;
  std::unique_ptr<audio::SoundPlayer> player;
  float left[64], right[64];
  int64_t position = 0;

  Patch() {
    plan.sampleRate = 48000;
    plan.buffers = 32;
    plan.signals = 32;
    node("n");
  }
  int node(const std::string& path) {
    plan.nodes.push_back({path, "test", 0});
    return int(plan.nodes.size()) - 1;
  }
  int row(float base, double min = 0, double max = 1, plan::RowKind kind = plan::RowKind::Float) {
    plan::Row row{};
    row.id = "n.p" + std::to_string(plan.rows.size());
    row.kind = kind;
    row.min = min;
    row.max = max;
    row.scale = plan::Scale::Linear;
    row.record = -1;
    plan.rows.push_back(row);
    bases.push_back(base);
    return int(plan.rows.size()) - 1;
  }
  int program(const std::string& key, Program program) {
    plan.dsp.push_back({key, key, program.inputs, program.outputs});
    programs[key] = std::move(program);
    return int(plan.dsp.size()) - 1;
  }
  int clip(const std::string& path, std::function<audio::OpenClip()> open) {
    plan.media.push_back({path, path, "clip"});
    clips[path] = std::move(open);
    plan.clips++;
    return int(plan.media.size()) - 1;
  }
  plan::DspStep dsp(int program, plan::DspRate rate, std::vector<int> ins, std::vector<int> outs) {
    plan::DspStep step{};
    step.program = program;
    step.rate = rate;
    step.instances = {{std::move(ins), std::move(outs)}};
    step.bypass = -1;
    return step;
  }
  audio::Sources sources() {
    return {
        [this](const plan::DspProgram& program) -> std::variant<std::shared_ptr<dsp::Factory>, Error> {
          const auto found = programs.find(program.key);
          if (found == programs.end()) return Error{"dsp.compile", "The machine code is missing."};
          return std::shared_ptr<dsp::Factory>(std::make_shared<ProgramFactory>(found->second));
        },
        [this](const plan::Media& from, bool) { return clips.at(from.path)(); }};
  }
  void start() { player = audio::makeTickPlayer(plan, bases, sources(), diagnostics); }
  signal::Transport transport() const {
    const double beats = plan.bpm / 60 / plan.sampleRate;
    return {position, position, double(position) * beats, beats};
  }
  void tick() {
    player->tick(transport(), left, right, true);
    position += 64;
  }
};

// A program that gives the value of one zone, or its input times that.
inline Program gain() {
  Program p;
  p.inputs = 1;
  p.zones["/gain"] = {"", nullptr, 1, 0, 2, false};
  p.compute = [](int n, float** ins, float** outs, std::map<std::string, float>& zones, std::vector<double>&) {
    for (int i = 0; i < n; ++i) outs[0][i] = ins[0][i] * zones["/gain"];
  };
  return p;
}
// Counts samples from 0.
inline Program counter() {
  Program p;
  p.compute = [](int n, float**, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
    state.resize(1);
    for (int i = 0; i < n; ++i) outs[0][i] = float(state[0]++);
  };
  return p;
}
inline Program constant(float value) {
  Program p;
  p.compute = [value](int n, float**, float** outs, std::map<std::string, float>&, std::vector<double>&) {
    std::fill_n(outs[0], n, value);
  };
  return p;
}

}  // namespace bench
