// Plays the picture schedule of a plan: one call, one frame.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gl/context.h"
#include "media/clip_pictures.h"
#include "plan/plan.h"
#include "signal/tick_record.h"

namespace weft::gl {

// What the picture side takes from the sound side.
struct SoundSide {
  signal::TickRing* records;
  // newest n samples of a tap, a row per channel
  std::function<void(int tap, int n, std::vector<std::vector<float>>&)> readTap;
  // values of an analysis of frame k
  std::function<void(int analysis, std::span<const float> values, int64_t frame)> analysed;
};

struct FrameTime {
  int64_t frame = 0;     // on the canvas grid
  int64_t tick = 0;      // the record that holds the frame's sample
  int64_t position = 0;  // samples
  double date[4] = {0, 0, 0, 0};  // ISF DATE at this frame: year, month, day, seconds
  bool wait = true;      // offline: block on decode
};

struct PictureSeconds {
  double video = 0, readback = 0, decodeWait = 0, upload = 0;
};

struct PictureOptions {
  std::string fonts;  // folder of the bundled font
};

class PicturePlayer {
 public:
  // Compiles and warms the programs, opens clips and images. A program that fails: diagnostic shader.compile with the
  // node file's own line, and the step passes its first image through (or draws transparent black).
  // bases: one per row. The context must be current and outlive the player. [render]
  static std::unique_ptr<PicturePlayer> create(Context&, const plan::Plan&, std::span<const float> bases,
                                               std::shared_ptr<media::DecodePool>, SoundSide, Diagnostics&,
                                               const PictureOptions& = {});
  virtual ~PicturePlayer() = default;

  virtual void setBase(int row, float value) = 0;  // [render]
  // Draws one frame. Errors in media become diagnostics once. [render]
  virtual void draw(const FrameTime&) = 0;
  // Starts reading the program picture back; the frame is handed over by a later collect(), in order. [render]
  virtual void startReadback(media::PixelFormat) = 0;
  // The oldest frame whose readback was started, waiting if `wait`; null if none is ready. [render]
  virtual media::FramePtr collect(bool wait) = 0;
  // Names the nodes that have made a number that is not finite; waits for the GPU. For the end of a job: pictures that
  // are only looked at are never collected. [render]
  virtual void reportNotFinite() = 0;
  // Clears all picture state (persistent buffers, FRAMEINDEX, delays): a seek. [render]
  virtual void reset() = 0;
  virtual PictureSeconds seconds() const = 0;
};

}  // namespace weft::gl
