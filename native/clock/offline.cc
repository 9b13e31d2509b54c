#include "clock/offline.h"

#include <xxhash.h>

#include <chrono>
#include <deque>

#include "audio/sound_player.h"
#include "clock/grid.h"
#include "clock/hash.h"
#include "gl/picture_player.h"

namespace weft::clock {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class SoundHash {
 public:
  SoundHash() : state_(XXH3_createState()) { XXH3_128bits_reset(state_); }
  ~SoundHash() { XXH3_freeState(state_); }
  SoundHash(const SoundHash&) = delete;
  void add(const float* left, const float* right, int n) {
    float pair[2 * plan::kBlock];
    for (int i = 0; i < n; ++i) {
      pair[2 * i] = left[i];
      pair[2 * i + 1] = right[i];
    }
    XXH3_128bits_update(state_, pair, sizeof(float) * 2 * size_t(n));
  }
  std::string text() const { return hex(XXH3_128bits_digest(state_)); }

 private:
  XXH3_state_t* state_;
};

// Frames read back but not yet written are at most this many: the GPU works on one while another is copied.
constexpr int kInFlight = 2;

// Pixels of a canvas that is worth programs of its own: below, they take longer to compile than they save.
constexpr int kConstantsFrom = 320 * 180;

class Run {
 public:
  Run(const plan::Plan& plan, std::span<const float> bases, const OfflineJob& job, Diagnostics& diagnostics)
      : plan_(plan), bases_(bases), job_(job), diagnostics_(diagnostics) {}

  std::optional<Error> prepare() {
    const auto start = Clock::now();
    pool_ = media::makeDecodePool(job_.decodeThreads, job_.budgetBytes);
    sound_ = audio::SoundPlayer::create(plan_, bases_, pool_, diagnostics_);
    // Pictures are also drawn when only sound is kept but a picture is analysed into signals.
    if ((job_.picture && plan_.outputPicture >= 0) || plan_.analyses > 0) {
      auto context = gl::Context::create(job_.shaderCache);
      if (auto* error = std::get_if<Error>(&context)) return *error;
      context_ = std::move(std::get<0>(context));
      result.renderer = context_->info().renderer + " · " + context_->info().version;
      gl::SoundSide side{&sound_->records(),
                         [this](int tap, int n, std::vector<std::vector<float>>& out) { sound_->readTap(tap, n, out); },
                         [this](int analysis, std::span<const float> values, int64_t frame) {
                           sound_->pictureValues(analysis, values, sampleOf(frame + plan_.pictureDelay));
                         }};
      gl::PictureOptions options;
      options.fonts = job_.fonts;
      options.constants = plan_.width * plan_.height >= kConstantsFrom || job_.constants;
      picture_ = gl::PicturePlayer::create(*context_, plan_, bases_, pool_, side, diagnostics_, options);
    }
    result.seconds.prepare = since(start);
    return std::nullopt;
  }

  std::optional<Error> openWriter() {
    if (!job_.writer) return std::nullopt;
    auto writer = media::Writer::open(*job_.writer);
    if (auto* error = std::get_if<Error>(&writer)) return *error;
    writer_ = std::move(std::get<0>(writer));
    return std::nullopt;
  }

  std::optional<Error> play(const std::atomic<bool>& cancel, const std::function<void(int64_t)>& progress) {
    // Ticks lie on the grid of 64 samples from position 0, wherever the render starts.
    origin_ = sampleOf(job_.startFrame) / plan::kBlock * plan::kBlock;
    keepFrom_ = sampleOf(job_.firstFrame);
    keepTo_ = sampleOf(job_.firstFrame + job_.frames);
    for (int64_t k = job_.startFrame; k < job_.firstFrame + job_.frames; ++k) {
      if (cancel.load(std::memory_order_relaxed)) {
        result.cancelled = true;
        return std::nullopt;
      }
      if (auto error = frame(k)) return error;
      if (k >= job_.firstFrame) progress(k - job_.firstFrame + 1);
    }
    if (auto error = soundUpTo(keepTo_)) return error;
    if (auto error = drain(0)) return error;
    reportTrouble();
    result.sound = soundHash_.text();
    if (writer_) return writer_->finish();
    return std::nullopt;
  }

  void account() {
    if (picture_) {
      const auto s = picture_->seconds();
      result.seconds.video = s.video;
      result.seconds.readback = s.readback;
      result.seconds.decode = s.decodeWait;
    }
    result.seconds.signal = soundSeconds_ * (sound_ ? sound_->signalShare() : 0);
    result.seconds.audio = soundSeconds_ - result.seconds.signal;
    if (writer_) result.seconds.encode = writer_->seconds();
  }

  OfflineResult result;

 private:
  int64_t sampleOf(int64_t frame) const { return frameSample(frame, plan_.sampleRate, plan_.fps); }

  std::optional<Error> frame(int64_t k) {
    const int64_t sample = sampleOf(k);
    if (auto error = soundUpTo(sample + 1)) return error;
    if (!picture_) return std::nullopt;
    gl::FrameTime time;
    time.frame = k;
    time.position = sample;
    time.tick = (sample - origin_) / plan::kBlock;
    for (int i = 0; i < 4; ++i) time.date[i] = job_.date[i];
    time.date[3] += double(sample) / plan_.sampleRate;
    picture_->draw(time);
    if (!job_.picture || k < job_.firstFrame) return std::nullopt;
    picture_->startReadback(job_.half ? media::PixelFormat::RgbaHalf : media::PixelFormat::Rgba8);
    ++inFlight_;
    return drain(kInFlight);
  }

  // Ticks until the one that holds sample - 1 has been computed.
  std::optional<Error> soundUpTo(int64_t sample) {
    std::optional<Error> error;
    while (!error && position() < sample) {
      const double beatsPerSample = plan_.bpm / 60.0 / plan_.sampleRate;
      signal::Transport transport{tick_ * plan::kBlock, position(), double(position()) * beatsPerSample, beatsPerSample};
      const int64_t at = position();
      const auto start = Clock::now();
      sound_->tick(transport, left_, right_, true);
      soundSeconds_ += since(start);
      ++tick_;
      error = keep(at);
    }
    return error;
  }

  int64_t position() const { return origin_ + tick_ * plan::kBlock; }

  std::optional<Error> keep(int64_t at) {
    const int64_t from = std::max(at, keepFrom_), to = std::min(at + plan::kBlock, keepTo_);
    if (!job_.sound || from >= to) return std::nullopt;
    const int offset = int(from - at), n = int(to - from);
    soundHash_.add(left_ + offset, right_ + offset, n);
    result.samples += n;
    return writer_ && job_.writer->sound ? writer_->sound(left_ + offset, right_ + offset, n) : std::nullopt;
  }

  std::optional<Error> drain(int leave) {
    while (inFlight_ > leave) {
      auto frame = picture_->collect(true);
      --inFlight_;
      if (!frame) return Error{"engine.failed", "A picture could not be read back from the GPU."};
      result.frames.push_back(hashOf(*frame));
      if (writer_)
        if (auto error = writer_->picture(std::move(frame))) return error;
    }
    return std::nullopt;
  }

  void reportTrouble() {
    if (picture_) picture_->reportNotFinite();
    for (const auto& [node, problem] : sound_->damaged())
      diagnostics_.add({problem.code, "warning", problem.message, plan_.nodes[size_t(node)].path, {}, 0});
    for (int node : sound_->notFinite())
      diagnostics_.add({"number.not-finite", "warning",
                        "'" + plan_.nodes[size_t(node)].path + "' made a number that is not finite; it was silenced and its state cleared.",
                        plan_.nodes[size_t(node)].path, {}, 0});
  }

  const plan::Plan& plan_;
  std::span<const float> bases_;
  const OfflineJob& job_;
  Diagnostics& diagnostics_;
  // Order matters: the writer goes first, pictures before their context, the pool last.
  std::shared_ptr<media::DecodePool> pool_;
  std::unique_ptr<audio::SoundPlayer> sound_;
  std::unique_ptr<gl::Context> context_;
  std::unique_ptr<gl::PicturePlayer> picture_;
  std::unique_ptr<media::Writer> writer_;
  SoundHash soundHash_;
  float left_[plan::kBlock], right_[plan::kBlock];
  int64_t origin_ = 0, tick_ = 0, keepFrom_ = 0, keepTo_ = 0;
  int inFlight_ = 0;
  double soundSeconds_ = 0;
};

}  // namespace

OfflineResult renderOffline(const plan::Plan& plan, std::span<const float> bases, const OfflineJob& job, Diagnostics& diagnostics,
                            const std::atomic<bool>& cancel, const std::function<void(int64_t)>& progress) {
  const auto start = Clock::now();
  Run run(plan, bases, job, diagnostics);
  auto error = run.prepare();
  // A patch that is at fault writes nothing at all.
  if (!error && !diagnostics.anyError()) {
    error = run.openWriter();
    if (!error) error = run.play(cancel, progress);
  }
  run.account();
  run.result.error = error;
  run.result.seconds.total = since(start);
  return std::move(run.result);
}

void prepareOnly(const plan::Plan& plan, std::span<const float> bases, const OfflineJob& job, Diagnostics& diagnostics) {
  Run run(plan, bases, job, diagnostics);
  if (auto error = run.prepare()) diagnostics.error(error->code, error->message);
}

}  // namespace weft::clock
