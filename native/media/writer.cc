// The writer's thread: a bounded queue in front of a sink.
#include "media/writer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "media/sink.h"

namespace weft::media {
namespace {

constexpr int kQueued = 4;  // pictures

class ThreadedWriter final : public Writer {
 public:
  explicit ThreadedWriter(std::unique_ptr<Sink> sink) : sink_(std::move(sink)), thread_([this] { run(); }) {}

  ~ThreadedWriter() override {
    if (!finished_) {
      std::lock_guard lock(mutex_);
      queue_.clear();
    }
    stop();
    if (!finished_) sink_->abort();
  }

  std::optional<Error> picture(FramePtr frame) override {
    if (!frame) return std::nullopt;
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return pictures_ < kQueued || error_; });
    if (error_) return error_;
    pictures_++;
    queue_.push_back({std::move(frame), {}, {}});
    work_.notify_one();
    return std::nullopt;
  }

  std::optional<Error> sound(const float* left, const float* right, int n) override {
    std::lock_guard lock(mutex_);
    if (error_) return error_;
    if (n <= 0) return std::nullopt;
    // Ticks are small: sound joins what is already waiting.
    if (queue_.empty() || queue_.back().frame) queue_.push_back({});
    auto& last = queue_.back();
    last.left.insert(last.left.end(), left, left + n);
    last.right.insert(last.right.end(), right, right + n);
    if (last.left.size() >= 1024) work_.notify_one();
    return std::nullopt;
  }

  std::optional<Error> finish() override {
    stop();
    if (!error_) {
      auto begin = std::chrono::steady_clock::now();
      error_ = sink_->finish();
      seconds_ = seconds_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    if (error_) sink_->abort();
    finished_ = true;
    return error_;
  }

  double seconds() const override { return seconds_; }

 private:
  struct Item {
    FramePtr frame;  // or sound
    std::vector<float> left, right;
  };

  // A little sound alone waits for more.
  bool ready() const {
    return !queue_.empty() && (queue_.size() > 1 || queue_.front().frame || queue_.front().left.size() >= 1024);
  }

  // Lets the thread empty the queue, or drop it when an error stands.
  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    work_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      work_.wait(lock, [&] { return stopping_ || ready(); });
      if (queue_.empty()) {
        if (stopping_) return;
        continue;
      }
      Item item = std::move(queue_.front());
      queue_.pop_front();
      bool skip = error_.has_value();
      lock.unlock();
      std::optional<Error> error;
      if (!skip) {
        auto begin = std::chrono::steady_clock::now();
        error = item.frame ? sink_->picture(*item.frame)
                           : sink_->sound(item.left.data(), item.right.data(), int(item.left.size()));
        seconds_ = seconds_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      }
      bool picture = item.frame != nullptr;
      item = {};
      lock.lock();
      if (error && !error_) error_ = error;
      if (picture) pictures_--;
      room_.notify_all();
    }
  }

  std::unique_ptr<Sink> sink_;
  std::mutex mutex_;
  std::condition_variable work_, room_;
  std::deque<Item> queue_;
  int pictures_ = 0;
  std::optional<Error> error_;
  bool stopping_ = false, finished_ = false;
  std::atomic<double> seconds_ = 0;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace

std::variant<std::unique_ptr<Writer>, Error> Writer::open(const WriterSpec& spec) {
  bool pictures = spec.form == "png" || spec.form == "exr";
  bool other = spec.form == "mp4" || spec.form == "mov" || spec.form == "mkv" || spec.form == "wav" || spec.form == "aiff";
  if (!pictures && !other) return cannotWrite(spec.path, "there is no writer for ." + spec.form);
  auto sink = pictures ? openPictures(spec) : openFilm(spec);
  if (auto* error = std::get_if<Error>(&sink)) return *error;
  return std::make_unique<ThreadedWriter>(std::move(std::get<0>(sink)));
}

}  // namespace weft::media
