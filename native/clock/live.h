// A plan that plays: sound through a device, pictures to sinks. The control side; runtime/engine/live.ts is its face in JavaScript.
//
//   js: load, set, transport, stats    ->  loader: decode, prepare sound, try programs out, open media, build, swap
//   audio thread (LiveSound)               render thread (PictureThread)
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "audio/live_sound.h"
#include "clock/hash_sink.h"
#include "clock/picture_thread.h"
#include "clock/recorder.h"
#include "clock/ring_sink.h"

namespace weft::clock {

struct LiveSpec {
  audio::DeviceOptions device;
  int sampleRate = 48000;
  std::optional<RingPlace> ring;
  std::string shaderCache, fonts;
  std::string blackBox;    // file; '': none
  size_t budgetBytes = size_t(1) << 30;
  int decodeThreads = 1;
  bool picture = true;
  bool hashes = false;     // shown() tells of each frame
  bool simulated = false;  // time goes on only in advance()
};

struct LoadRequest {
  std::string plan;  // JSON
  std::vector<float> bases;
  int64_t rev = 0;
  double date[4] = {0, 0, 0, 0};
  bool whole = false;  // not played when a program of it may not be drawn
};

struct LoadResult {
  std::optional<Error> error;
  bool overtaken = false, played = false;
  int64_t now = -1, frame = -1;  // first tick, first frame
  std::vector<Diagnostic> diagnostics;
};

struct LiveEvents {
  // Found while playing. [loader]
  std::function<void(int64_t rev, std::vector<Diagnostic>)> diagnostics;
  // A new ring. [loader]
  std::function<void(const std::string& path, int width, int height, const std::string& problem)> ring;
  // A recording ended by itself. [encode]
  std::function<void(const Recorded&, const Error&)> recorded;
};

struct LivePong {
  bool busy = false;        // a plan is being prepared
  double uptime = 0;        // seconds
  double lastFrameMs = -1;  // since a frame was finished; -1: none yet
  int64_t blocks = 0;
  const char* thread = "";  // "render", "loader": one that has been at one thing for a while
  std::string node;
  double inFlight = 0;      // for so many seconds
};

struct LiveStats {
  audio::SoundStats sound;
  long lateValues = 0;
  PictureCounts picture;
  std::string renderer, problem;
  std::string ringPath;
  int64_t published = 0;
  std::optional<Recorded> recording;
  size_t decodeBytes = 0, budgetBytes = 0;
  int64_t rev = 0;
};

// Made, asked and destroyed on the JS thread; nothing here waits for a compile, a draw or a device but the destructor and
// stopRecord().
class Live {
 public:
  static std::unique_ptr<Live> create(LiveSpec, LiveEvents);
  virtual ~Live() = default;
  // done is called on the loader thread, once. Overtaken by the next load before it plays: it never does.
  virtual void load(LoadRequest, std::function<void(LoadResult)> done) = 0;
  virtual bool set(const std::string& row, float value) = 0;
  virtual void transport(const signal::TransportCommand&) = 0;
  virtual signal::TransportState state() const = 0;
  virtual LiveStats stats() = 0;
  virtual double value(const std::string& row) const = 0;  // NaN: no such row
  virtual LivePong ping() const = 0;
  virtual void useDevice(const audio::DeviceOptions&) = 0;
  virtual std::optional<Error> record(const RecordSpec&) = 0;
  virtual std::optional<Recorded> stopRecord() = 0;
  // Simulated time: that many samples, rounded up to blocks. Blocks; for a thread of its own. [any but js]
  virtual void advance(int64_t samples) = 0;
  // Frames since the last call; none where hashes were not asked for.
  virtual std::vector<Shown> shown() = 0;
};

}  // namespace weft::clock
