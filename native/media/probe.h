// What a media file holds.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "plan/plan.h"

namespace weft::media {

struct VideoInfo {
  std::string codec, pixelFormat, colorSpace, colorRange, colorPrimaries, colorTransfer;
  int width = 0, height = 0;
  plan::Rational sampleAspect{1, 1};
  int rotation = 0;          // degrees clockwise
  plan::Rational frameRate;  // exact, from time stamps where the container's field lies
  bool variable = false;     // VFR: time stamps are not evenly spaced
  int64_t frames = 0;
  double end = 0;            // seconds at which its last picture ends
  bool alpha = false;
};
struct AudioInfo {
  std::string codec, layout;
  int channels = 0, sampleRate = 0;
  double start = 0, duration = 0;
};
struct MediaInfo {
  std::string path, container;
  double duration = 0;  // seconds
  int64_t bytes = 0;
  std::vector<VideoInfo> video;
  std::vector<AudioInfo> audio;
};

// Reads packet time stamps, decodes nothing more than it must. Errors as ClipPictures::open. [any]
std::variant<MediaInfo, Error> probe(const std::string& path);

}  // namespace weft::media
