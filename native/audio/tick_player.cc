#include "audio/tick_player.h"

#include "audio/transition.h"
#include "rt/float_env.h"
#include "rt/thread_tag.h"

namespace weft::audio {
namespace {

constexpr int kRecordSeconds = 2;
constexpr float kNothing = 0;

}  // namespace

TickPlayer::FrameCount::FrameCount(const plan::Plan& plan) : num(plan.fps.num), den(plan.fps.den * plan.sampleRate) {}

// The frame that is on screen at a sample: the last k with floor(k · rate / fps) <= sample.
int64_t TickPlayer::FrameCount::at(int64_t sample) const {
  const auto past = static_cast<__int128>(sample + 1) * num + den - 1;  // ceil((sample + 1) · fps / rate) - 1
  return int64_t(past / den) - 1;
}

TickPlayer::TickPlayer(const plan::Plan& plan, std::span<const float> bases, const Sources& sources, Diagnostics& diagnostics,
                       TickPlayer* before)
    : schedule_(buildSchedule(plan, bases, sources, diagnostics, before ? &before->schedule_ : nullptr)), space_(*schedule_.space),
      ring_(plan.recordSize, plan.clips, kRecordSeconds * plan.sampleRate / kBlock), recorded_(size_t(plan.recordSize), &kNothing),
      frames_(plan), rows_(plan.rows.size()), limiter_(plan.sampleRate), time_(space_.signalOut(plan::kSignalTime)),
      beat_(space_.signalOut(plan::kSignalBeat)), frame_(space_.signalOut(plan::kSignalFrame)) {
  for (size_t row = 0; row < plan.rows.size(); ++row)
    if (plan.rows[row].record >= 0) recorded_[size_t(plan.rows[row].record)] = space_.row(int(row));
}

void TickPlayer::tick(const signal::Transport& transport, float* left, float* right, bool wait) {
  WEFT_ON_THREAD(rt::kAudioRt);
  rt::NoDenormals off;
  auto record = ring_.begin(tick_);
  record.transport = transport;
  *time_ = float(double(transport.position) / space_.sampleRate);
  *beat_ = float(transport.beat);
  *frame_ = float(frames_.at(transport.position));
  clearBlock(space_.left.data());
  clearBlock(space_.right.data());

  Tick tick{transport, record.clips, wait, heard_};
  if (fades_.any()) [[unlikely]]
    runFading(tick);
  else if (wait && StepSeconds::due(tick_))
    seconds_.run(schedule_.steps, tick);
  else
    for (const auto& step : schedule_.steps) step->run(tick);
  heard_ = {};

  for (size_t i = 0; i < recorded_.size(); ++i) record.values[i] = *recorded_[i];
  limiter_.process(space_.left.data(), space_.right.data(), left, right, kBlock);
  ring_.publish(tick_++);
}

void TickPlayer::runFading(Tick& tick) {
  fades_.startTick();
  for (size_t i = 0; i < schedule_.steps.size(); ++i) {
    if (fades_.nextStep() == i) fades_.run();
    schedule_.steps[i]->run(tick);
  }
  fades_.endTick();
}

void TickPlayer::setBase(int row, float value) {
  WEFT_ON_THREAD(rt::kAudioRt);
  if (row >= 0 && size_t(row) < rows_) space_.stack.setBase(row, value);
}

void TickPlayer::pictureValues(int analysis, std::span<const float> values, int64_t at) {
  if (analysis >= 0 && size_t(analysis) < schedule_.inboxes.size()) schedule_.inboxes[size_t(analysis)]->push(values, at);
}

long TickPlayer::lateValues() const {
  long late = 0;
  for (const auto& inbox : schedule_.inboxes) late += inbox->late();
  return late;
}

std::vector<std::pair<int, Error>> TickPlayer::damaged() {
  std::vector<std::pair<int, Error>> out;
  for (const auto& [node, sound] : schedule_.clips)
    if (Error problem = sound->problem(); !problem.code.empty()) out.emplace_back(node, std::move(problem));
  return out;
}

void TickPlayer::readTap(int tap, int n, std::vector<std::vector<float>>& channels) {
  if (tap >= 0 && size_t(tap) < schedule_.taps.size())
    schedule_.taps[size_t(tap)]->read(n, channels);
  else
    channels.clear();
}

void TickPlayer::carry(const TickPlayer& before, const Transition& how) {
  for (const auto& [step, old] : how.steps) step->carry(*old);
  for (const auto& [slot, old] : how.slots) *slot = *old;
  for (size_t row = 0; row < how.rowBefore.size(); ++row)
    if (how.rowBefore[row] >= 0) space_.stack.carry(int(row), before.space_.stack, how.rowBefore[row]);
  limiter_.carry(before.limiter_);
}

std::unique_ptr<SoundPlayer> makeTickPlayer(const plan::Plan& plan, std::span<const float> bases, const Sources& sources,
                                            Diagnostics& diagnostics) {
  return std::make_unique<TickPlayer>(plan, bases, sources, diagnostics);
}

}  // namespace weft::audio
