// The sound player over sources of one's choice. SoundPlayer::create is this with the real ones.
#pragma once
#include <vector>

#include "audio/fade.h"
#include "audio/limiter.h"
#include "audio/schedule.h"
#include "audio/sound_player.h"
#include "audio/step_seconds.h"

namespace weft::audio {

struct Transition;

class TickPlayer final : public SoundPlayer {
 public:
  // before: the player that this one will follow; see buildSchedule. [loader]
  TickPlayer(const plan::Plan&, std::span<const float> bases, const Sources&, Diagnostics&, TickPlayer* before = nullptr);

  void tick(const signal::Transport&, float* left, float* right, bool wait) override;
  void hear(std::span<const float* const> channels) override { heard_ = channels; }
  signal::TickRing& records() override { return ring_; }
  void setBase(int row, float value) override;
  float value(int row) const override { return space_.stack.value(row); }
  float signal(int slot) const override { return *space_.signal(slot); }
  void pictureValues(int analysis, std::span<const float> values, int64_t at) override;
  long lateValues() const override;
  void readTap(int tap, int n, std::vector<std::vector<float>>& channels) override;
  double signalShare() const override { return seconds_.signalShare(); }
  std::vector<int> notFinite() override { return space_.notFinite.take(); }

  std::vector<std::pair<int, Error>> damaged() override;

  // -- swaps
  Schedule& schedule() { return schedule_; }
  int rows() const { return int(rows_); }
  // Goes on where the player before is, between two ticks. [audio-rt]
  void carry(const TickPlayer& before, const Transition&);
  // Sound that comes or goes during the next ticks. [audio-rt]
  Fades& fades() { return fades_; }

 private:
  struct FrameCount {
    explicit FrameCount(const plan::Plan&);
    int64_t at(int64_t sample) const;
    int64_t num, den;
  };
  void runFading(Tick&);

  Schedule schedule_;
  Workspace& space_;
  signal::TickRing ring_;
  std::vector<const float*> recorded_;  // by place in the record
  FrameCount frames_;
  size_t rows_;
  Limiter limiter_;
  Fades fades_;
  StepSeconds seconds_;
  std::span<const float* const> heard_;
  float *time_, *beat_, *frame_;
  int64_t tick_ = 0;
};

std::unique_ptr<SoundPlayer> makeTickPlayer(const plan::Plan&, std::span<const float> bases, const Sources&, Diagnostics&);

}  // namespace weft::audio
