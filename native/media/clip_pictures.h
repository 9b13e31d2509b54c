// The pictures of one media file, decoded ahead of need on the decode pool.
#pragma once
#include <memory>
#include <string>
#include <variant>

#include "media/frame.h"
#include "plan/diagnostics.h"

namespace weft::media {

class DecodePool;  // threads, and the frame cache with its byte budget; one per engine

std::shared_ptr<DecodePool> makeDecodePool(int threads, size_t budgetBytes);

class ClipPictures {
 public:
  // Opens through our own I/O: no protocols, no playlists, no concat. Errors: media.missing, media.refused,
  // media.corrupt, media.empty. [loader]
  static std::variant<std::unique_ptr<ClipPictures>, Error> open(std::shared_ptr<DecodePool>, const std::string& path,
                                                                bool half);
  virtual ~ClipPictures() = default;

  virtual double duration() const = 0;  // seconds, end of the last frame
  virtual int width() const = 0;        // displayed size in pixels (rotation and sample aspect applied)
  virtual int height() const = 0;
  virtual double frameSeconds() const = 0;  // typical length of one frame

  // The frame shown at `seconds`: the last one whose presentation time is <= seconds + slack. Before the first: the
  // first. `speed` (media seconds per second, sign = direction) steers decoding ahead. wait: block until decoded
  // (offline); otherwise the nearest frame at hand, or null, and `late` counts. Null also when the file is corrupt
  // there and nothing earlier decoded. [render]
  virtual FramePtr at(double seconds, double slack, double speed, bool wait) = 0;
  virtual long late() const = 0;

  // Names of the first decoding problem, once; empty if none. [render]
  virtual Error problem() = 0;
};

// One still picture (png, jpeg, tiff, bmp, webp, exr ...). [loader]
std::variant<FramePtr, Error> loadImage(const std::string& path, bool half);

}  // namespace weft::media
