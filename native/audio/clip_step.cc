#include "audio/clip_step.h"

#include "audio/clip_clock.h"

namespace weft::audio {
namespace {

// Rows a clip lacks read these.
constexpr float kZero = 0, kOne = 1;

class Clip final : public Step {
 public:
  Clip(Workspace& space, const plan::ClipStep& step, std::shared_ptr<media::ClipSound> sound, double duration)
      : sound_(std::move(sound)), clip_(size_t(step.clip)), rate_(row(space, step, "rate", &kOne)),
        start_(row(space, step, "start", &kZero)), end_(row(space, step, "end", &kZero)),
        loop_(row(space, step, "loop", &kZero)), play_(row(space, step, "play", &kOne)),
        restart_(row(space, step, "restart", &kZero)), gain_(row(space, step, "gain", &kZero)),
        clock_(duration, space.sampleRate), sampleRate_(space.sampleRate), notFinite_(space.notFinite), node_(step.node) {
    if (step.outs.empty()) return;
    left_ = space.out(step.outs[0]);
    right_ = step.outs.size() > 1 ? space.out(step.outs[1]) : space.out(-1);
  }

  void run(Tick& tick) override {
    const ClipControls controls{*rate_, *start_, *end_, loopOf(*loop_), *play_ > 0.5f, *restart_ > 0.5f};
    const ClipSpan before = clock_.span();
    const ClipClock::Reading reading = clock_.tick(controls, tick.transport.position);
    tick.clips[clip_] = clock_.state(reading);
    if (left_) play(tick, reading, before);
  }
  void carry(const Step& before) override {
    const auto& other = static_cast<const Clip&>(before);
    clock_ = other.clock_;
    begun_ = other.begun_;
    last_ = other.last_;
    nextPhase_ = other.nextPhase_;
    nextSpeed_ = other.nextSpeed_;
  }

 private:
  static const float* row(const Workspace& space, const plan::ClipStep& step, const char* name, const float* otherwise) {
    const auto found = step.rows.find(name);
    return found == step.rows.end() || found->second < 0 ? otherwise : space.row(found->second);
  }
  static Loop loopOf(float value) { return value < 0.5f ? Loop::Once : value < 1.5f ? Loop::Loop : Loop::PingPong; }

  void play(const Tick& tick, const ClipClock::Reading& reading, const ClipSpan& before) {
    const bool sounding = sound_ && reading.speed != 0 && tick.transport.beatsPerSample != 0;
    const float to = sounding ? gain_.factor() : 0.f, from = begun_ ? last_ : to;
    begun_ = true;
    last_ = to;
    if (from == 0 && to == 0) {
      clearBlock(left_);
      clearBlock(right_);
    } else {
      // While it fades out it goes on as it went.
      const double speed = sounding ? reading.speed : nextSpeed_;
      const double phase = sounding ? reading.phase : nextPhase_;
      read(clock_.span(), phase, speed, left_, right_, tick.wait);
      if (reading.jumped && from != 0) {
        read(before, nextPhase_, nextSpeed_, oldLeft_, oldRight_, tick.wait);
        crossFade(oldLeft_, left_);
        crossFade(oldRight_, right_);
      }
      if (from != 1 || to != 1) {
        scaleBlock(left_, from, to);
        scaleBlock(right_, from, to);
      }
      if (!allFinite(left_, kBlock) || !allFinite(right_, kBlock)) silence();
    }
    nextPhase_ = reading.phase + reading.speed * kBlock / sampleRate_;
    if (reading.speed != 0) nextSpeed_ = reading.speed;
  }

  // 64 samples from phase on, stretch by stretch between seams.
  void read(const ClipSpan& span, double phase, double speed, float* left, float* right, bool wait) {
    const double step = speed / sampleRate_;  // media seconds per sample
    for (int done = 0; done < kBlock;) {
      const ClipSpan::Place place = span.place(phase + step * done, speed);
      if (place.direction == 0) {
        std::fill(left + done, left + kBlock, 0.f);
        std::fill(right + done, right + kBlock, 0.f);
        return;
      }
      const double untilSeam = std::ceil((place.left - span.epsilon) / std::abs(step));
      const int n = untilSeam < kBlock - done ? std::max(1, int(untilSeam)) : kBlock - done;
      sound_->read(secondsOf(place, std::abs(speed)), place.direction * std::abs(speed), n, left + done, right + done, wait);
      done += n;
    }
  }

  // Where to read. Backwards the sample left of the place comes first: the mirror image of forwards. At the media's own
  // speed the place goes to the sample it lies in, so that what is heard is the sound as it was decoded.
  double secondsOf(const ClipSpan::Place& place, double pace) const {
    double sample = place.seconds * sampleRate_ - (place.direction < 0 ? 1 : 0);
    if (pace == 1) sample = std::floor(sample + 1e-3);
    return sample / sampleRate_;
  }

  static void crossFade(const float* from, float* to) {
    for (int i = 0; i < kBlock; ++i) to[i] = from[i] + (to[i] - from[i]) * (float(i + 1) / kBlock);
  }

  void silence() {
    for (float* out : {left_, right_})
      for (int i = 0; i < kBlock; ++i)
        if (!std::isfinite(out[i])) out[i] = 0;
    notFinite_.raise(node_);
  }

  std::shared_ptr<media::ClipSound> sound_;
  size_t clip_;
  const float *rate_, *start_, *end_, *loop_, *play_, *restart_;
  Gain gain_;
  ClipClock clock_;
  double sampleRate_;
  NodeFlags& notFinite_;
  int node_;
  float *left_ = nullptr, *right_ = nullptr;
  bool begun_ = false;
  float last_ = 0;                      // gain at the end of the last tick
  double nextPhase_ = 0, nextSpeed_ = 1;  // where the last tick's motion leads
  float oldLeft_[kBlock], oldRight_[kBlock];
};

}  // namespace

StepPtr makeStep(Workspace& space, const plan::ClipStep& step, std::shared_ptr<media::ClipSound> sound, double duration) {
  return space.make<Clip>(space, step, std::move(sound), duration);
}

}  // namespace weft::audio
