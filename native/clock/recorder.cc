#include "clock/recorder.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "media/scale.h"
#include "rt/priority.h"

namespace weft::clock {
namespace {
using namespace std::chrono_literals;
constexpr int kYield = 5;      // steps of niceness
constexpr int kChunk = 4096;   // samples
}  // namespace

std::variant<std::unique_ptr<Recorder>, Error> Recorder::open(const RecordSpec& spec, int width, int height, plan::Rational fps,
                                                              int sampleRate, const audio::LiveSound& sound, Ended ended) {
  media::WriterSpec w;
  w.path = spec.path;
  w.form = spec.form;
  w.width = width;
  w.height = height;
  w.fps = fps;
  w.sampleRate = sampleRate;
  w.preset = spec.preset.empty() ? "veryfast" : spec.preset;
  w.crf = 20;
  w.live = true;
  auto sink = media::openFilm(w);
  if (auto* error = std::get_if<Error>(&sink)) return *error;
  return std::unique_ptr<Recorder>(new Recorder(std::move(std::get<0>(sink)), spec, width, height, fps, sampleRate, sound, std::move(ended)));
}

Recorder::Recorder(std::unique_ptr<media::Sink> sink, const RecordSpec& spec, int width, int height, plan::Rational fps, int sampleRate,
                   const audio::LiveSound& sound, Ended ended)
    : spec_(spec), width_(width), height_(height), sampleRate_(sampleRate), fps_(fps), sound_(sound), ended_(std::move(ended)),
      sink_(std::move(sink)), from_(sound.state().now), soundAt_(from_), thread_([this] { run(); }) {}

Recorder::~Recorder() { finish(); }

void Recorder::frame(const ProgramFrame& f) {
  // The grid of the recording is that of its own frames; what is heard with a picture says where it belongs.
  const double at = double(f.now - from_) * double(fps_.num) / (double(fps_.den) * sampleRate_);
  std::lock_guard lock(mutex_);
  const int64_t place = std::llround(at);
  if (stop_ || place < 0 || place <= lastAt_) return;
  if (queue_.size() >= kQueued) {
    ++dropped_;
    return;
  }
  lastAt_ = place;
  queue_.push_back({f.picture, place});
  work_.notify_one();
}

Recorded Recorder::soFar() const { return {spec_.path, frames_, dropped_, double(samples_) / sampleRate_}; }

Recorded Recorder::finish() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
    work_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  return soFar();
}

std::optional<Error> Recorder::takeSound(bool all) {
  float left[kChunk], right[kChunk];
  while (true) {
    const int n = sound_.readMaster(soundAt_, kChunk, left, right);
    if (n < 0) {  // lost: the encoder was held up for seconds. Silence keeps what follows in its place.
      std::fill_n(left, kChunk, 0.f);
      std::fill_n(right, kChunk, 0.f);
    }
    const int got = n < 0 ? kChunk : n;
    if (got == 0 || (got < 1024 && !all)) return std::nullopt;
    if (auto error = sink_->sound(left, right, got)) return error;
    soundAt_ += got;
    samples_ += got;
    if (got < kChunk) return std::nullopt;
  }
}

void Recorder::run() {
  rt::yieldToOthers(kYield);
  std::optional<Error> error;
  bool stop = false;
  while (!error && !stop) {
    std::vector<Item> items;
    {
      std::unique_lock lock(mutex_);
      work_.wait_for(lock, 50ms, [&] { return stop_ || !queue_.empty(); });
      items.swap(queue_);
      stop = stop_;
    }
    error = takeSound(stop);
    for (Item& item : items) {
      if (error) break;
      const media::FramePtr whole = media::scaled(item.picture, width_, height_);
      error = sink_->pictureAt(*whole, item.at);
      if (!error) ++frames_;
    }
  }
  const auto end = sink_->finish();
  if (!error) error = end;
  if (!error) return;
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
    queue_.clear();
  }
  ended_(soFar(), *error);
}

}  // namespace weft::clock
