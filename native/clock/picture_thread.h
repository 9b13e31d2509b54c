// The render thread of live playing: owns the GL context, draws the frame that is heard now, swaps plans at a frame's edge.
//
//   loader                                   render thread
//     build(staged) -> built          <-->     a piece between two frames
//     show(swap) -> first frame       <-->     the first frame whose tick is of the new sound
//   any thread
//     set(row, value), wake()         -->      before the next frame
//     counts()                        <--
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "audio/live_sound.h"
#include "clock/frame_sink.h"
#include "clock/pacing.h"
#include "gl/picture_media.h"
#include "gl/picture_player.h"
#include "gl/screens.h"
#include "rt/black_box.h"
#include "rt/histogram.h"

namespace weft::clock {

class Gate;

// A plan on its way to the screen. Who allocates: the loader; who holds: the render thread while it plays.
struct Staged {
  std::shared_ptr<const plan::Plan> plan;
  std::vector<float> bases;
  std::shared_ptr<gl::PictureMedia> media;
  std::vector<int> refused;                    // programs that may not be drawn
  std::shared_ptr<audio::SoundPlayer> sound;   // whose records, taps and inboxes belong to the plan
  std::shared_ptr<Diagnostics> diagnostics;
  double date[4] = {0, 0, 0, 0};               // ISF DATE at position 0
};

struct PictureSpec {
  std::string shaderCache, fonts;
  rt::BlackBox* box = nullptr;  // outlives the thread
  Gate* gate = nullptr;  // simulated time: one block of sound at a time, once everything is drawn; null: the device's time
};

struct PictureCounts {
  int64_t rendered = 0, late = 0, held = 0, decodeLate = 0;
  int64_t frame = -1;      // the newest, on the canvas grid
  int64_t finishedNs = 0;  // CLOCK_MONOTONIC when it was there; 0: none yet
  int64_t busySinceNs = 0; // when the frame or the piece at hand was begun; 0: none is
  int tier = 100;
  size_t textureBytes = 0;
  struct { double p50 = 0, p99 = 0, max = 0; } frameMs;
};

class PictureThread {
 public:
  // sound outlives it. sinks are called for each frame, in order.
  PictureThread(PictureSpec, audio::LiveSound& sound);
  ~PictureThread();
  PictureThread(const PictureThread&) = delete;

  // Makes a player of it, a piece between two frames; returns when it is ready. False: there is no GL context, or the thread ends. [loader]
  bool build(Staged);
  // What build() made plays from the first frame on that is of the sound of that swap. Returns that frame; -1 when none was drawn, -2 when the thread
  // ends. [loader]
  int64_t show(uint64_t swap);
  // Throws away what build() made. [loader]
  void drop();
  // Simulated time: computes that many blocks and draws all that falls into them; returns when that is done. [any but js, render]
  void advance(int64_t blocks);

  void set(const std::string& row, float value);  // [any]
  void wake();                                    // something changed: the transport, say [any]
  void addSink(FrameSink*);                       // [any]
  // When it returns the sink is called no more. [any but render]
  void removeSink(FrameSink*);

  PictureCounts counts() const;                   // [any]
  std::string renderer() const;                   // '' as long as there is no context [any]
  std::string problem() const;                    // why there is none [any]
  bool ready() const { return ready_.load(); }    // the context was made, or could not be [any]

 private:
  struct Scene;   // a player and what it was made of
  struct Moment;  // what is heard now
  struct Pending;
  void run();
  void takeCommands();
  bool prepareSome();
  bool switchIfDue(double heard);
  Moment momentOf(double heard) const;
  int64_t step(int64_t ns);
  void draw(const Moment&, int64_t frame, int64_t ns, bool still);
  void deliver(bool wait);
  void seeks(const Moment&, double heard);
  int64_t nextDue(const Moment&, int64_t ns) const;

  const PictureSpec spec_;
  audio::LiveSound& sound_;

  mutable std::mutex mutex_;
  std::condition_variable wakes_, answers_;
  // -- guarded
  std::vector<std::pair<std::string, float>> sets_;
  std::unique_ptr<Scene> offered_;
  int64_t blocks_ = 0;        // of simulated time, to be computed
  bool drop_ = false, built_ = false, woken_ = false, stop_ = false, failed_ = false;
  uint64_t swapOf_ = 0;       // of the scene that was built; 0: not yet known
  int64_t shownAt_ = -3;      // first frame of the scene; -3: not yet
  std::string renderer_, problem_;
  std::mutex sinksMutex_;
  std::vector<FrameSink*> sinks_;

  // -- of the render thread
  std::unique_ptr<gl::Screens> screens_;  // made for the first plan that has one
  std::shared_ptr<gl::Stage> stage_;
  std::unique_ptr<Scene> current_, next_;
  bool preparing_ = false, drew_ = false;  // drew_: a frame, since the last piece
  Pacing pacing_;
  std::deque<Pending> pending_;
  int64_t last_ = -1;         // frame drawn last while playing; -1: none since a seek
  int64_t stillFrame_ = -1;   // frame that is shown while the transport stands
  bool dirty_ = true;         // drawn again although the transport stands
  int64_t jumps_ = 0, jumpNow_ = -1;
  double lastPosition_ = -1;  // heard at the last look

  // -- counts
  std::atomic<bool> ready_{false};
  std::atomic<int64_t> rendered_{0}, late_{0}, held_{0}, decodeLate_{0}, frame_{-1}, finishedNs_{0}, busySinceNs_{0};
  std::atomic<int> tier_{100};
  std::atomic<size_t> textureBytes_{0};
  rt::Histogram took_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace weft::clock
