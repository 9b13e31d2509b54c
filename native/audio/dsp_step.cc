#include "audio/dsp_step.h"

#include <optional>

#include "audio/dsp_voice.h"
#include "audio/wide_step.h"

namespace weft::audio {
namespace {

constexpr double kFade = 0.005;  // seconds

int at(const std::vector<int>& list, size_t i) { return i < list.size() ? list[i] : -1; }

// Where output o of instance i goes when the program does not run. A program that never loaded, and whose step names
// nothing, passes its input of the same number, or its last.
int throughOf(const plan::DspStep& step, size_t instance, int output, int outputs, bool loaded) {
  const int named = at(step.through, instance * size_t(outputs) + size_t(output));
  if (named >= 0 || loaded) return named;
  const auto& ins = step.instances[instance].ins;
  if (ins.empty()) return -1;
  return ins[std::min(size_t(output), ins.size() - 1)];
}

// Programs without bypass read a row that is always off.
constexpr float kOff = 0, kOn = 1;
const float* bypassRow(const Workspace& space, const plan::DspStep& step, bool loaded) {
  return !loaded ? &kOn : step.bypass >= 0 ? space.row(step.bypass) : &kOff;
}

void settle(DspVoice& voice, const std::vector<int>& ins, std::span<const std::optional<float>> fed, int sampleRate) {
  std::vector<std::array<float, kBlock>> blocks(size_t(voice.inputs()));
  std::vector<const float*> from;
  bool hears = false;
  for (size_t k = 0; k < blocks.size(); ++k) {
    const auto value = fed[size_t(std::max(at(ins, k), plan::kSilence))];
    hears = hears || !value;
    blocks[k].fill(value.value_or(0.f));
    from.push_back(blocks[k].data());
  }
  if (hears) voice.settle(sampleRate, from.data());
}

class AudioProgram final : public Step, public WideMember {
 public:
  AudioProgram(Workspace& space, const plan::DspStep& step, dsp::Factory* factory, std::span<const std::optional<float>> fed,
               std::vector<std::shared_ptr<dsp::Instance>>& instances, std::set<std::string>& missing)
      : notFinite_(space.notFinite), node_(step.node), fadeStep_(float(1 / (kFade * space.sampleRate))),
        bypass_(bypassRow(space, step, factory)), voices_(step.instances.size(), space.memory()) {
    for (size_t i = 0; i < voices_.size(); ++i) {
      const auto& wanted = step.instances[i];
      Voice& voice = voices_[i];
      const bool made = factory && instances.size() <= i;
      if (made) instances.push_back(factory->instance(space.sampleRate));
      if (factory) voice.dsp.emplace(instances[i], space, step.zones, missing);
      voice.ins = space.array<float*>(factory ? size_t(voice.dsp->inputs()) : wanted.ins.size());
      voice.outs = space.array<float*>(factory ? size_t(voice.dsp->outputs()) : wanted.outs.size());
      voice.through = space.array<const float*>(voice.outs.size());
      for (size_t k = 0; k < voice.ins.size(); ++k) voice.ins[k] = const_cast<float*>(space.in(at(wanted.ins, k)));
      bool inPlace = false;
      for (size_t k = 0; k < voice.outs.size(); ++k) {
        voice.outs[k] = space.out(at(wanted.outs, k));
        const int through = throughOf(step, i, int(k), int(voice.outs.size()), factory);
        voice.through[k] = through > plan::kSilence ? space.in(through) : nullptr;
        inPlace = inPlace || std::find(voice.ins.begin(), voice.ins.end(), voice.outs[k]) != voice.ins.end();
      }
      voice.runOuts = voice.outs;
      if (inPlace) {
        voice.runOuts = space.array<float*>(voice.outs.size());
        for (float*& out : voice.runOuts) out = space.array<float>(kBlock).data();
      }
      if (made) settle(*voice.dsp, wanted.ins, fed, space.sampleRate);
    }
  }

  void run(Tick&) override {
    const float to = *bypass_ > 0.5f ? 1 : 0;
    if (!begun_) fade_ = to;
    begun_ = true;
    if (fade_ == 0 && to == 0) {
      for (Voice& voice : voices_) {
        compute(voice);
        if (voice.runOuts.data() != voice.outs.data())
          for (size_t k = 0; k < voice.outs.size(); ++k) copyBlock(voice.runOuts[k], voice.outs[k]);
      }
    } else if (fade_ == 1 && to == 1) {
      for (Voice& voice : voices_)
        for (size_t k = 0; k < voice.outs.size(); ++k) pass(voice.through[k], voice.outs[k]);
    } else {
      for (Voice& voice : voices_) crossFade(voice, to);
      fade_ = faded(kBlock - 1, to);
    }
  }

  void carry(const Step& before) override {
    const auto& other = static_cast<const AudioProgram&>(before);
    fade_ = other.fade_;
    begun_ = other.begun_;
    for (const Voice& voice : other.voices_)
      if (voice.lane) voice.lane->rest();
  }
  size_t voices() const override { return voices_.size(); }
  WideMember::Voice voice(size_t i) override {
    Voice& v = voices_[i];
    return {v.dsp ? v.dsp->instance() : nullptr, v.ins, v.runOuts, &v.lane};
  }
  bool runs() const override {
    const bool off = *bypass_ > 0.5f;
    return !off || (begun_ && fade_ != 1);
  }
  void inputs(std::vector<const float**>& into) override {
    for (Voice& voice : voices_)
      for (float*& in : voice.ins) into.push_back(const_cast<const float**>(&in));
    for (Voice& voice : voices_)
      for (const float*& through : voice.through) into.push_back(&through);
  }

 private:
  struct Voice {
    std::optional<DspVoice> dsp;  // none: could not be loaded
    // runOuts: the outs, or buffers of its own where an out is also an input, since Faust may write before it has read
    std::span<float*> ins, runOuts, outs;
    std::span<const float*> through;  // null: silence
    Lane* lane = nullptr;             // set: a wide program has computed it before this step runs
  };

  void compute(Voice& voice) {
    if (!voice.lane) voice.dsp->compute(kBlock, voice.ins.data(), voice.runOuts.data());
    for (float* out : voice.runOuts)
      if (!allFinite(out, kBlock)) [[unlikely]] {
        silence(voice);
        return;
      }
  }

  // A state that made one bad number makes more: none of this instance's outputs is to be trusted.
  void silence(Voice& voice) {
    for (float* out : voice.runOuts)
      if (!allFinite(out, kBlock)) clearBlock(out);
    if (voice.lane) voice.lane->clear();
    else voice.dsp->clear();
    notFinite_.raise(node_);
  }

  static void pass(const float* through, float* out) {
    if (!through)
      clearBlock(out);
    else if (through != out)
      copyBlock(through, out);
  }

  // Place of the fade at sample i of this block: 0 runs, 1 bypassed.
  float faded(int i, float to) const {
    const float moved = fadeStep_ * float(i + 1);
    return to > fade_ ? std::min(to, fade_ + moved) : std::max(to, fade_ - moved);
  }

  void crossFade(Voice& voice, float to) {
    compute(voice);
    for (size_t k = 0; k < voice.outs.size(); ++k) {
      const float *wet = voice.runOuts[k], *dry = voice.through[k];
      float* out = voice.outs[k];
      for (int i = 0; i < kBlock; ++i) {
        const float x = faded(i, to);
        out[i] = wet[i] * (1 - x) + (dry ? dry[i] * x : 0.f);
      }
    }
  }

  NodeFlags& notFinite_;
  int node_;
  float fadeStep_, fade_ = 0;
  bool begun_ = false;
  const float* bypass_;
  std::pmr::vector<Voice> voices_;
};

// Signal and extract programs: their outputs are slots.
class SlotProgram final : public Step {
 public:
  SlotProgram(Workspace& space, const plan::DspStep& step, dsp::Factory* factory, std::span<const std::optional<float>> fed,
              std::vector<std::shared_ptr<dsp::Instance>>& instances, std::set<std::string>& missing)
      : notFinite_(space.notFinite), node_(step.node), count_(step.rate == plan::DspRate::Signal ? 1 : kBlock),
        bypass_(bypassRow(space, step, factory)), voices_(step.instances.size(), space.memory()) {
    const bool signal = count_ == 1;
    for (size_t i = 0; i < voices_.size(); ++i) {
      const auto& wanted = step.instances[i];
      Voice& voice = voices_[i];
      const int rate = signal ? space.sampleRate / kBlock : space.sampleRate;
      const bool made = factory && instances.size() <= i;
      if (made) instances.push_back(factory->instance(rate));
      if (factory) voice.dsp.emplace(instances[i], space, step.zones, missing);
      voice.ins = space.array<float*>(factory ? size_t(voice.dsp->inputs()) : wanted.ins.size());
      voice.outs = space.array<float*>(factory ? size_t(voice.dsp->outputs()) : wanted.outs.size());
      voice.runOuts = space.array<float*>(voice.outs.size());
      voice.through = space.array<const float*>(voice.outs.size());
      for (size_t k = 0; k < voice.ins.size(); ++k) {
        const int in = at(wanted.ins, k);
        voice.ins[k] = const_cast<float*>(signal ? space.signal(in) : space.in(in));
      }
      for (size_t k = 0; k < voice.outs.size(); ++k) {
        voice.runOuts[k] = space.array<float>(size_t(count_)).data();
        voice.outs[k] = space.signalOut(at(wanted.outs, k));
        // An extraction's inlets are sound, so it has no slot to pass unless the step names one.
        const int through = signal || factory ? throughOf(step, i, int(k), int(voice.outs.size()), factory) : -1;
        voice.through[k] = through > plan::kSignalZero ? space.signal(through) : nullptr;
      }
      if (made && !signal) settle(*voice.dsp, wanted.ins, fed, space.sampleRate);
    }
  }

  void run(Tick&) override {
    if (*bypass_ > 0.5f) {
      for (Voice& voice : voices_)
        for (size_t k = 0; k < voice.outs.size(); ++k)
          if (voice.through[k]) *voice.outs[k] = *voice.through[k];
      return;
    }
    for (Voice& voice : voices_) {
      voice.dsp->compute(count_, voice.ins.data(), voice.runOuts.data());
      bool finite = true;
      for (size_t k = 0; k < voice.outs.size(); ++k) {
        const float value = voice.runOuts[k][count_ - 1];
        // Anywhere in the block: the state behind it is spoilt even if the last sample is not.
        const bool good = allFinite(voice.runOuts[k], count_);
        *voice.outs[k] = good ? value : 0.f;
        finite = finite && good;
      }
      if (!finite) [[unlikely]] {
        voice.dsp->clear();
        notFinite_.raise(node_);
      }
    }
  }

  bool isSignal() const override { return count_ == 1; }

  // Of an extraction. What a signal program reads are slots, which nothing fades.
  void inputs(std::vector<const float**>& into) override {
    if (count_ == 1) return;
    for (Voice& voice : voices_)
      for (float*& in : voice.ins) into.push_back(const_cast<const float**>(&in));
  }

 private:
  struct Voice {
    std::optional<DspVoice> dsp;  // none: could not be loaded
    std::span<float*> ins, runOuts, outs;
    std::span<const float*> through;  // null: holds
  };

  NodeFlags& notFinite_;
  int node_, count_;
  const float* bypass_;
  std::pmr::vector<Voice> voices_;
};

}  // namespace

StepPtr makeStep(Workspace& space, const plan::DspStep& step, dsp::Factory* factory, std::span<const std::optional<float>> fed,
                 std::vector<std::shared_ptr<dsp::Instance>>& instances, std::set<std::string>& missing) {
  if (step.rate == plan::DspRate::Audio) return space.make<AudioProgram>(space, step, factory, fed, instances, missing);
  return space.make<SlotProgram>(space, step, factory, fed, instances, missing);
}

}  // namespace weft::audio
