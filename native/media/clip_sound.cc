#include "media/clip_sound.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

#include "media/chunk_table.h"
#include "media/decode_pool.h"

namespace weft::media {
namespace {

constexpr int kAhead = 16;   // chunks decoded ahead in the playing direction: 2.7 s at 48 kHz
constexpr int kHead = 4;     // chunks at the start of the file that stay, for loops
constexpr int kSpan = 1024;  // samples of the media looked at together
constexpr int kCheckEvery = 1024;
constexpr double kNowhere = 1e13;      // samples
constexpr double kLongest = 48 * 3600;  // seconds that a file may say it lasts

class Clip final : public ClipSound, private DecodeClient {
 public:
  Clip(std::shared_ptr<DecodePool> pool, std::string path, int rate)
      : pool_(std::move(pool)), path_(std::move(path)), rate_(rate) {}

  ~Clip() override {
    if (added_) pool_->remove(this);
  }

  std::optional<Error> start() {
    auto opened = SoundDecoder::open(path_);
    if (auto* error = std::get_if<Error>(&opened)) return *error;
    use(std::move(std::get<0>(opened)));
    // Room for a file that turns out longer than it says.
    double length = std::clamp(double(duration_), 0.0, kLongest);
    table_ = std::make_unique<ChunkTable>(size_t(length * 1.5 * rate_ / kChunk) + size_t(600 * rate_ / kChunk));
    size_t share = pool_->cache()->budget() / 32 / sizeof(SoundChunk);
    most_ = int64_t(std::clamp<size_t>(share, 2 * kAhead + kHead, 512));
    pool_->add(this);
    added_ = true;
    return std::nullopt;
  }

  Error problem() override {
    std::lock_guard lock(mutex_);
    return std::exchange(problem_, {});
  }

  double duration() const override { return duration_; }
  int channels() const override { return channels_; }

  void read(double seconds, double speed, int n, float* left, float* right, bool wait) override {
    double at = seconds * rate_, whole = std::round(at);
    backward_ = speed < 0;
    if (wait) exact_ = true;
    if (++reads_ % kCheckEvery == 0) checkDue_ = true;
    // Stopped, or nowhere.
    if (speed == 0 || !(std::fabs(at) < kNowhere) || !(std::fabs(at + n * speed) < kNowhere)) {
      std::memset(left, 0, sizeof(float) * size_t(n));
      std::memset(right, 0, sizeof(float) * size_t(n));
      if (speed == 0 && std::fabs(at) < kNowhere) want(int64_t(std::floor(at)), wait);
      return;
    }
    if (speed == 1 && std::fabs(at - whole) < 1e-4) {
      fetch(int64_t(whole), n, left, right, wait);
      want(int64_t(whole) + n, wait);
      return;
    }
    float l[kSpan], r[kSpan];
    int done = 0;
    while (done < n) {
      // As many as fit a span, with the four points that each sample is drawn through.
      int m = std::clamp(int((kSpan - 8) / std::fabs(speed)), 1, n - done);
      double first = at + done * speed, last = at + (done + m - 1) * speed;
      int64_t low = int64_t(std::floor(std::min(first, last))) - 1;
      int64_t high = int64_t(std::floor(std::max(first, last))) + 2;
      fetch(low, int(high - low + 1), l, r, wait);
      for (int i = 0; i < m; i++) {
        double p = at + (done + i) * speed, floor = std::floor(p);
        int k = int(int64_t(floor) - low);
        float t = float(p - floor);
        left[done + i] = cubic(l + k, t);
        right[done + i] = cubic(r + k, t);
      }
      done += m;
    }
    want(int64_t(std::floor(at + n * speed)), wait);
  }

 private:
  // Catmull-Rom through y[-1] .. y[2], at t in 0..1 between y[0] and y[1].
  static float cubic(const float* y, float t) {
    float a = -0.5f * y[-1] + 1.5f * y[0] - 1.5f * y[1] + 0.5f * y[2];
    float b = y[-1] - 2.5f * y[0] + 2 * y[1] - 0.5f * y[2];
    float c = -0.5f * y[-1] + 0.5f * y[1];
    return ((a * t + b) * t + c) * t + y[0];
  }

  // Samples at .. at + n - 1; zeros outside the media and for what is not decoded yet. [audio-rt]
  void fetch(int64_t at, int n, float* left, float* right, bool wait) {
    int64_t length = length_;
    while (n > 0) {
      int64_t number = at >= 0 ? at / kChunk : -1;
      int from = int(at - number * kChunk), part = std::min(n, kChunk - from);
      if (number < 0) part = int(std::min<int64_t>(n, -at));
      const SoundChunk* chunk = nullptr;
      if (number >= 0 && number < table_->size() && at < length) {
        chunk = table_->hold(number);
        if (!chunk && wait) {
          await(number);
          length = length_;
          if (at < length) chunk = table_->hold(number);
        } else if (!chunk) {
          missed_ = true;
        }
      }
      if (chunk) {
        int good = int(std::min<int64_t>(part, length - at));
        std::memcpy(left, chunk->left + from, sizeof(float) * size_t(good));
        std::memcpy(right, chunk->right + from, sizeof(float) * size_t(good));
        std::fill(left + good, left + part, 0.f);
        std::fill(right + good, right + part, 0.f);
        table_->release();
      } else {
        std::fill(left, left + part, 0.f);
        std::fill(right, right + part, 0.f);
      }
      at += part;
      left += part;
      right += part;
      n -= part;
    }
  }

  // Tells the decode threads where we are, when they have something to do. Offline they are woken at once. [audio-rt]
  void want(int64_t at, bool wait) {
    int64_t number = std::max<int64_t>(0, at) / kChunk;
    bool moved = wanted_.exchange(number) != number;
    if (!moved && !missed_ && !checkDue_) return;
    if (wait) pool_->wake();
    else pool_->ask();
  }

  void await(int64_t number) {
    std::unique_lock lock(mutex_);
    wanted_ = number;
    missed_ = true;
    pool_->wake();
    ready_.wait(lock, [&] { return table_->has(number) || number * kChunk >= length_ || broken_; });
  }

  void use(std::unique_ptr<SoundDecoder> decoder) {
    duration_ = decoder->durationSeconds();
    channels_ = decoder->channels();
    sound_ = std::make_unique<ResampledSound>(std::move(decoder), rate_);
    identity_ = sound_->decoder().identity();
    length_ = limit();
  }

  // An edit list may end the sound before its last packet does.
  int64_t limit() const {
    bool edited = sound_->decoder().editable();
    return edited ? std::llround(duration_ * rate_) : INT64_MAX;
  }

  // The next chunk to decode, the wanted one first; -1 when all are there.
  int64_t missing() const {
    int64_t wanted = wanted_, end = length_ == INT64_MAX ? table_->size() : (length_ + kChunk - 1) / kChunk;
    end = std::min(end, table_->size());
    int step = backward_ ? -1 : 1;
    for (int i = 0; i < kAhead; i++) {
      int64_t number = wanted + i * step;
      if (number < 0 || number >= end) break;
      if (!table_->has(number)) return number;
    }
    for (int64_t number = 0; number < std::min<int64_t>(kHead, end); number++)
      if (!table_->has(number)) return number;
    return -1;
  }

  Urgency urgency() override {
    if (checkDue_) return Urgency::Ahead;
    if (broken_) return Urgency::Idle;
    int64_t number = missing();
    if (number < 0) return Urgency::Idle;
    return number == wanted_ ? Urgency::Needed : Urgency::Ahead;
  }

  void work() override {
    if (checkDue_.exchange(false)) look();
    missed_ = false;
    sound_->decoder().setExact(exact_);
    int64_t number = missing();
    if (number < 0) return;
    // Backwards, a run that starts further down fills several chunks in one go.
    int64_t enter = backward_ ? std::max<int64_t>(0, number - kAhead / 2 + 1) : number;
    if (sound_->ended() || !sound_->nearer(number)) {
      if (failed_ == number) {
        // Entered for this chunk before, and the sound ended first.
        broken_ = true;
        tell();
        return;
      }
      failed_ = number;
      sound_->seek(enter);
    }
    auto chunk = sound_->fill();
    report();
    bool given = chunk != nullptr;
    if (given) {
      failed_ = -1;
      makeRoom();
      table_->put(std::move(chunk));
    }
    if (sound_->ended() && sound_->length() >= 0) length_ = std::min(limit(), sound_->length());
    if (given || sound_->ended()) tell();
  }

  void report() {
    double at = sound_->decoder().damagedAt();
    if (at < 0 || said_) return;
    said_ = true;
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.2f", at);
    std::lock_guard lock(mutex_);
    problem_ = {"media.corrupt", "The sound of “" + baseName(path_) + "” is damaged or missing at " + seconds +
                                     " s. It is silent or wrong there and goes on behind; copy or export the file again."};
  }

  void tell() {
    { std::lock_guard lock(mutex_); }
    ready_.notify_all();
  }

  // Lets go of the chunk furthest from where we are, the head of the file excepted.
  void makeRoom() {
    if (table_->count() < most_) return;
    int64_t wanted = wanted_, furthest = -1, distance = kAhead;
    for (int64_t i = kHead; i < table_->size(); i++) {
      int64_t d = std::abs(i - wanted);
      if (d > distance && table_->has(i)) {
        distance = d;
        furthest = i;
      }
    }
    if (furthest >= 0) table_->drop(furthest);
  }

  void look() {
    auto now = identify(path_);
    if (now == identity_ || now == FileIdentity{}) return;
    auto opened = SoundDecoder::open(path_);
    if (auto* fresh = std::get_if<0>(&opened)) {
      for (int64_t i = 0; i < table_->size(); i++) table_->drop(i);
      use(std::move(*fresh));
      failed_ = -1;
      broken_ = said_ = false;
    }
  }

  const std::shared_ptr<DecodePool> pool_;
  const std::string path_;
  const int rate_;
  bool added_ = false;
  std::atomic<double> duration_ = 0;
  std::atomic<int> channels_ = 0;

  std::unique_ptr<ChunkTable> table_;
  int64_t most_ = 0;
  std::atomic<int64_t> wanted_ = 0, length_ = INT64_MAX;
  std::atomic<bool> backward_ = false, missed_ = false, checkDue_ = false, broken_ = false;
  std::atomic<bool> exact_ = false;  // once waited for: offline, the same to the bit however it was come to
  unsigned reads_ = 0;  // the reader's

  std::mutex mutex_;  // only to wait, and for what is damaged
  std::condition_variable ready_;
  Error problem_;

  // the thread at work only
  std::unique_ptr<ResampledSound> sound_;
  FileIdentity identity_;
  int64_t failed_ = -1;
  bool said_ = false;
};

}  // namespace

std::variant<std::unique_ptr<ClipSound>, Error> ClipSound::open(std::shared_ptr<DecodePool> pool, const std::string& path,
                                                                int sampleRate) {
  auto clip = std::make_unique<Clip>(std::move(pool), path, sampleRate);
  if (auto error = clip->start()) return *error;
  return clip;
}

}  // namespace weft::media
