#include "audio/tick_player.h"

#include "audio/limiter.h"
#include "rt/float_env.h"
#include "rt/thread_tag.h"

namespace weft::audio {
namespace {

constexpr int kRecordSeconds = 2;

// The frame that is on screen at a sample: the last k with floor(k · rate / fps) <= sample.
class FrameCount {
 public:
  explicit FrameCount(const plan::Plan& plan) : num_(plan.fps.num), den_(plan.fps.den * plan.sampleRate) {}
  int64_t at(int64_t sample) const {
    const auto past = static_cast<__int128>(sample + 1) * num_ + den_ - 1;  // ceil((sample + 1) · fps / rate) - 1
    return int64_t(past / den_) - 1;
  }

 private:
  int64_t num_, den_;
};

class TickPlayer final : public SoundPlayer {
 public:
  TickPlayer(const plan::Plan& plan, std::span<const float> bases, const Sources& sources, Diagnostics& diagnostics)
      : schedule_(buildSchedule(plan, bases, sources, diagnostics)), space_(*schedule_.space),
        ring_(plan.recordSize, plan.clips, kRecordSeconds * plan.sampleRate / kBlock), recorded_(size_t(plan.recordSize), &kNothing),
        frames_(plan), rows_(plan.rows.size()), limiter_(plan.sampleRate), time_(space_.signalOut(plan::kSignalTime)),
        beat_(space_.signalOut(plan::kSignalBeat)), frame_(space_.signalOut(plan::kSignalFrame)) {
    for (size_t row = 0; row < plan.rows.size(); ++row)
      if (plan.rows[row].record >= 0) recorded_[size_t(plan.rows[row].record)] = space_.row(int(row));
  }

  void tick(const signal::Transport& transport, float* left, float* right, bool wait) override {
    WEFT_ON_THREAD(rt::kAudioRt);
    rt::NoDenormals off;
    auto record = ring_.begin(tick_);
    record.transport = transport;
    *time_ = float(double(transport.position) / space_.sampleRate);
    *beat_ = float(transport.beat);
    *frame_ = float(frames_.at(transport.position));
    clearBlock(space_.left.data());
    clearBlock(space_.right.data());

    Tick tick{transport, record.clips, wait};
    for (const auto& step : schedule_.steps) step->run(tick);

    for (size_t i = 0; i < recorded_.size(); ++i) record.values[i] = *recorded_[i];
    limiter_.process(space_.left.data(), space_.right.data(), left, right, kBlock);
    ring_.publish(tick_++);
  }

  signal::TickRing& records() override { return ring_; }
  void setBase(int row, float value) override {
    WEFT_ON_THREAD(rt::kAudioRt);
    if (row >= 0 && size_t(row) < rows_) space_.stack.setBase(row, value);
  }
  float value(int row) const override { return space_.stack.value(row); }
  float signal(int slot) const override { return *space_.signal(slot); }

  void pictureValues(int analysis, std::span<const float> values, int64_t at) override {
    if (analysis >= 0 && size_t(analysis) < schedule_.inboxes.size()) schedule_.inboxes[size_t(analysis)]->push(values, at);
  }
  long lateValues() const override {
    long late = 0;
    for (const auto& inbox : schedule_.inboxes) late += inbox->late();
    return late;
  }
  void readTap(int tap, int n, std::vector<std::vector<float>>& channels) override {
    if (tap >= 0 && size_t(tap) < schedule_.taps.size())
      schedule_.taps[size_t(tap)]->read(n, channels);
    else
      channels.clear();
  }
  std::vector<int> notFinite() override { return space_.notFinite.take(); }

 private:
  static constexpr float kNothing = 0;
  Schedule schedule_;
  Workspace& space_;
  signal::TickRing ring_;
  std::vector<const float*> recorded_;  // by place in the record
  FrameCount frames_;
  size_t rows_;
  Limiter limiter_;
  float *time_, *beat_, *frame_;
  int64_t tick_ = 0;
};

}  // namespace

std::unique_ptr<SoundPlayer> makeTickPlayer(const plan::Plan& plan, std::span<const float> bases, const Sources& sources,
                                            Diagnostics& diagnostics) {
  return std::make_unique<TickPlayer>(plan, bases, sources, diagnostics);
}

}  // namespace weft::audio
