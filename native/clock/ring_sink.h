// Program frames into the frame ring: a ring for each size of canvas.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "clock/frame_sink.h"
#include "frames/writer.h"

namespace weft::clock {

struct RingPlace {
  std::string folder;       // ours, 0700
  uint64_t generation = 0;  // of the engine
  uint32_t slots = 4;
};

class RingSink final : public FrameSink {
 public:
  // announce: a new ring, called on the render thread; with an error where it could not be made (then frames go nowhere until the
  // size changes).
  using Announce = std::function<void(const std::string& path, int width, int height, const std::string& problem)>;
  RingSink(RingPlace, Announce);

  // Pictures of up to this size follow: of the canvas. Makes a ring unless the one at hand is of this size. [loader]
  void canvas(int width, int height);
  void frame(const ProgramFrame&) override;

  int64_t published() const { return published_; }  // [any]
  std::string path() const;                         // '' where there is none [any]

 private:
  const RingPlace place_;
  const Announce announce_;
  mutable std::mutex mutex_;  // between frames and a new canvas
  std::unique_ptr<frames::RingWriter> writer_;
  int width_ = 0, height_ = 0, made_ = 0;
  std::atomic<int64_t> published_{0};
};

}  // namespace weft::clock
