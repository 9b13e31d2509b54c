// JPEG for browsers and thumbnails (libjpeg-turbo).
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "frames/shrink.h"
#include "plan/diagnostics.h"

namespace weft::frames {

// Keeps its buffers from picture to picture. One thread at a time.
class JpegEncoder {
 public:
  JpegEncoder();
  ~JpegEncoder();
  JpegEncoder(const JpegEncoder&) = delete;
  JpegEncoder& operator=(const JpegEncoder&) = delete;

  // The picture over black, at most `limits` large (0: no limit), chroma halved both ways. quality 1..100. The bytes
  // stay valid until the next call; `size` is what was encoded. Error ring.jpeg. [any]
  std::variant<std::span<const uint8_t>, Error> encode(const Picture&, Size limits, int quality, Size& size);

 private:
  void* turbo_;
  std::vector<uint8_t> small_;
  uint8_t* bytes_ = nullptr;
  unsigned long room_ = 0;
};

}  // namespace weft::frames
