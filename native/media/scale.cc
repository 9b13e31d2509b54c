#include "media/scale.h"

#include "media/av.h"

extern "C" {
#include <libswscale/swscale.h>
}

namespace weft::media {

FramePtr scaled(const FramePtr& from, int width, int height) {
  if (from->width == width && from->height == height) return from;
  auto to = std::make_shared<Frame>(Frame{width, height, PixelFormat::Rgba8, from->opaque, from->seconds, from->index, {}});
  to->pixels.resize(size_t(width) * size_t(height) * 4);
  SwsContext* sws = sws_getContext(from->width, from->height, AV_PIX_FMT_RGBA, width, height, AV_PIX_FMT_RGBA, SWS_BILINEAR, nullptr, nullptr, nullptr);
  if (!sws) return to;
  const uint8_t* in[] = {from->pixels.data()};
  uint8_t* out[] = {to->pixels.data()};
  const int inStride[] = {from->width * 4}, outStride[] = {width * 4};
  sws_scale(sws, in, inStride, 0, from->height, out, outStride);
  sws_freeContext(sws);
  return to;
}

}  // namespace weft::media
