#include "media/clip_pictures.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "media/decode_pool.h"
#include "media/picture_convert.h"
#include "media/picture_decoder.h"

namespace weft::media {
namespace {

constexpr int kAhead = 8;    // frames decoded ahead when playing forward
constexpr int kBehind = 48;  // frames decoded at once when playing backward
constexpr int kCheckEvery = 32;  // calls of at() between looks at the file on disk

class Clip final : public ClipPictures, private DecodeClient {
 public:
  Clip(std::shared_ptr<DecodePool> pool, std::string path, bool half)
      : pool_(std::move(pool)), path_(std::move(path)), half_(half) {}

  ~Clip() override {
    if (added_) pool_->remove(this);
  }

  // Opens and decodes the first picture, so that a file without a good one is known now. [loader]
  std::optional<Error> start() {
    auto opened = PictureDecoder::open(path_, pool_->codecThreads());
    if (auto* error = std::get_if<Error>(&opened)) return *error;
    use(std::move(std::get<0>(opened)));
    while (!ended_ && !broken_ && !hit_.frame) decode(0);
    if (!hit_.frame)
      return Error{"media.corrupt", "No picture of “" + baseName(path_) +
                                        "” could be decoded. The file is damaged or incomplete; export it again."};
    pool_->add(this);
    added_ = true;
    return std::nullopt;
  }

  double duration() const override { return locked(duration_); }
  int width() const override { return locked(shape_.width); }
  int height() const override { return locked(shape_.height); }
  double frameSeconds() const override { return locked(typical_); }
  long late() const override { return locked(late_); }

  FramePtr at(double seconds, double slack, double speed, bool wait) override {
    std::unique_lock lock(mutex_);
    // A millionth of a unit: k/fps must not fall short of its own frame by a rounding.
    double units = std::floor((seconds + slack) / unit_ + 1e-6);
    target_ = units > 0 ? int64_t(std::min(units, 1e15)) : 0;
    backward_ = speed < 0;
    bool check = ++calls_ % kCheckEvery == 0;
    if (check) checkDue_ = true;
    Shown shown = lookUp();
    if (!shown.frame && wait) {
      pool_->wake();
      ready_.wait(lock, [&] { return (shown = lookUp()).frame || broken_; });
      if (!shown.frame) shown = track_->nearest(target_);
    }
    if (!shown.frame && !wait) {
      late_++;
      shown = track_->nearest(target_);
      if (!shown.frame) shown = given_;
    }
    if (shown.frame) given_ = shown;
    lock.unlock();
    pool_->wake();
    return shown.frame;
  }

  Error problem() override {
    std::lock_guard lock(mutex_);
    return std::exchange(problem_, Error{});
  }

 private:
  template <class T>
  T locked(const T& value) const {
    std::lock_guard lock(mutex_);
    return value;
  }

  Shown lookUp() {
    if (hit_.frame && hit_.start <= target_ && target_ < hit_.end) return hit_;
    return track_->find(target_);
  }

  // Frames that may be held ahead of or behind the target without pushing out those of other clips.
  int window(int wanted) const {
    size_t bytes = size_t(shape_.width) * size_t(shape_.height) * (format_ == PixelFormat::Rgba8 ? 4 : 8);
    size_t share = pool_->cache()->budget() / size_t(2 * std::max(1, pool_->clients())) / std::max<size_t>(1, bytes);
    return int(std::clamp<size_t>(share, 1, size_t(wanted)));
  }

  // [loader] or, after a change on disk, [decode]
  void use(std::unique_ptr<PictureDecoder> fresh) {
    double duration = fresh->durationSeconds();
    auto* parameters = fresh->stream()->codecpar;
    auto pixels = AVPixelFormat(parameters->format);
    AVRational aspect = fresh->stream()->sample_aspect_ratio;
    if (aspect.num <= 0) aspect = parameters->sample_aspect_ratio;
    auto shape = shapeOf(parameters->width, parameters->height, aspect, displayMatrixOf(fresh->stream()));
    auto format = half_ && bitsOf(pixels) > 8 ? PixelFormat::RgbaHalf : PixelFormat::Rgba8;
    auto track = pool_->cache()->track(path_, fresh->container().identity(), format);
    std::lock_guard lock(mutex_);
    unit_ = av_q2d(fresh->timeBase());
    duration_ = duration;
    typical_ = fresh->typicalSeconds();
    auto rate = fresh->stream()->avg_frame_rate;
    even_ = rate.num > 0 && av_cmp_q(rate, fresh->stream()->r_frame_rate) == 0;
    shape_ = shape;
    format_ = format;
    track_ = std::move(track);
    decoder_ = std::move(fresh);
    converter_ = std::make_unique<PictureConverter>(pool_->cache(), shape, format);
    identity_ = decoder_->container().identity();
    hit_ = {};
    ended_ = gaveAny_ = broken_ = said_ = false;
  }

  // The first time in playing order, from the target on, whose frame is not in the cache; INT64_MIN when all are there.
  int64_t missing(int64_t target, bool backward) {
    int64_t t = target, start, end;
    int frames = backward ? window(kBehind) / 2 + 1 : window(kAhead) + 1;
    for (int i = 0; i < frames; i++) {
      if (!track_->has(t, start, end)) return t;
      if (backward) {
        if (start <= 0) break;
        t = start - 1;
      } else {
        if (track_->lastKnown() && start >= track_->last()) break;
        t = end;
      }
    }
    return INT64_MIN;
  }

  Urgency urgency() override {
    std::lock_guard lock(mutex_);
    if (checkDue_) return Urgency::Ahead;
    if (broken_) return Urgency::Idle;  // until the file changes
    int64_t gap = missing(target_, backward_);
    if (gap == INT64_MIN) return Urgency::Idle;
    return gap == target_ ? Urgency::Needed : Urgency::Ahead;
  }

  void work() override {
    bool check;
    int64_t target;
    bool backward;
    {
      std::lock_guard lock(mutex_);
      check = std::exchange(checkDue_, false);
      target = target_;
      backward = backward_;
    }
    if (check) {
      look();
      return;
    }
    int64_t gap = missing(target, backward);
    if (gap == INT64_MIN) return;
    int64_t from = gap;
    if (backward) from = std::max<int64_t>(0, gap - int64_t(window(kBehind) * typical_ / unit_));
    // A run that is on its way to the gap goes on; one towards its start may be overtaken by a keyframe.
    int64_t position = decoder_->position();
    bool filling = position <= gap && (position >= from || decoder_->nearer(from));
    if (ended_ || !filling) {
      std::lock_guard lock(mutex_);
      ended_ = gaveAny_ = false;
      decoder_->seek(from);
    }
    for (int i = 0; i < 64 && !ended_; i++)
      if (decode(from)) break;
  }

  // True when a frame was given. Frames that end at or before `from` are not converted.
  bool decode(int64_t from) {
    PictureDecoder::Decoded decoded;
    auto step = decoder_->step(decoded);
    if (step == PictureDecoder::Step::Going) return false;
    if (step == PictureDecoder::Step::End) {
      finish();
      return false;
    }
    bool first = !gaveAny_ && decoder_->fromStart();
    std::shared_ptr<Frame> frame;
    bool needed = decoded.end > from || decoded.last;
    if (needed) {
      frame = converter_->convert(decoded.frame.get());
      if (frame) {
        frame->seconds = double(decoded.start) * unit_;
        frame->index = even_ ? std::llround(frame->seconds / typical_) : -1;
      }
    }
    std::lock_guard lock(mutex_);
    gaveAny_ = gaveAny_ || frame || !needed;
    Shown shown{decoded.start, decoded.end, frame};
    if (first) track_->setFirst(decoded.start);
    if (decoded.last) track_->setLast(decoded.start);
    if (frame) {
      track_->insert(shown);
      bool beforeFirst = first && target_ < decoded.start, afterLast = decoded.last && target_ >= decoded.start;
      if (beforeFirst) shown.start = INT64_MIN;
      if (afterLast) shown.end = INT64_MAX;
      if ((shown.start <= target_ && target_ < shown.end) || !hit_.frame) hit_ = shown;
    } else if (needed) {
      broken_ = true;
      say("a picture is of a form that cannot be converted");
    }
    say(decoder_->trouble());
    if (decoded.last) ended_ = true;
    ready_.notify_all();
    return true;
  }

  void finish() {
    std::lock_guard lock(mutex_);
    ended_ = true;
    if (!gaveAny_) {
      broken_ = true;
      say("no picture there could be decoded");
    }
    say(decoder_->trouble());
    ready_.notify_all();
  }

  void say(const std::string& what) {
    if (what.empty() || said_) return;
    said_ = true;
    problem_ = {"media.corrupt", "“" + baseName(path_) + "” is damaged: " + what +
                                     ". The nearest good picture is shown there; export the file again."};
  }

  // The file on disk: another one now?
  void look() {
    auto now = identify(path_);
    if (now == identity_ || now == FileIdentity{}) return;
    auto opened = PictureDecoder::open(path_, pool_->codecThreads());
    if (auto* fresh = std::get_if<0>(&opened)) {
      use(std::move(*fresh));
    } else {
      // Half written, perhaps: the old pictures stay until it can be read.
      std::lock_guard lock(mutex_);
      say("it changed on disk and can no longer be read");
    }
  }

  const std::shared_ptr<DecodePool> pool_;
  const std::string path_;
  const bool half_;
  bool added_ = false;

  mutable std::mutex mutex_;
  std::condition_variable ready_;
  // what is asked for
  int64_t target_ = 0;
  bool backward_ = false, checkDue_ = false;
  long calls_ = 0, late_ = 0;
  // what is there
  std::shared_ptr<FrameTrack> track_;
  Shown hit_, given_;
  bool ended_ = false, gaveAny_ = false, broken_ = false, said_ = false;
  Error problem_;
  double unit_ = 1, duration_ = 0, typical_ = 0.04;
  bool even_ = false;
  Shape shape_;
  PixelFormat format_ = PixelFormat::Rgba8;
  FileIdentity identity_;
  // the thread at work only
  std::unique_ptr<PictureDecoder> decoder_;
  std::unique_ptr<PictureConverter> converter_;
};

}  // namespace

std::variant<std::unique_ptr<ClipPictures>, Error> ClipPictures::open(std::shared_ptr<DecodePool> pool,
                                                                     const std::string& path, bool half) {
  auto clip = std::make_unique<Clip>(std::move(pool), path, half);
  if (auto error = clip->start()) return *error;
  return clip;
}

}  // namespace weft::media
