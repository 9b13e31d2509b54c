// What this machine's FFmpeg can do, for `weft doctor`.
#pragma once
#include <string>
#include <vector>

namespace weft::media {

struct CodecReport {
  std::string name, use;  // "libx264", "mp4, mov and mkv films"
  bool encoder = false;   // else a decoder
  bool there = false;
};
struct MediaReport {
  std::string version;        // of FFmpeg, "5.1.9-0+deb12u1"
  std::string configuration;  // what it was built with
  std::vector<CodecReport> codecs;
  std::vector<std::string> install;  // lines that bring what is missing
};
MediaReport mediaReport();  // [any]

}  // namespace weft::media
