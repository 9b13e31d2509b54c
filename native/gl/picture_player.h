// Plays the picture schedule of a plan: one call, one frame.
#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gl/context.h"
#include "media/clip_pictures.h"
#include "rt/black_box.h"
#include "plan/plan.h"
#include "signal/tick_record.h"

namespace weft::gl {

class Screens;

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
  bool still = false;    // the transport stands: draw, and keep no new state
  int tier = 100;        // per cent of full resolution; nodes with persistent buffers stay at 100
};

struct PictureSeconds {
  double video = 0, readback = 0, decodeWait = 0, upload = 0;
};

struct PictureOptions {
  std::string fonts;  // folder of the bundled font
  bool tryOut = true;  // time each program before it plays
  std::vector<int> refused = {};  // programs that may not be drawn
  // Where GL is software, parameters that no signal moves become constants of the programs: setBase() may not be called
  // for them.
  bool constants = false;
  Screens* screens = nullptr;  // windows of util.screen_out; null: none, as offline. Must outlive the player
  rt::BlackBox* box = nullptr;  // where the node that is drawn is written down; outlives the player
};

class Stage;  // what plans leave to those that follow them: textures, programs; one for each context
std::shared_ptr<Stage> makeStage(Context&);

struct PictureMedia;  // pictures opened beforehand; see picture_media.h

class PicturePlayer {
 public:
  // A player in the making, for playing live: prepare() has to be called until it says that all is there. Programs are
  // compiled and drawn once, not tried out: see TrialRoom. refused: programs that may not be drawn. [render]
  static std::unique_ptr<PicturePlayer> begin(std::shared_ptr<Stage>, std::shared_ptr<const plan::Plan>, std::span<const float> bases,
                                              std::shared_ptr<PictureMedia>, SoundSide, Diagnostics&, const PictureOptions&);
  // One more piece that takes a while (a program), or many that do not. False: nothing is left. [render]
  virtual bool prepare() = 0;
  // Goes on where `before` is: nodes of the same path and type keep their buffers, clips, FRAMEINDEX. [render]
  virtual void follow(PicturePlayer& before) = 0;
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
  // As drawn, at the last frame's tier, instead of canvas size. [render]
  virtual void startReadbackAsDrawn(media::PixelFormat) = 0;
  // Names the nodes that have made a number that is not finite; waits for the GPU. For the end of a job: pictures that
  // are only looked at are never collected. [render]
  virtual void reportNotFinite() = 0;
  // Clears all picture state (persistent buffers, FRAMEINDEX, delays): a seek. [render]
  virtual void reset() = 0;
  virtual PictureSeconds seconds() const = 0;
  // Pictures of clips that were not decoded when they were wanted. [render]
  virtual long decodeLate() const = 0;
  // Bytes of all textures that the stage holds. [render]
  virtual size_t textureBytes() const = 0;
  // The number of a row; -1: there is none of that id. [render]
  virtual int row(const std::string& id) const = 0;
  // True when a value that the tick records hold, and that pictures read, differs from what the last frame was drawn with. [render]
  virtual bool moved(int64_t tick) const = 0;
};

}  // namespace weft::gl
