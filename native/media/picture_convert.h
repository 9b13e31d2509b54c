// Decoded pictures of any kind -> Frame: RGBA from the bottom up, at the displayed size, turned upright.
#pragma once
#include "media/av.h"
#include "media/frame.h"
#include "media/frame_cache.h"
#include "media/from_planes.h"

namespace weft::media {

// How stored pictures are shown. Orientation is one of the eight of a display matrix: a stored pixel (x, y) is shown at
// (a x + c y, b x + d y), y counted downwards.
struct Shape {
  int width = 0, height = 0;  // displayed
  int a = 1, b = 0, c = 0, d = 1;
  // Degrees clockwise by which the stored picture is turned to be shown.
  int rotation() const;
};
Shape shapeOf(int width, int height, AVRational sampleAspect, const int32_t* displayMatrix);
// The display matrix of a stream, or null.
const int32_t* displayMatrixOf(const AVStream*);

// The matrix of a picture: its tag, else BT.709 for HD (wider than 1279 or higher than 576), else BT.601, which is what
// players do. One of SWS_CS_*.
int matrixOf(const AVFrame*);
bool fullRange(const AVFrame*);
int bitsOf(AVPixelFormat);  // of the deepest component; 32 for float
bool alphaOf(AVPixelFormat);

class PictureConverter {
 public:
  PictureConverter(std::shared_ptr<FrameCache> cache, Shape shape, PixelFormat format)
      : cache_(std::move(cache)), shape_(shape), format_(format) {}
  // Null when the form of the picture cannot be converted. Sets size, form, opaque and pixels. [decode][loader]
  std::shared_ptr<Frame> convert(const AVFrame*);

 private:
  bool scale(const AVFrame*, AVPixelFormat to, uint8_t* data, int width, int height);

  std::shared_ptr<FrameCache> cache_;
  Shape shape_;
  PixelFormat format_;
  AvScaler scaler_;
  int key_[9] = {};
  std::vector<uint8_t> wide_, stored_;
  PlaneRows rows_;
};

}  // namespace weft::media
