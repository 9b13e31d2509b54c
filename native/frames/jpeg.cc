#include "frames/jpeg.h"

#include <turbojpeg.h>

namespace weft::frames {

JpegEncoder::JpegEncoder() : turbo_(tjInitCompress()) {}

JpegEncoder::~JpegEncoder() {
  tjFree(bytes_);
  if (turbo_) tjDestroy(turbo_);
}

std::variant<std::span<const uint8_t>, Error> JpegEncoder::encode(const Picture& picture, Size limits, int quality, Size& size) {
  auto failed = [&](const char* why) { return Error{"ring.jpeg", std::string("The picture could not be made into a JPEG: ") + why + "."}; };
  if (!turbo_) return failed("out of memory");
  size = within({picture.width, picture.height}, limits.width, limits.height);
  const Picture p = overBlack(picture, size, small_);
  // Room for the worst case, kept: the library then never allocates.
  const unsigned long need = tjBufSize(int(p.width), int(p.height), TJSAMP_420);
  if (need > room_) {
    tjFree(bytes_);
    bytes_ = tjAlloc(int(need));
    room_ = bytes_ ? need : 0;
    if (!bytes_) return failed("out of memory");
  }
  unsigned long length = room_;
  if (tjCompress2(turbo_, p.pixels, int(p.width), int(p.stride), int(p.height), TJPF_RGBX, &bytes_, &length, TJSAMP_420, quality, TJFLAG_NOREALLOC) != 0)
    return failed(tjGetErrorStr2(turbo_));
  return std::span<const uint8_t>(bytes_, length);
}

}  // namespace weft::frames
