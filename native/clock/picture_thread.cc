#include "clock/picture_thread.h"

#include <time.h>

#include <algorithm>
#include <cmath>

#include "clock/gate.h"
#include "clock/grid.h"
#include "rt/priority.h"
#include "rt/thread_tag.h"

namespace weft::clock {
namespace {

using namespace std::chrono_literals;
constexpr int64_t kSecond = 1'000'000'000;
constexpr int kYield = 5;  // steps of niceness
constexpr int64_t kReadbackLook = 500'000;  // nanoseconds between looks at a picture that is on its way back
constexpr int64_t kSlack = 2'000'000;       // nanoseconds before a frame's moment in which nothing is prepared

int64_t nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * kSecond + t.tv_nsec;
}

}  // namespace

struct PictureThread::Scene {
  Staged staged;
  std::unique_ptr<gl::PicturePlayer> player;
  int64_t since = 0;  // now of its first tick

  const plan::Plan& plan() const { return *staged.plan; }
  signal::TickRing& records() const { return staged.sound->records(); }
  int64_t sampleOf(int64_t frame) const { return frameSample(frame, plan().sampleRate, plan().fps); }
  double periodNs() const { return 1e9 * double(plan().fps.den) / double(plan().fps.num); }
};

struct PictureThread::Moment {
  int64_t tick = -1;    // of the current scene's records
  int64_t now = 0;      // of its first sample
  int64_t start = 0;    // position of its first sample
  double position = 0;  // heard
  bool playing = false;
};

struct PictureThread::Pending {
  ProgramFrame frame;
  int64_t startNs = 0, nextNs = 0;  // nextNs: when the next frame is due; 0: the transport stands
  int64_t missed = 0;
};

PictureThread::PictureThread(PictureSpec spec, audio::LiveSound& sound)
    : spec_(std::move(spec)), sound_(sound), thread_([this] { run(); }) {}

PictureThread::~PictureThread() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  if (spec_.gate) spec_.gate->close();
  wakes_.notify_all();
  answers_.notify_all();
  thread_.join();
}

// -- from other threads

bool PictureThread::build(Staged staged) {
  std::unique_lock lock(mutex_);
  if (failed_ || stop_) return false;
  offered_ = std::make_unique<Scene>();
  offered_->staged = std::move(staged);
  built_ = drop_ = false;
  swapOf_ = 0;
  shownAt_ = -3;
  wakes_.notify_all();
  answers_.wait(lock, [&] { return built_ || failed_ || stop_; });
  return built_;
}

int64_t PictureThread::show(uint64_t swap) {
  std::unique_lock lock(mutex_);
  swapOf_ = swap;
  woken_ = true;
  wakes_.notify_all();
  answers_.wait(lock, [&] { return shownAt_ != -3 || stop_; });
  return shownAt_ == -3 ? -2 : shownAt_;
}

void PictureThread::drop() {
  std::lock_guard lock(mutex_);
  drop_ = true;
  wakes_.notify_all();
}

void PictureThread::advance(int64_t blocks) {
  std::unique_lock lock(mutex_);
  blocks_ += blocks;
  wakes_.notify_all();
  answers_.wait(lock, [&] { return blocks_ == 0 || stop_ || failed_; });
}

void PictureThread::set(const std::string& row, float value) {
  std::lock_guard lock(mutex_);
  sets_.emplace_back(row, value);
  wakes_.notify_all();
}

void PictureThread::wake() {
  std::lock_guard lock(mutex_);
  woken_ = true;
  wakes_.notify_all();
}

void PictureThread::addSink(FrameSink* sink) {
  std::lock_guard lock(sinksMutex_);
  sinks_.push_back(sink);
}

void PictureThread::removeSink(FrameSink* sink) {
  std::lock_guard lock(sinksMutex_);
  std::erase(sinks_, sink);
}

PictureCounts PictureThread::counts() const {
  PictureCounts c;
  c.rendered = rendered_;
  c.late = late_;
  c.held = held_;
  c.decodeLate = decodeLate_;
  c.frame = frame_;
  c.finishedNs = finishedNs_;
  c.busySinceNs = busySinceNs_;
  c.tier = tier_;
  c.textureBytes = textureBytes_;
  c.frameMs = {double(took_.percentile(0.5)) * 1e-6, double(took_.percentile(0.99)) * 1e-6, double(took_.max()) * 1e-6};
  return c;
}

std::string PictureThread::renderer() const {
  std::lock_guard lock(mutex_);
  return renderer_;
}

std::string PictureThread::problem() const {
  std::lock_guard lock(mutex_);
  return problem_;
}

// -- the render thread

void PictureThread::run() {
  rt::ThreadRole role(rt::kRender);
  rt::yieldToOthers(kYield);
  auto made = gl::Context::create(spec_.shaderCache);
  std::unique_ptr<gl::Context> context;
  {
    std::lock_guard lock(mutex_);
    if (auto* error = std::get_if<Error>(&made)) {
      problem_ = error->message;
      failed_ = true;
    } else {
      context = std::move(std::get<0>(made));
      renderer_ = context->info().renderer + " · " + context->info().version;
    }
    answers_.notify_all();
  }
  if (context) stage_ = gl::makeStage(*context);
  ready_ = true;
  while (true) {
    takeCommands();
    const int64_t ns = nanoseconds();
    int64_t due = context ? step(ns) : ns + kSecond;
    // Where there is no time left between frames, a piece follows each of them all the same.
    if (context && preparing_ && (spec_.gate || drew_ || due - nanoseconds() > kSlack)) {
      prepareSome();
      due = std::min(due, nanoseconds());
    }
    std::unique_lock lock(mutex_);
    if (stop_) break;
    const auto called = [&] { return stop_ || woken_ || drop_ || offered_ || !sets_.empty() || blocks_ > 0; };
    if (spec_.gate) {
      // A swap takes the blocks that it needs.
      const bool swapping = next_ && !preparing_ && swapOf_ != 0;
      if (!preparing_ && due > ns && (blocks_ > 0 || swapping)) {
        lock.unlock();
        spec_.gate->pass();
        step(nanoseconds());
        lock.lock();
        if (!swapping && --blocks_ == 0) answers_.notify_all();
        continue;
      }
      if (preparing_ || due <= ns) continue;
      wakes_.wait_for(lock, 100ms, called);
      woken_ = false;
      continue;
    }
    if (due > nanoseconds()) wakes_.wait_for(lock, std::chrono::nanoseconds(due - nanoseconds()), called);
    woken_ = false;
  }
  next_.reset();
  current_.reset();
  stage_.reset();
}

void PictureThread::takeCommands() {
  std::vector<std::pair<std::string, float>> sets;
  std::unique_ptr<Scene> offered;
  bool drop;
  {
    std::lock_guard lock(mutex_);
    sets.swap(sets_);
    offered = std::move(offered_);
    drop = std::exchange(drop_, false);
  }
  if (drop) {
    next_.reset();
    preparing_ = false;
  }
  if (offered && stage_) {
    next_ = std::move(offered);
    const Staged& s = next_->staged;
    auto sound = s.sound;
    const auto plan = s.plan;
    gl::SoundSide side{&sound->records(),
                       [sound](int tap, int n, std::vector<std::vector<float>>& out) { sound->readTap(tap, n, out); },
                       [sound, plan](int analysis, std::span<const float> values, int64_t frame) {
                         sound->pictureValues(analysis, values, frameSample(frame + plan->pictureDelay, plan->sampleRate, plan->fps));
                       }};
    // Simulated time is not looked at.
    const bool shows = std::any_of(plan->picture.begin(), plan->picture.end(), [](const auto& step) { return std::holds_alternative<plan::ScreenStep>(step); });
    if (shows && !spec_.gate && !screens_) screens_ = gl::Screens::create();
    gl::PictureOptions options;
    options.fonts = spec_.fonts;
    options.tryOut = false;
    options.refused = s.refused;
    options.box = spec_.box;
    options.screens = screens_.get();
    next_->player = gl::PicturePlayer::begin(stage_, plan, s.bases, s.media, std::move(side), *s.diagnostics, options);
    preparing_ = true;
  }
  for (const auto& [id, value] : sets)
    for (Scene* scene : {current_.get(), next_.get()})
      if (scene)
        if (const int row = scene->player->row(id); row >= 0) {
          scene->player->setBase(row, value);
          dirty_ = true;
        }
}

bool PictureThread::prepareSome() {
  drew_ = false;
  busySinceNs_ = nanoseconds();
  const bool more = next_->player->prepare();
  busySinceNs_ = 0;
  if (more) return true;
  preparing_ = false;
  std::lock_guard lock(mutex_);
  built_ = true;
  answers_.notify_all();
  return false;
}

// The new scene plays from the first tick on that is its own.
bool PictureThread::switchIfDue(double heard) {
  if (!next_ || preparing_) return false;
  uint64_t wanted;
  {
    std::lock_guard lock(mutex_);
    wanted = swapOf_;
  }
  if (wanted == 0) return false;
  const audio::Playing playing = sound_.playing();
  if (playing.swap < wanted || heard < double(playing.since) || next_->records().last() < 0) return false;
  next_->since = playing.since;
  deliver(true);
  const bool sameGrid = current_ && current_->plan().fps.num == next_->plan().fps.num && current_->plan().fps.den == next_->plan().fps.den &&
                        current_->plan().sampleRate == next_->plan().sampleRate;
  if (current_) next_->player->follow(*current_->player);
  if (!sameGrid) last_ = -1;
  current_ = std::move(next_);
  dirty_ = true;
  pacing_.changed();
  return true;
}

PictureThread::Moment PictureThread::momentOf(double heard) const {
  Moment m;
  signal::TickRing& ring = current_->records();
  const int64_t last = ring.last();
  m.tick = std::clamp(int64_t(std::floor((heard - double(current_->since)) / plan::kBlock)), ring.oldest(), last);
  const signal::Transport t = ring.read(m.tick).transport;
  m.now = t.now;
  m.start = t.position;
  m.playing = t.beatsPerSample > 0;
  m.position = double(t.position) + (m.playing ? std::clamp(heard - double(t.now), 0.0, double(plan::kBlock) - 1e-3) : 0.0);
  return m;
}

// A seek empties what pictures remember once it is heard.
void PictureThread::seeks(const Moment& m, double heard) {
  const signal::TransportState state = sound_.state();
  if (state.jumps != jumps_) {
    jumps_ = state.jumps;
    jumpNow_ = state.now;
  }
  const bool leapt = lastPosition_ >= 0 && (m.position < lastPosition_ || m.position > lastPosition_ + current_->plan().sampleRate);
  lastPosition_ = m.position;
  if (jumpNow_ >= 0 && (leapt || heard >= double(jumpNow_))) {
    jumpNow_ = -1;
    current_->player->reset();
    last_ = -1;
    dirty_ = true;
  } else if (leapt) {
    last_ = -1;  // a loop
  }
}

// What is due now; returns when to look again.
int64_t PictureThread::step(int64_t ns) {
  std::optional<double> heard;
  if (spec_.gate) {
    if (const int64_t now = sound_.state().now; now > 0) heard = double(now - 1);
  } else {
    heard = sound_.heard(ns);
  }
  if (!heard) return ns + 5'000'000;
  bool fresh = switchIfDue(*heard);
  if (!current_) return ns + 5'000'000;
  if (current_->records().last() < 0) return ns + 1'000'000;
  const Moment m = momentOf(*heard);
  seeks(m, *heard);
  const plan::Plan& p = current_->plan();
  deliver(false);
  int64_t shown = -3;
  int64_t due = ns + int64_t(current_->periodNs());
  if (m.playing) {
    stillFrame_ = -1;
    const int64_t on = last_ < 0 ? frameAt(m.start, p.sampleRate, p.fps) : frameOn(int64_t(m.position), p.sampleRate, p.fps);
    if (last_ < 0 ? double(current_->sampleOf(on)) <= m.position : on > last_) {
      draw(m, on, ns, false);
      shown = on;
    }
    due = nextDue(m, ns);
  } else {
    const int64_t on = frameOn(m.start + plan::kBlock - 1, p.sampleRate, p.fps);
    if (dirty_ || on != stillFrame_ || current_->player->moved(m.tick)) {
      draw(m, on, ns, true);
      stillFrame_ = on;
      shown = on;
    }
  }
  deliver(spec_.gate != nullptr);
  if (!pending_.empty()) due = std::min(due, nanoseconds() + kReadbackLook);
  if (fresh || shown != -3) {
    std::lock_guard lock(mutex_);
    if (!next_ && swapOf_ != 0 && shownAt_ == -3) {
      // Where nothing is due yet, the first frame is the one that comes next.
      shownAt_ = shown != -3 ? shown : last_ + 1;
      answers_.notify_all();
    }
  }
  return due;
}

int64_t PictureThread::nextDue(const Moment& m, int64_t ns) const {
  const plan::Plan& p = current_->plan();
  const int64_t next = last_ < 0 ? frameAt(m.start, p.sampleRate, p.fps) : last_ + 1;
  const double samples = double(current_->sampleOf(next)) - m.position;
  return ns + int64_t(std::clamp(samples / p.sampleRate, 0.0, 1.0) * 1e9) + 1000;
}

void PictureThread::draw(const Moment& m, int64_t k, int64_t ns, bool still) {
  const plan::Plan& p = current_->plan();
  gl::PicturePlayer& player = *current_->player;
  signal::TickRing& ring = current_->records();
  gl::FrameTime time;
  time.frame = k;
  time.position = current_->sampleOf(k);
  time.tick = m.tick;
  // The record that holds the frame's sample: back from what is heard, within one run of the transport.
  for (int64_t t = m.tick; !still && t >= ring.oldest(); --t) {
    const int64_t start = ring.read(t).transport.position;
    if (start <= time.position && time.position < start + plan::kBlock) {
      time.tick = t;
      break;
    }
    if (start + plan::kBlock <= time.position) break;
  }
  for (int i = 0; i < 4; ++i) time.date[i] = current_->staged.date[i];
  time.date[3] += double(time.position) / p.sampleRate;
  time.wait = spec_.gate != nullptr;
  time.still = still;
  time.tier = still ? pacing_.stillTier() : pacing_.tier();

  const long lateBefore = player.decodeLate();
  busySinceNs_ = ns;
  player.draw(time);
  busySinceNs_ = 0;
  const long decodeLate = player.decodeLate() - lateBefore;
  decodeLate_ += decodeLate;
  dirty_ = false;
  drew_ = true;
  textureBytes_ = player.textureBytes();

  Pending pending;
  pending.startNs = ns;
  pending.missed = still || last_ < 0 ? 0 : std::max<int64_t>(0, k - last_ - 1);
  pending.nextNs = still ? 0 : ns + int64_t((double(current_->sampleOf(k + 1)) - m.position) / p.sampleRate * 1e9);
  pending.frame.frame = k;
  pending.frame.position = time.position;
  pending.frame.now = m.now + (still ? 0 : time.position - m.start);
  pending.frame.tier = time.tier;
  pending.frame.held = decodeLate > 0;
  pending.frame.still = still;
  held_ += pending.missed;
  if (!still) last_ = k;
  if (p.outputPicture >= 0) {
    player.startReadbackAsDrawn(media::PixelFormat::Rgba8);
    pending_.push_back(std::move(pending));
  }
  tier_ = time.tier;
}

void PictureThread::deliver(bool wait) {
  while (!pending_.empty()) {
    auto picture = current_->player->collect(wait || pending_.size() > 2);
    if (!picture) return;
    Pending p = std::move(pending_.front());
    pending_.pop_front();
    p.frame.picture = std::move(picture);
    const int64_t ns = nanoseconds();
    const double seconds = double(ns - p.startNs) * 1e-9;
    took_.add(uint64_t(ns - p.startNs));
    if (p.frame.still) {
      pacing_.drawnStill(seconds);
    } else if (!spec_.gate) {
      if (ns > p.nextNs) ++late_;
      pacing_.drawn(seconds, current_->periodNs() * 1e-9, p.missed);
    }
    ++rendered_;
    frame_ = p.frame.frame;
    finishedNs_ = ns;
    std::lock_guard lock(sinksMutex_);
    for (FrameSink* sink : sinks_) sink->frame(p.frame);
  }
}

}  // namespace weft::clock
