// The sound of one media file at the patch's sample rate, decoded ahead of need on the decode pool.
#pragma once
#include <memory>
#include <string>
#include <variant>

#include "media/clip_pictures.h"

namespace weft::media {

class ClipSound {
 public:
  // Error media.empty when the file has no sound (a silent clip, not a fault). [loader]
  static std::variant<std::unique_ptr<ClipSound>, Error> open(std::shared_ptr<DecodePool>, const std::string& path,
                                                             int sampleRate);
  virtual ~ClipSound() = default;
  virtual double duration() const = 0;  // seconds
  virtual int channels() const = 0;     // of the file

  // The first place that could not be decoded, once; empty if none since the last call. Sound goes on behind it. [any]
  virtual Error problem() { return {}; }

  // n samples from `seconds` on, `speed` media seconds per second (1: sample-exact copy of the decoded sound when
  // seconds * sampleRate is whole; otherwise cubic interpolation; negative runs backwards). left/right: n floats,
  // mono spreads to both, more channels are mixed down. Outside the media: silence. Sample 0 of the file's sound
  // belongs to second 0 of its pictures (edit lists, encoder delay and start times applied).
  // wait: block until decoded (offline). Otherwise no lock, no allocation: what is not there is silence. [audio-rt]
  virtual void read(double seconds, double speed, int n, float* left, float* right, bool wait) = 0;
};

}  // namespace weft::media
