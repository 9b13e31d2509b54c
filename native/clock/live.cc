#include "clock/live.h"

#include <time.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "clock/gate.h"
#include "gl/try_out.h"
#include "rt/priority.h"

namespace weft::clock {
namespace {

using namespace std::chrono_literals;
constexpr int kYield = 10;  // steps of niceness, of the loader

int64_t nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

using Ids = std::unordered_map<std::string, int>;

class Playing final : public Live {
 public:
  Playing(LiveSpec spec, LiveEvents events)
      : spec_(std::move(spec)), events_(std::move(events)), startNs_(nanoseconds()), box_(rt::BlackBox::open(spec_.blackBox)),
        gate_(spec_.simulated ? std::make_shared<Gate>() : nullptr), pool_(media::makeDecodePool(spec_.decodeThreads, spec_.budgetBytes)),
        sound_(audio::LiveSound::create(soundOptions(), pool_)) {
    if (spec_.ring) ring_.emplace(*spec_.ring, events_.ring);
    picture_.emplace(PictureSpec{spec_.shaderCache, spec_.fonts, box_.get(), gate_.get()}, *sound_);
    if (ring_) picture_->addSink(&*ring_);
    if (spec_.hashes) picture_->addSink(&hashes_);
    loader_ = std::thread([this] { loadLoop(); });
  }

  ~Playing() override {
    stopRecord();
    {
      std::lock_guard lock(mutex_);
      stop_ = true;
    }
    work_.notify_all();
    if (gate_) gate_->close();
    picture_.reset();  // ends what the loader waits for
    loader_.join();
    if (next_) next_->done(overtaken());
    sound_.reset();
  }

  void load(LoadRequest request, std::function<void(LoadResult)> done) override {
    std::optional<Load> before;
    {
      std::lock_guard lock(mutex_);
      before = std::exchange(next_, Load{std::move(request), std::move(done)});
    }
    work_.notify_all();
    if (before) before->done(overtaken());
  }

  bool set(const std::string& row, float value) override {
    if (!std::isfinite(value)) return false;
    std::lock_guard lock(mutex_);
    const auto at = ids_ ? ids_->find(row) : Ids::const_iterator{};
    const bool known = ids_ && at != ids_->end();
    if (known) sound_->set(at->second, value);
    if (loading_ || next_) early_.emplace_back(row, value);
    else if (!known) return false;
    picture_->set(row, value);
    return true;
  }

  void transport(const signal::TransportCommand& command) override {
    sound_->transport(command);
    picture_->wake();
  }
  signal::TransportState state() const override { return sound_->state(); }

  LiveStats stats() override {
    LiveStats s;
    s.sound = sound_->stats();
    s.picture = picture_->counts();
    s.renderer = picture_->renderer();
    s.problem = picture_->problem();
    if (ring_) {
      s.ringPath = ring_->path();
      s.published = ring_->published();
    }
    s.decodeBytes = pool_->cache()->bytes();
    s.budgetBytes = spec_.budgetBytes;
    std::lock_guard lock(mutex_);
    if (player_) s.lateValues = player_->lateValues();
    s.rev = rev_;
    if (recorder_) s.recording = recorder_->soFar();
    return s;
  }

  double value(const std::string& row) const override {
    std::lock_guard lock(mutex_);
    if (!ids_ || !player_) return std::numeric_limits<double>::quiet_NaN();
    const auto at = ids_->find(row);
    // One aligned float, written once a tick: it is this tick's or the last one's.
    return at == ids_->end() ? std::numeric_limits<double>::quiet_NaN() : double(player_->value(at->second));
  }

  LivePong ping() const override {
    LivePong p;
    const int64_t ns = nanoseconds();
    p.busy = loading_;
    p.uptime = double(ns - startNs_) * 1e-9;
    const PictureCounts counts = picture_->counts();
    if (counts.finishedNs > 0) p.lastFrameMs = double(ns - counts.finishedNs) * 1e-6;
    p.blocks = sound_->state().now / plan::kBlock;
    const int64_t drawing = counts.busySinceNs, loading = loadingSince_;
    if (drawing > 0 && ns - drawing > 100'000'000) {
      p.thread = "render";
      p.inFlight = double(ns - drawing) * 1e-9;
      p.node = box_->at(rt::BlackBox::Render).path;
    } else if (loading > 0 && ns - loading > 100'000'000) {
      p.thread = "loader";
      const rt::NodeAt at = box_->at(rt::BlackBox::Loader);
      p.inFlight = double(ns - (at.path.empty() ? loading : at.sinceNs)) * 1e-9;
      p.node = at.path;
    }
    return p;
  }

  void useDevice(const audio::DeviceOptions& options) override { sound_->useDevice(options); }

  std::optional<Error> record(const RecordSpec& spec) override {
    stopRecord();
    std::shared_ptr<const plan::Plan> plan;
    {
      std::lock_guard lock(mutex_);
      plan = plan_;
    }
    if (!plan) return Error{"output.write", "Nothing plays yet that could be recorded: load a patch first."};
    auto made = Recorder::open(spec, plan->width, plan->height, plan->fps, spec_.sampleRate, *sound_, events_.recorded);
    if (auto* error = std::get_if<Error>(&made)) return *error;
    std::lock_guard lock(mutex_);
    recorder_ = std::move(std::get<0>(made));
    picture_->addSink(recorder_.get());
    return std::nullopt;
  }

  std::optional<Recorded> stopRecord() override {
    std::unique_ptr<Recorder> recorder;
    {
      std::lock_guard lock(mutex_);
      recorder = std::move(recorder_);
    }
    if (!recorder) return std::nullopt;
    picture_->removeSink(recorder.get());
    return recorder->finish();
  }

  void advance(int64_t samples) override {
    if (gate_) picture_->advance((samples + plan::kBlock - 1) / plan::kBlock);
  }

  std::vector<Shown> shown() override { return hashes_.take(); }

 private:
  struct Load {
    LoadRequest request;
    std::function<void(LoadResult)> done;
  };

  static LoadResult overtaken() {
    LoadResult r;
    r.overtaken = true;
    return r;
  }

  audio::LiveOptions soundOptions() const {
    audio::LiveOptions o;
    o.device = spec_.device;
    o.sampleRate = spec_.sampleRate;
    if (gate_) {
      o.device = {};  // the null device would not ask for it
      o.open = gatedDevice(gate_);
    }
    o.waits = spec_.simulated;
    return o;
  }

  // -- the loader

  void loadLoop() {
    rt::yieldToOthers(kYield);
    while (!stop_ && !picture_->ready()) std::this_thread::sleep_for(1ms);
    while (true) {
      std::optional<Load> load;
      {
        std::unique_lock lock(mutex_);
        work_.wait_for(lock, 250ms, [&] { return stop_ || next_; });
        if (stop_) break;
        load = std::exchange(next_, std::nullopt);
        loading_ = load.has_value();
      }
      if (!load) {
        tellProblems();
        continue;
      }
      loadingSince_ = nanoseconds();
      LoadResult result = make(load->request);
      loadingSince_ = 0;
      {
        std::lock_guard lock(mutex_);
        loading_ = false;
        early_.clear();
      }
      load->done(std::move(result));
    }
    trial_.reset();
  }

  bool newer() {
    std::lock_guard lock(mutex_);
    return stop_ || next_;
  }

  LoadResult make(LoadRequest& request) {
    LoadResult result;
    auto decoded = plan::decode(request.plan);
    if (auto* error = std::get_if<Error>(&decoded)) {
      result.error = *error;
      return result;
    }
    auto plan = std::make_shared<const plan::Plan>(std::move(std::get<0>(decoded)));
    if (request.bases.size() != plan->rows.size()) {
      result.error = Error{"engine.failed", "The plan and its parameter values do not belong together."};
      return result;
    }
    Staged staged;
    staged.plan = plan;
    staged.bases = std::move(request.bases);
    staged.diagnostics = std::make_shared<Diagnostics>();
    std::copy_n(request.date, 4, staged.date);
    const bool pictured = picture_->problem().empty() && ((spec_.picture && plan->outputPicture >= 0) || plan->analyses > 0);
    if (pictured) {
      staged.refused = tryOut(*plan, staged.bases, *staged.diagnostics);
      if (request.whole && !staged.refused.empty()) {
        result.diagnostics = staged.diagnostics->take();
        return result;
      }
      staged.media = gl::openPictureMedia(*plan, pool_, media_.get(), *staged.diagnostics);
    }
    while (true) {
      if (newer()) return overtaken();
      auto prepared = sound_->prepare(*plan, staged.bases, *staged.diagnostics);
      if (!prepared) {
        result.diagnostics = staged.diagnostics->take();
        return result;
      }
      staged.sound = prepared->player();
      const bool built = pictured && picture_->build(staged);
      if (newer()) {
        if (built) picture_->drop();
        return overtaken();
      }
      const auto swap = swapSound(*plan, std::move(prepared), staged.sound);
      if (!swap) {
        if (built) picture_->drop();
        std::this_thread::sleep_for(5ms);
        continue;
      }
      if (built) media_ = staged.media;
      if (built && ring_ && plan->outputPicture >= 0) ring_->canvas(plan->width, plan->height);
      result.frame = built ? picture_->show(*swap) : -1;
      while (!stop_ && sound_->playing().swap < *swap) std::this_thread::sleep_for(1ms);
      result.now = sound_->playing().since;
      break;
    }
    std::lock_guard lock(mutex_);
    plan_ = plan;
    diagnostics_ = staged.diagnostics;
    rev_ = request.rev;
    result.played = true;
    result.diagnostics = staged.diagnostics->take();
    return result;
  }

  std::optional<uint64_t> swapSound(const plan::Plan& plan, std::unique_ptr<audio::Prepared> prepared, std::shared_ptr<audio::SoundPlayer> player) {
    auto ids = std::make_shared<Ids>();
    for (size_t row = 0; row < plan.rows.size(); ++row) ids->emplace(plan.rows[row].id, int(row));
    std::lock_guard lock(mutex_);
    const auto swap = sound_->swap(std::move(prepared));
    if (!swap) return std::nullopt;
    // What was set of rows that only this plan has.
    for (const auto& [id, value] : early_)
      if (const auto at = ids->find(id); at != ids->end() && !(ids_ && ids_->count(id))) sound_->set(at->second, value);
    ids_ = std::move(ids);
    player_ = std::move(player);
    return swap;
  }

  std::vector<int> tryOut(const plan::Plan& plan, std::span<const float> bases, Diagnostics& diagnostics) {
    if (!trial_) {
      auto made = gl::TrialRoom::create(spec_.shaderCache);
      if (auto* error = std::get_if<Error>(&made)) {
        diagnostics.error(error->code, error->message);
        return {};
      }
      trial_ = std::move(std::get<0>(made));
    }
    auto refused = trial_->tryOut(plan, bases, box_.get(), diagnostics);
    box_->leave(rt::BlackBox::Loader);
    return refused;
  }

  void tellProblems() {
    std::shared_ptr<Diagnostics> diagnostics;
    std::shared_ptr<audio::SoundPlayer> player;
    std::shared_ptr<const plan::Plan> plan;
    int64_t rev;
    {
      std::lock_guard lock(mutex_);
      diagnostics = diagnostics_;
      player = player_;
      plan = plan_;
      rev = rev_;
    }
    if (!diagnostics) return;
    for (const auto& [node, problem] : player->damaged())
      diagnostics->add({problem.code, "warning", problem.message, plan->nodes[size_t(node)].path, {}, 0});
    for (int node : player->notFinite()) {
      const std::string& path = plan->nodes[size_t(node)].path;
      diagnostics->add({"number.not-finite", "warning", "'" + path + "' made a number that is not finite; it was silenced and its state cleared.", path, {}, 0});
    }
    if (auto found = diagnostics->take(); !found.empty()) events_.diagnostics(rev, std::move(found));
  }

  const LiveSpec spec_;
  const LiveEvents events_;
  const int64_t startNs_;
  const std::unique_ptr<rt::BlackBox> box_;
  std::shared_ptr<Gate> gate_;
  std::shared_ptr<media::DecodePool> pool_;
  std::unique_ptr<audio::LiveSound> sound_;
  std::optional<RingSink> ring_;
  HashSink hashes_;
  std::optional<PictureThread> picture_;

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::optional<Load> next_;
  std::atomic<bool> stop_{false}, loading_{false};
  std::atomic<int64_t> loadingSince_{0};
  std::vector<std::pair<std::string, float>> early_;  // set while a plan is made
  std::shared_ptr<const Ids> ids_;                    // rows of the plan swapped in last
  std::shared_ptr<audio::SoundPlayer> player_;
  std::shared_ptr<const plan::Plan> plan_;
  std::shared_ptr<Diagnostics> diagnostics_;
  std::unique_ptr<Recorder> recorder_;
  int64_t rev_ = 0;

  // -- of the loader
  std::unique_ptr<gl::TrialRoom> trial_;
  std::shared_ptr<gl::PictureMedia> media_;
  std::thread loader_;
};

}  // namespace

std::unique_ptr<Live> Live::create(LiveSpec spec, LiveEvents events) { return std::make_unique<Playing>(std::move(spec), std::move(events)); }

}  // namespace weft::clock
