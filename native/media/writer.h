// Writes a film, a picture, a sequence of pictures or a sound file.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "media/frame.h"
#include "plan/plan.h"

namespace weft::media {

struct WriterSpec {
  // Where to write: a temporary name beside the target (the caller renames it). A sequence: pattern with one %0Nd.
  std::string path;
  // mp4 mov mkv | png exr (one picture, or a sequence if path holds %) | wav aiff
  std::string form;
  int width = 0, height = 0;
  plan::Rational fps{30, 1};
  PixelFormat input = PixelFormat::Rgba8;
  bool alpha = false;  // keep alpha (png, exr, prores 4444); otherwise composite over black
  int sampleRate = 48000;
  bool sound = true;             // film only: has a sound stream
  std::string videoCodec;        // libx264 prores_ks ...; empty: the form's usual one
  std::string preset;            // x264 preset; empty: medium
  int crf = -1;                  // x264; -1: 18
  std::string audioCodec;        // aac pcm_s16le ...; empty: the form's usual one
  int audioBitrate = 192000;     // bits per second
  // mp4, mkv: written while it plays. In pieces of half a second, so that what is there can be played whatever happens to
  // the process or the disk; encoded without looking ahead; never removed.
  bool live = false;
  int firstNumber = 0;           // sequence: number of the first file
};

// Encodes on its own thread. Any call may return an error (output.write, with a sentence); then only abort() is left.
class Writer {
 public:
  static std::variant<std::unique_ptr<Writer>, Error> open(const WriterSpec&);
  virtual ~Writer() = default;  // without finish(): stops and removes what it wrote
  // Frames in order; waits while more than a few are queued. RGB -> BT.709 limited range (BT.601 below 576 lines is NOT
  // used: streams are tagged bt709). [render]
  virtual std::optional<Error> picture(FramePtr) = 0;
  // Interleaved-free stereo: n samples each, in order, any n. [render]
  virtual std::optional<Error> sound(const float* left, const float* right, int n) = 0;
  virtual std::optional<Error> finish() = 0;
  // Seconds of thread time spent encoding and muxing so far. [any]
  virtual double seconds() const = 0;
};

}  // namespace weft::media
