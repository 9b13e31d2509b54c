#include "audio/live_sound.h"

#include <cmath>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "audio/block_loop.h"
#include "audio/device_thread.h"
#include "audio/transition.h"
#include "rt/reclaimer.h"

namespace weft::audio {
namespace {

using namespace std::chrono_literals;
constexpr auto kPatience = 2s;  // until a swap is given up because the audio thread does not take any

// What the control side knows of a plan that it gave to the audio thread.
struct Table {
  std::vector<std::string> ids;          // by row
  std::vector<float> values;             // last set, by row
  std::vector<uint64_t> setAt;           // the number of that call; 0: never
};

struct Ready final : Prepared {
  std::shared_ptr<SoundPlayer> player() const override { return made; }
  std::shared_ptr<TickPlayer> made;
  std::unique_ptr<Transition> transition;
  Table table;
  uint64_t beside = 0;  // swap that it was prepared beside
  uint64_t calls = 0;   // set() calls made before it was prepared
};

class Live final : public LiveSound {
 public:
  Live(LiveOptions options, Sources sources)
      : rate_(options.sampleRate), sources_(std::move(sources)), loop_(options.sampleRate, options.bpm, options.waits),
        reclaimer_([this] {
          const std::unique_ptr<Transition> done(loop_.done());
          return done != nullptr;
        }),
        device_(std::make_unique<DeviceThread>(loop_, options.sampleRate, options.device, std::move(options.open))) {}
  ~Live() override { device_.reset(); }

  std::unique_ptr<Prepared> prepare(const plan::Plan& plan, std::span<const float> bases, Diagnostics& diagnostics) override {
    if (plan.sampleRate != rate_) {
      diagnostics.error("engine.failed", "The patch has " + std::to_string(plan.sampleRate) + " samples per second, the sound that plays " +
                                             std::to_string(rate_) + ". Load the patch anew.");
      return nullptr;
    }
    auto ready = std::make_unique<Ready>();
    std::shared_ptr<TickPlayer> before;
    std::vector<int> rows;
    {
      std::lock_guard lock(mutex_);
      before = latest_;
      ready->beside = swaps_;
      ready->calls = calls_;
      std::unordered_map<std::string_view, int> known;
      for (size_t i = 0; i < table_.ids.size(); ++i) known.emplace(table_.ids[i], int(i));
      for (const auto& row : plan.rows) {
        const auto found = known.find(row.id);
        rows.push_back(found == known.end() ? -1 : found->second);
      }
    }
    for (const auto& row : plan.rows) ready->table.ids.push_back(row.id);
    ready->table.values.resize(plan.rows.size());
    ready->table.setAt.resize(plan.rows.size());
    const Sources sources{[this](const plan::DspProgram& program) { return factory(program); },
                          sources_.clip};
    ready->made = std::make_shared<TickPlayer>(plan, bases, sources, diagnostics, before.get());
    ready->transition = layOut(std::move(before), ready->made, std::move(rows));
    return ready;
  }

  std::optional<uint64_t> swap(std::unique_ptr<Prepared> prepared) override {
    auto& ready = static_cast<Ready&>(*prepared);
    if (!reclaimer_.expect(BlockLoop::kMostSwaps, kPatience)) return std::nullopt;
    std::lock_guard lock(mutex_);
    if (ready.beside != swaps_) {
      reclaimer_.forget();
      return std::nullopt;
    }
    Command command;
    command.kind = Command::Swap;
    command.transition = ready.transition.get();
    command.transition->number = swaps_ + 1;
    const auto& rows = ready.transition->rowBefore;
    for (size_t row = 0; row < rows.size(); ++row) {
      if (rows[row] < 0 || table_.setAt[size_t(rows[row])] == 0) continue;
      ready.table.values[row] = table_.values[size_t(rows[row])];
      ready.table.setAt[row] = table_.setAt[size_t(rows[row])];
      // Before it is handed over nobody else touches it, so that the values are in it from its first tick on.
      if (ready.table.setAt[row] > ready.calls) ready.made->setBase(int(row), ready.table.values[row]);
    }
    if (!loop_.push(command)) {
      reclaimer_.forget();
      return std::nullopt;
    }
    ready.transition.release();
    latest_ = ready.made;
    table_ = std::move(ready.table);
    return ++swaps_;
  }

  Playing playing() const override {
    const SwapDone done = loop_.playing();
    return {done.swap, done.since};
  }

  bool set(int row, float value) override {
    std::lock_guard lock(mutex_);
    if (row < 0 || size_t(row) >= table_.ids.size() || !std::isfinite(value)) return false;
    Command command;
    command.row = row;
    command.value = value;
    if (!loop_.push(command)) return false;
    table_.values[size_t(row)] = value;
    table_.setAt[size_t(row)] = ++calls_;
    return true;
  }

  bool transport(const signal::TransportCommand& wanted) override {
    std::lock_guard lock(mutex_);
    Command command;
    command.kind = Command::Transport;
    command.transport = wanted;
    return loop_.push(command);
  }

  signal::TransportState state() const override { return loop_.state(); }
  std::optional<double> heard(int64_t ns) const override {
    const auto sample = loop_.times().sampleAt(ns);
    // A device that stalls stands still, however the line goes on.
    return sample ? std::optional(std::min(*sample, double(loop_.state().now))) : std::nullopt;
  }
  int readMaster(int64_t from, int n, float* left, float* right) const override { return loop_.master().read(from, n, left, right); }

  SoundStats stats() override {
    const DeviceReport device = device_->report();
    SoundStats stats;
    stats.state = device.state;
    stats.device = device.format;
    stats.problem = device.problem;
    stats.xruns = loop_.xruns();
    stats.blocks = loop_.ticks();
    stats.callbacks = device.callbacks;
    stats.refused = device.refused;
    stats.lostDevice = device.lost;
    stats.bridgeLatency = device.bridgeLatency;
    stats.latency = device.format.outputLatency + device.bridgeLatency;
    stats.inputLatency = device.format.inputs > 0 ? device.format.inputLatency + device.inputWait : 0;
    const auto& took = loop_.callbacks();
    stats.callbackUs = {double(took.percentile(0.5)) / 1e3, double(took.percentile(0.99)) / 1e3, double(took.percentile(0.999)) / 1e3,
                        double(took.max()) / 1e3};
    stats.load = loop_.load();
    for (int c = 0; c < 2; ++c) stats.peak[c] = loop_.takePeak(c);
    stats.realtime = device.realtime;
    return stats;
  }

  void useDevice(const DeviceOptions& options) override { device_->use(options); }

 private:
  // Machine code that some player still has is not loaded again.
  std::variant<std::shared_ptr<dsp::Factory>, Error> factory(const plan::DspProgram& program) {
    std::lock_guard lock(factoriesMutex_);
    auto& known = factories_[program.key];
    if (auto alive = known.lock()) return alive;
    auto loaded = sources_.program(program);
    if (auto* made = std::get_if<std::shared_ptr<dsp::Factory>>(&loaded)) known = *made;
    std::erase_if(factories_, [](const auto& entry) { return entry.second.expired(); });
    return loaded;
  }

  const int rate_;
  const Sources sources_;
  std::mutex factoriesMutex_;
  std::unordered_map<std::string, std::weak_ptr<dsp::Factory>> factories_;

  mutable std::mutex mutex_;  // of the control side
  std::shared_ptr<TickPlayer> latest_;
  Table table_;
  uint64_t swaps_ = 0, calls_ = 0;

  // Order matters: the device goes first, then the reclaimer, then the loop.
  BlockLoop loop_;
  rt::Reclaimer reclaimer_;
  std::unique_ptr<DeviceThread> device_;
};

}  // namespace

std::unique_ptr<LiveSound> LiveSound::create(LiveOptions options, std::shared_ptr<media::DecodePool> pool) {
  const int rate = options.sampleRate;
  return makeLiveSound(std::move(options),
                       {[](const plan::DspProgram& program) { return dsp::Factory::load(program.machineCode); },
                        [pool = std::move(pool), rate](const plan::Media& media, bool sound) { return openClip(media, sound, pool, rate); }});
}

std::unique_ptr<LiveSound> makeLiveSound(LiveOptions options, Sources sources) {
  return std::make_unique<Live>(std::move(options), std::move(sources));
}

}  // namespace weft::audio
