// Pictures in main memory, as media hands them to GL and takes them back.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

namespace weft::media {

enum class PixelFormat {
  Rgba8,    // 4 bytes, gamma-encoded Rec. 709 full range, straight alpha
  RgbaHalf  // 4 half floats, same meaning, not clamped
};

// Rows run from the bottom up (GL's order), tightly packed, width * 4 components each.
struct Frame {
  int width = 0, height = 0;
  PixelFormat format = PixelFormat::Rgba8;
  bool opaque = true;
  double seconds = 0;   // presentation time in the media
  int64_t index = 0;    // number of the frame in presentation order where known, else -1
  std::vector<uint8_t> pixels;
  size_t bytes() const { return pixels.size(); }
};
using FramePtr = std::shared_ptr<const Frame>;

}  // namespace weft::media
