#include "audio/simple_steps.h"

namespace weft::audio {
namespace {

class StackRows final : public Step {
 public:
  StackRows(Workspace& space, const std::vector<int>& rows)
      : stack_(space.stack), signals_(space.signals()), rows_(space.array<int>(rows.size())) {
    size_t n = 0;
    for (int row : rows)
      if (stack_.moves(row)) rows_[n++] = row;
    rows_ = rows_.first(n);
  }
  void run(Tick&) override {
    for (int row : rows_) stack_.evaluate(row, signals_);
  }
  bool isSignal() const override { return true; }

 private:
  signal::Stack& stack_;
  const float* signals_;
  std::span<int> rows_;
};

class Mix final : public Step {
 public:
  Mix(Workspace& space, const plan::MixStep& step) : out_(space.out(step.out)), gain_(step.gain), ins_(space.array<const float*>(step.ins.size())) {
    for (size_t i = 0; i < ins_.size(); ++i) {
      ins_[i] = space.in(step.ins[i]);
      if (ins_[i] == out_ && scratch_.empty()) scratch_ = space.array<float>(kBlock);
    }
  }
  void run(Tick&) override {
    float* sum = scratch_.empty() ? out_ : scratch_.data();
    size_t i = 0;
    if (ins_.empty())
      clearBlock(sum);
    else
      copyBlock(ins_[i++], sum);
    for (; i + 4 <= ins_.size(); i += 4) addBlocks4(ins_[i], ins_[i + 1], ins_[i + 2], ins_[i + 3], sum);
    for (; i < ins_.size(); ++i) addBlock(ins_[i], sum);
    if (gain_ != 1) scaleBlock(sum, gain_, gain_);
    if (sum != out_) copyBlock(sum, out_);
  }
  void inputs(std::vector<const float**>& into) override {
    for (const float*& in : ins_) into.push_back(&in);
  }

 private:
  float* out_;
  float gain_;
  std::span<const float*> ins_;
  std::span<float> scratch_;  // where the sum may not overwrite an input
};

class Add final : public Step {
 public:
  Add(Workspace& space, const plan::AddStep& step)
      : out_(space.signalOut(step.out)), ins_(space.array<const float*>(step.ins.size())) {
    for (size_t i = 0; i < ins_.size(); ++i) ins_[i] = space.signal(step.ins[i]);
  }
  void run(Tick&) override {
    float sum = 0;
    for (const float* in : ins_) sum += *in;
    *out_ = sum;
  }
  bool isSignal() const override { return true; }

 private:
  float* out_;
  std::span<const float*> ins_;
};

class Ramp final : public Step {
 public:
  Ramp(Workspace& space, const plan::RampStep& step) : in_(space.signal(step.in)), out_(space.out(step.out)) {}
  void run(Tick&) override {
    const float to = *in_, from = begun_ ? last_ : to;
    if (from == to)
      std::fill_n(out_, kBlock, to);
    else
      for (int i = 0; i < kBlock; ++i) out_[i] = gainAt(from, to, i);
    last_ = to;
    begun_ = true;
  }
  void carry(const Step& before) override {
    const auto& other = static_cast<const Ramp&>(before);
    last_ = other.last_;
    begun_ = other.begun_;
  }

 private:
  const float* in_;
  float* out_;
  float last_ = 0;
  bool begun_ = false;
};

class Out final : public Step {
 public:
  Out(Workspace& space, const plan::OutStep& step)
      : left_(space.in(step.ins[0])), right_(space.in(step.ins[1])), sumLeft_(space.left.data()), sumRight_(space.right.data()),
        gain_(step.rows.contains("gain") ? space.row(step.rows.at("gain")) : &kUnity) {}
  void run(Tick&) override {
    const float to = gain_.factor(), from = begun_ ? last_ : to;
    addScaledBlock(left_, sumLeft_, from, to);
    addScaledBlock(right_, sumRight_, from, to);
    last_ = to;
    begun_ = true;
  }
  void carry(const Step& before) override {
    const auto& other = static_cast<const Out&>(before);
    last_ = other.last_;
    begun_ = other.begun_;
  }
  void inputs(std::vector<const float**>& into) override {
    into.push_back(&left_);
    into.push_back(&right_);
  }

 private:
  static constexpr float kUnity = 0;  // decibels
  const float *left_, *right_;
  float *sumLeft_, *sumRight_;
  Gain gain_;
  float last_ = 1;
  bool begun_ = false;
};

}  // namespace

StepPtr makeStackStep(Workspace& space, const std::vector<int>& rows) {
  return space.make<StackRows>(space, rows);
}
StepPtr makeStep(Workspace& space, const plan::MixStep& step) { return space.make<Mix>(space, step); }
StepPtr makeStep(Workspace& space, const plan::AddStep& step) { return space.make<Add>(space, step); }
StepPtr makeStep(Workspace& space, const plan::RampStep& step) { return space.make<Ramp>(space, step); }
StepPtr makeStep(Workspace& space, const plan::OutStep& step) { return space.make<Out>(space, step); }

}  // namespace weft::audio
