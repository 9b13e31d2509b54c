#include "media/picture_convert.h"

#include <array>
#include <cmath>
#include <cstring>

#include "media/half.h"
#include "media/transfer.h"

namespace weft::media {
namespace {

constexpr int64_t kLongest = 16384;  // pixels; an aspect that asks for more is a damaged one

// 16-bit code values -> half floats of 0..1.
const std::array<uint16_t, 65536>& halfOfCode() {
  static const auto table = [] {
    std::array<uint16_t, 65536> t;
    for (int i = 0; i < 65536; i++) t[size_t(i)] = toHalf(float(i) / 65535.f);
    return t;
  }();
  return table;
}

// The yuvj forms are old names for full range.
AVPixelFormat plain(AVPixelFormat f) {
  switch (f) {
    case AV_PIX_FMT_YUVJ420P: return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P: return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P: return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P: return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P: return AV_PIX_FMT_YUV411P;
    default: return f;
  }
}

bool rgb(AVPixelFormat f) {
  auto* d = av_pix_fmt_desc_get(f);
  return d && (d->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL));
}

bool floatPlanes(AVPixelFormat f) { return f == AV_PIX_FMT_GBRPF32 || f == AV_PIX_FMT_GBRAPF32 || f == AV_PIX_FMT_GRAYF32; }

template <class T>
void turn(const Shape& s, const T* from, int w, int h, T* to) {
  // The inverse of a signed permutation is its transpose; negative axes start at the far end.
  int x0 = s.a < 0 || s.b < 0 ? w - 1 : 0, y0 = s.c < 0 || s.d < 0 ? h - 1 : 0;
  for (int y = 0; y < s.height; y++)
    for (int x = 0; x < s.width; x++)
      to[size_t(s.height - 1 - y) * size_t(s.width) + size_t(x)] =
          from[size_t(y0 + s.c * x + s.d * y) * size_t(w) + size_t(x0 + s.a * x + s.b * y)];
}

}  // namespace

int Shape::rotation() const {
  if (a == 0) return b > 0 ? 90 : 270;
  return a < 0 && d < 0 ? 180 : 0;
}

const int32_t* displayMatrixOf(const AVStream* stream) {
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 100)
  auto* side = av_packet_side_data_get(stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data,
                                       AV_PKT_DATA_DISPLAYMATRIX);
  return side && side->size >= 36 ? reinterpret_cast<const int32_t*>(side->data) : nullptr;
#else
  size_t size = 0;
  auto* data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  return data && size >= 36 ? reinterpret_cast<const int32_t*>(data) : nullptr;
#endif
}

Shape shapeOf(int width, int height, AVRational aspect, const int32_t* m) {
  Shape s;
  // Stretched, never shrunk: no detail is lost.
  if (aspect.num > 0 && aspect.den > 0 && aspect.num != aspect.den) {
    bool wide = aspect.num > aspect.den;
    int64_t longer = wide ? av_rescale(width, aspect.num, aspect.den) : av_rescale(height, aspect.den, aspect.num);
    if (longer <= kLongest) (wide ? width : height) = int(longer);
  }
  if (m) {
    auto sign = [](int32_t v) { return v > 0x8000 ? 1 : v < -0x8000 ? -1 : 0; };
    int a = sign(m[0]), b = sign(m[1]), c = sign(m[3]), d = sign(m[4]);
    if (a * d - b * c != 0 && std::abs(a) + std::abs(b) == 1 && std::abs(c) + std::abs(d) == 1) {
      s.a = a, s.b = b, s.c = c, s.d = d;
    }
  }
  s.width = s.a ? width : height;
  s.height = s.a ? height : width;
  return s;
}

int matrixOf(const AVFrame* f) {
  switch (f->colorspace) {
    case AVCOL_SPC_BT709: return SWS_CS_ITU709;
    case AVCOL_SPC_FCC: return SWS_CS_FCC;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M: return SWS_CS_ITU601;
    case AVCOL_SPC_SMPTE240M: return SWS_CS_SMPTE240M;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL: return SWS_CS_BT2020;
    default: return f->width >= 1280 || f->height > 576 ? SWS_CS_ITU709 : SWS_CS_ITU601;
  }
}

bool fullRange(const AVFrame* f) {
  auto format = AVPixelFormat(f->format);
  if (plain(format) != format) return true;
  if (rgb(format)) return f->color_range != AVCOL_RANGE_MPEG;
  // Untagged grey is a picture file, not video.
  auto* d = av_pix_fmt_desc_get(format);
  if (d && d->nb_components <= 2 && f->color_range == AVCOL_RANGE_UNSPECIFIED) return true;
  return f->color_range == AVCOL_RANGE_JPEG;
}

int bitsOf(AVPixelFormat f) {
  auto* d = av_pix_fmt_desc_get(f);
  int bits = 0;
  for (int i = 0; d && i < d->nb_components; i++) bits = std::max(bits, d->comp[i].depth);
  return bits;
}

bool alphaOf(AVPixelFormat f) {
  auto* d = av_pix_fmt_desc_get(f);
  return f == AV_PIX_FMT_PAL8 || (d && (d->flags & AV_PIX_FMT_FLAG_ALPHA));
}

bool PictureConverter::scale(const AVFrame* f, AVPixelFormat to, uint8_t* data, int width, int height) {
  auto from = plain(AVPixelFormat(f->format));
  int matrix = matrixOf(f), full = fullRange(f);
  int key[9] = {f->width, f->height, from, width, height, to, matrix, full, 1};
  if (!scaler_ || std::memcmp(key, key_, sizeof key) != 0) {
    bool sized = f->width != width || f->height != height;
    int flags = sized ? SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP : SWS_BILINEAR;
    if (!sized && bitsOf(from) > 8) flags |= SWS_ACCURATE_RND;
    scaler_.reset(sws_getContext(f->width, f->height, from, width, height, to, flags, nullptr, nullptr, nullptr));
    if (!scaler_) return false;
    sws_setColorspaceDetails(scaler_.get(), sws_getCoefficients(matrix), full, sws_getCoefficients(SWS_CS_ITU709), 1, 0,
                             1 << 16, 1 << 16);
    std::memcpy(key_, key, sizeof key);
  }
  int stride = width * (to == AV_PIX_FMT_RGBA ? 4 : 8);
  // swscale may write whole vectors past the end of a row; rows that are not a multiple go through a wider one.
  int wide = (stride + 63) / 64 * 64;
  bool direct = wide == stride;
  if (!direct) wide_.resize(size_t(wide) * size_t(height) + 64);
  uint8_t* top = direct ? data + size_t(stride) * size_t(height - 1) : wide_.data();
  uint8_t* planes[4] = {top, nullptr, nullptr, nullptr};
  int strides[4] = {direct ? -stride : wide, 0, 0, 0};
  if (sws_scale(scaler_.get(), f->data, f->linesize, 0, f->height, planes, strides) < 0) return false;
  if (!direct)
    for (int y = 0; y < height; y++)
      std::memcpy(data + size_t(height - 1 - y) * size_t(stride), wide_.data() + size_t(y) * size_t(wide), size_t(stride));
  return true;
}

std::shared_ptr<Frame> PictureConverter::convert(const AVFrame* f) {
  auto from = AVPixelFormat(f->format);
  if (!av_pix_fmt_desc_get(from) || f->width <= 0 || f->height <= 0) return nullptr;
  auto out = cache_->make(shape_.width, shape_.height, format_);
  out->opaque = !alphaOf(from);

  // Stored orientation first; `upright` pictures are written in place.
  bool upright = shape_.a == 1 && shape_.d == 1;
  int w = shape_.a ? shape_.width : shape_.height, h = shape_.a ? shape_.height : shape_.width;
  size_t pixel = format_ == PixelFormat::Rgba8 ? 4 : 8;
  uint8_t* data = out->pixels.data();
  if (!upright) {
    stored_.resize(size_t(w) * size_t(h) * pixel);
    data = stored_.data();
  }
  if (floatPlanes(from)) {
    if (f->width != w || f->height != h) return nullptr;
    bool grey = from == AV_PIX_FMT_GRAYF32;
    const int order[4] = {grey ? 0 : 2, 0, grey ? 0 : 1, 3};
    for (int y = 0; y < h; y++) {
      const float* rows[4];
      for (int k = 0; k < 4; k++)
        rows[k] = k == 3 && out->opaque ? nullptr
                                        : reinterpret_cast<const float*>(f->data[order[k]] + ptrdiff_t(y) * f->linesize[order[k]]);
      size_t to = size_t(h - 1 - y) * size_t(w);
      for (int x = 0; x < w; x++) {
        float alpha = rows[3] ? rows[3][x] : 1;
        float value[4];
        for (int k = 0; k < 3; k++) value[k] = fromLight(alpha > 0 ? rows[k][x] / alpha : rows[k][x]);
        value[3] = alpha;
        for (int k = 0; k < 4; k++) {
          float v = std::isfinite(value[k]) ? value[k] : 0;
          if (format_ == PixelFormat::Rgba8)
            data[(to + size_t(x)) * 4 + size_t(k)] = uint8_t(std::lround(std::fmin(std::fmax(v, 0.f), 1.f) * 255));
          else
            reinterpret_cast<uint16_t*>(data)[(to + size_t(x)) * 4 + size_t(k)] = toHalf(v);
        }
      }
    }
  } else if (f->width == w && f->height == h && fromPlanes(f, matrixOf(f), fullRange(f), format_, data, rows_)) {
  } else if (format_ == PixelFormat::Rgba8) {
    if (!scale(f, AV_PIX_FMT_RGBA, data, w, h)) return nullptr;
  } else {
    if (!scale(f, AV_PIX_FMT_RGBA64, data, w, h)) return nullptr;
    auto& table = halfOfCode();
    auto* v = reinterpret_cast<uint16_t*>(data);
    for (size_t i = 0, n = size_t(w) * size_t(h) * 4; i < n; i++) v[i] = table[v[i]];
  }
  if (!upright) {
    // turn() counts rows from the top.
    size_t row = size_t(w) * pixel;
    std::vector<uint8_t> line(row);
    for (int y = 0; y < h / 2; y++) {
      uint8_t *p = data + size_t(y) * row, *q = data + size_t(h - 1 - y) * row;
      std::memcpy(line.data(), p, row);
      std::memcpy(p, q, row);
      std::memcpy(q, line.data(), row);
    }
    if (pixel == 4)
      turn(shape_, reinterpret_cast<const uint32_t*>(data), w, h, reinterpret_cast<uint32_t*>(out->pixels.data()));
    else
      turn(shape_, reinterpret_cast<const uint64_t*>(data), w, h, reinterpret_cast<uint64_t*>(out->pixels.data()));
  }
  return out;
}

}  // namespace weft::media
