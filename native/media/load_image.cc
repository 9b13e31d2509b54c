#include <optional>

#include "media/clip_pictures.h"
#include "media/picture_convert.h"
#include "media/picture_decoder.h"

namespace weft::media {

std::variant<FramePtr, Error> loadImage(const std::string& path, bool half) {
  auto opened = PictureDecoder::open(path, 1);
  if (auto* error = std::get_if<Error>(&opened)) return *error;
  auto& decoder = *std::get<0>(opened);
  PictureDecoder::Decoded decoded;
  auto step = PictureDecoder::Step::Going;
  while (step == PictureDecoder::Step::Going) step = decoder.step(decoded);
  if (step == PictureDecoder::Step::Decoded) {
    auto* f = decoded.frame.get();
    // Cameras write the way up into the picture itself (EXIF).
    auto* side = av_frame_get_side_data(f, AV_FRAME_DATA_DISPLAYMATRIX);
    auto* matrix = side ? reinterpret_cast<const int32_t*>(side->data) : displayMatrixOf(decoder.stream());
    auto shape = shapeOf(f->width, f->height, f->sample_aspect_ratio, matrix);
    auto format = half && bitsOf(AVPixelFormat(f->format)) > 8 ? PixelFormat::RgbaHalf : PixelFormat::Rgba8;
    auto cache = std::make_shared<FrameCache>(0);
    if (auto frame = PictureConverter(cache, shape, format).convert(f)) {
      frame->index = 0;
      return frame;
    }
  }
  return Error{"media.corrupt", "The picture “" + baseName(path) +
                                    "” could not be decoded. The file is damaged or incomplete; export it again."};
}

}  // namespace weft::media
