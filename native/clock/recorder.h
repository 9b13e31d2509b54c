// The program into a file while it plays: pictures as they are shown, sound as it is heard.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "audio/live_sound.h"
#include "clock/frame_sink.h"
#include "media/sink.h"

namespace weft::clock {

struct RecordSpec {
  std::string path, form, preset;  // form: mp4 or mkv
};

struct Recorded {
  std::string file;
  int64_t frames = 0, dropped = 0;  // dropped: the encoder had no time for them
  double seconds = 0;
};

class Recorder final : public FrameSink {
 public:
  // Called once on the encode thread when it ends by itself: what is there can be played.
  using Ended = std::function<void(const Recorded&, const Error&)>;
  // Begins with what is heard from now on. sound outlives it. Error output.write. [any]
  static std::variant<std::unique_ptr<Recorder>, Error> open(const RecordSpec&, int width, int height, plan::Rational fps, int sampleRate,
                                                             const audio::LiveSound& sound, Ended);
  ~Recorder() override;
  void frame(const ProgramFrame&) override;
  Recorded soFar() const;  // [any]
  // Encodes what waits and closes the file. [any but render]
  Recorded finish();

 private:
  Recorder(std::unique_ptr<media::Sink>, const RecordSpec&, int width, int height, plan::Rational fps, int sampleRate, const audio::LiveSound&, Ended);
  void run();
  std::optional<Error> takeSound(bool all);

  struct Item {
    media::FramePtr picture;
    int64_t at;  // in frames of the recording
  };
  static constexpr size_t kQueued = 8;  // pictures

  const RecordSpec spec_;
  const int width_, height_, sampleRate_;
  const plan::Rational fps_;
  const audio::LiveSound& sound_;
  const Ended ended_;
  std::unique_ptr<media::Sink> sink_;
  const int64_t from_;  // now of the first sample
  int64_t soundAt_;     // now of the next sample to be taken

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Item> queue_;
  bool stop_ = false;
  int64_t lastAt_ = -1;
  std::atomic<int64_t> frames_{0}, dropped_{0}, samples_{0};
  std::thread thread_;
};

}  // namespace weft::clock
