#include "audio/schedule.h"

#include <algorithm>

#include "audio/clip_step.h"
#include "audio/device_in_step.h"
#include "audio/dsp_step.h"
#include "audio/simple_steps.h"
#include "audio/wide_step.h"

namespace weft::audio {
namespace {

// The plan's own output buffers, for a schedule without an out step.
class MasterStep final : public Step {
 public:
  MasterStep(Workspace& space, std::pair<int, int> output) : space_(space), left_(space.in(output.first)), right_(space.in(output.second)) {}
  void run(Tick&) override {
    addBlock(left_, space_.left.data());
    addBlock(right_, space_.right.data());
  }

 private:
  Workspace& space_;
  const float *left_, *right_;
};

class Builder {
 public:
  Builder(const plan::Plan& plan, std::span<const float> bases, const Sources& sources, Diagnostics& diagnostics, const Schedule* before)
      : plan_(plan), sources_(sources), diagnostics_(diagnostics), before_(before), buffersFed_(size_t(std::max(plan.buffers, plan::kSilence + 1))),
        slotsFed_(size_t(std::max(plan.signals, plan::kSignalFrame + 1))),
        problems_(plan.dsp.size()), asked_(plan.dsp.size()) {
    made_.space = std::make_unique<Workspace>(plan, bases);
    made_.wiring = Wiring(plan);
    made_.programs.resize(plan.dsp.size());
    for (const auto& [slot, value] : plan.constants) {
      *made_.space->signalOut(slot) = value;
      if (slot > plan::kSignalZero && size_t(slot) < slotsFed_.size()) slotsFed_[size_t(slot)] = value;
    }
    buffersFed_[plan::kSilence] = 0;
    for (int slot : {plan::kSignalZero, plan::kSignalTime, plan::kSignalBeat, plan::kSignalFrame}) slotsFed_[size_t(slot)] = 0;
    made_.taps.resize(plan.taps.size());
    made_.inboxes.resize(size_t(plan.analyses));
  }

  Schedule build() {
    // Rows that no step evaluates: buttons pressed by hand first, so that this tick sees them; wired ones, which only
    // pictures read, last.
    std::vector<bool> listed(plan_.rows.size());
    bool master = false;
    for (const auto& step : plan_.sound) {
      if (const auto* stack = std::get_if<plan::StackStep>(&step))
        for (int row : stack->rows) listed[size_t(row)] = true;
      master = master || std::holds_alternative<plan::OutStep>(step);
    }
    std::vector<int> first, last;
    for (size_t row = 0; row < listed.size(); ++row)
      if (!listed[row]) (plan_.rows[row].mods.empty() ? first : last).push_back(int(row));
    if (!first.empty()) push(makeStackStep(space(), first));
    for (; step_ < plan_.sound.size(); ++step_) {
      std::visit([this](const auto& s) { add(s); }, plan_.sound[step_]);
      made_.at.push_back(int(made_.steps.size()) - 1);
      const auto* dsp = std::get_if<plan::DspStep>(&plan_.sound[step_]);
      made_.reads.push_back(wide_ && dsp && dsp->together == group_ ? widePlace_ : made_.at.back());
    }
    // A schedule may be asked for a tap that no step fills, and for values that no step reads.
    for (size_t i = 0; i < made_.taps.size(); ++i)
      if (!made_.taps[i]) made_.taps[i] = std::make_shared<Tap>(plan_.taps[i].size());
    for (auto& inbox : made_.inboxes)
      if (!inbox) inbox = std::make_shared<PictureInbox>();
    if (!last.empty()) push(makeStackStep(space(), last));
    if (!master && plan_.outputSound) push(space().make<MasterStep>(space(), *plan_.outputSound));
    return std::move(made_);
  }

 private:
  Workspace& space() { return *made_.space; }
  void push(StepPtr step) { made_.steps.push_back(std::move(step)); }
  void fed(int buffer, std::optional<float> value) {
    if (buffer > plan::kSilence && size_t(buffer) < buffersFed_.size()) buffersFed_[size_t(buffer)] = value;
  }
  void report(const Error& error, int node) { diagnostics_.error(error.code, error.message, plan_.nodes[size_t(node)].path); }

  const std::string& identity() const { return made_.wiring.identity[step_]; }
  // What the same step of the schedule before has; null if there was none.
  const Kept* kept() const {
    if (!before_) return nullptr;
    const auto found = before_->kept.find(identity());
    return found == before_->kept.end() ? nullptr : &found->second;
  }
  // The step just pushed, and what of it may live on.
  void keep(Kept kept) {
    kept.step = made_.steps.back().get();
    made_.kept.emplace(identity(), std::move(kept));
  }

  void add(const plan::StackStep& step) { push(makeStackStep(space(), step.rows)); }
  void add(const plan::AddStep& step) { push(makeStep(space(), step)); }
  void add(const plan::OutStep& step) {
    push(makeStep(space(), step));
    keep({});
  }
  void add(const plan::DeviceInStep& step) {
    for (int out : step.outs) fed(out, std::nullopt);
    push(makeStep(space(), step));
    keep({});
  }
  void add(const plan::MixStep& step) {
    fed(step.out, std::nullopt);
    push(makeStep(space(), step));
  }
  void add(const plan::RampStep& step) {
    fed(step.out, slotsFed_[size_t(std::max(step.in, plan::kSignalZero))]);
    push(makeStep(space(), step));
    keep({});
  }
  void add(const plan::TapStep& step) {
    const Kept* old = kept();
    auto& tap = made_.taps[size_t(step.tap)];
    if (!tap) tap = old ? old->tap : std::make_shared<Tap>(plan_.taps[size_t(step.tap)].size());
    push(makeTapStep(space(), *tap, plan_.taps[size_t(step.tap)]));
    Kept mine;
    mine.tap = tap;
    keep(std::move(mine));
  }
  void add(const plan::FromPictureStep& step) {
    const Kept* old = kept();
    auto& inbox = made_.inboxes[size_t(step.analysis)];
    if (!inbox) inbox = old ? old->inbox : std::make_shared<PictureInbox>();
    push(makeStep(space(), *inbox, step));
    Kept mine;
    mine.inbox = inbox;
    mine.slots = step.outs;
    keep(std::move(mine));
  }
  void add(const plan::ClipStep& step) {
    for (int out : step.outs) fed(out, std::nullopt);
    const Kept* old = kept();
    Kept mine;
    if (old && old->opened) {
      mine.sound = old->sound;
      mine.duration = old->duration;
      mine.pictures = old->pictures;
      mine.opened = true;
    } else {
      OpenClip clip = sources_.clip(plan_.media[size_t(step.media)], !step.outs.empty());
      if (clip.problem) report(*clip.problem, step.node);
      mine.sound = std::move(clip.sound);
      mine.duration = clip.duration;
      mine.pictures = clip.pictures;
      mine.opened = !clip.problem && !step.outs.empty();
    }
    // What is seen loops without a gap, though the file's sound may go on; what is only heard is heard to its end.
    const double duration = mine.pictures > 0 && drawn(step.clip) ? mine.pictures : mine.duration;
    if (mine.sound && !step.outs.empty()) made_.clips.emplace_back(step.node, mine.sound);
    push(makeStep(space(), step, step.outs.empty() ? nullptr : mine.sound, duration));
    keep(std::move(mine));
  }
  void add(const plan::DspStep& step) {
    std::set<std::string> missing;
    const Kept* old = kept();
    Kept mine;
    if (old) mine.instances = old->instances;
    auto* loaded = program(step.program, step.node);
    if (loaded && step.together >= 0) openGroup(step);
    push(makeStep(space(), step, loaded, buffersFed_, mine.instances, missing));
    if (wide_ && step.together == group_)
      if (auto* member = dynamic_cast<WideMember*>(made_.steps.back().get())) wide_->add(*member, step);
    if (step.rate != plan::DspRate::Audio)
      for (const auto& instance : step.instances) mine.slots.insert(mine.slots.end(), instance.outs.begin(), instance.outs.end());
    if (!mine.instances.empty()) keep(std::move(mine));
    for (const auto& address : missing)
      report({"engine.failed", "The program has no control '" + address + "': its machine code and its description differ. "
                               "Empty the Faust cache, so that it is compiled again."}, step.node);
    if (step.rate == plan::DspRate::Audio)
      for (const auto& instance : step.instances)
        for (int out : instance.outs) fed(out, std::nullopt);
  }

  bool drawn(int clip) const {
    return std::any_of(plan_.picture.begin(), plan_.picture.end(), [clip](const auto& step) {
      const auto* picture = std::get_if<plan::PictureClipStep>(&step);
      return picture && picture->clip == clip;
    });
  }

  // Before the first of several steps that are computed at once: the step that does so, if their program is there for it.
  void openGroup(const plan::DspStep& step) {
    if (step.together == group_) return;
    group_ = step.together;
    wide_ = nullptr;
    std::vector<const plan::DspStep*> members;
    for (size_t i = step_; i < plan_.sound.size(); ++i) {
      const auto* member = std::get_if<plan::DspStep>(&plan_.sound[i]);
      if (!member || member->together != group_ || member->program != step.program) break;
      members.push_back(member);
    }
    const auto& single = plan_.dsp[size_t(step.program)];
    if (single.wide.empty() || step.rate != plan::DspRate::Audio || !apart(members)) return;
    plan::DspProgram wanted = single;
    wanted.key += " wide";
    wanted.machineCode = single.wide;
    auto& factory = wides_[step.program];
    if (!factory) {
      auto loaded = sources_.program(wanted);
      // It only saves time: each step computes for itself instead.
      if (std::holds_alternative<Error>(loaded)) return;
      factory = std::get<0>(loaded);
    }
    auto instance = std::shared_ptr<dsp::Instance>(factory->instance(space().sampleRate));
    if (instance->lanes() != dsp::kLanes || instance->inputs() != single.inputs * dsp::kLanes || instance->outputs() != single.outputs * dsp::kLanes) return;
    auto made = space().make<WideProgram>(space(), std::move(instance));
    wide_ = static_cast<WideProgram*>(made.get());
    widePlace_ = int(made_.steps.size());
    push(std::move(made));
  }

  dsp::Factory* program(int index, int node) {
    const size_t i = size_t(index);
    if (!asked_[i]) {
      asked_[i] = true;
      auto loaded = sources_.program(plan_.dsp[i]);
      if (auto* error = std::get_if<Error>(&loaded))
        problems_[i] = *error;
      else
        made_.programs[i] = std::move(std::get<0>(loaded));
    }
    if (problems_[i]) report(*problems_[i], node);
    return made_.programs[i].get();
  }

  const plan::Plan& plan_;
  const Sources& sources_;
  Diagnostics& diagnostics_;
  const Schedule* before_;
  Schedule made_;
  size_t step_ = 0;
  // The group of steps computed at once that step_ is in.
  int group_ = -1, widePlace_ = 0;
  WideProgram* wide_ = nullptr;
  std::unordered_map<int, std::shared_ptr<dsp::Factory>> wides_;  // by program
  // As far as the list was built: what the engine, not a node, puts there at the start; nothing where a node does.
  std::vector<std::optional<float>> buffersFed_, slotsFed_;
  std::vector<std::optional<Error>> problems_;
  std::vector<bool> asked_;
};

}  // namespace

Schedule buildSchedule(const plan::Plan& plan, std::span<const float> bases, const Sources& sources, Diagnostics& diagnostics,
                       const Schedule* before) {
  return Builder(plan, bases, sources, diagnostics, before).build();
}

}  // namespace weft::audio
