#include "media/from_planes.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "media/vectors.h"

namespace weft::media {
namespace {

struct Matrix {
  float scale, offset;         // luma: code value * scale + offset = 0..1
  float red, greenU, greenV, blue;  // of chroma in code values ...
  float centre;                // ... less this
};

Matrix matrixFor(int which, bool full, int bits) {
  // Luma weights of ITU-R BT.601, BT.709, BT.2020, FCC and SMPTE 240M.
  double r = 0.299, b = 0.114;
  if (which == SWS_CS_ITU709) r = 0.2126, b = 0.0722;
  if (which == SWS_CS_BT2020) r = 0.2627, b = 0.0593;
  if (which == SWS_CS_FCC) r = 0.30, b = 0.11;
  if (which == SWS_CS_SMPTE240M) r = 0.212, b = 0.087;
  double g = 1 - r - b, unit = double(1 << (bits - 8)), top = double((1 << bits) - 1);
  double y = full ? 1 / top : 1 / (219 * unit), c = full ? 1 / top : 1 / (224 * unit);
  Matrix m;
  m.scale = float(y);
  m.offset = float(full ? 0 : -16.0 / 219);
  m.red = float(2 * (1 - r) * c);
  m.blue = float(2 * (1 - b) * c);
  m.greenU = float(-2 * (1 - b) * b / g * c);
  m.greenV = float(-2 * (1 - r) * r / g * c);
  m.centre = float(1 << (bits - 1));
  return m;
}

WEFT_VECTORS void widen8(const uint8_t* __restrict from, int n, float* __restrict to) {
  for (int x = 0; x < n; x++) to[x] = float(from[x]);
}
WEFT_VECTORS void widen16(const uint16_t* __restrict from, int n, float* __restrict to) {
  for (int x = 0; x < n; x++) to[x] = float(from[x]);
}
WEFT_VECTORS void between(const float* __restrict a, const float* __restrict b, float t, float centre, int n,
                          float* __restrict to) {
  for (int x = 0; x < n; x++) to[x] = a[x] + (b[x] - a[x]) * t - centre;
}
// One sample of padding at both ends of `c`.
WEFT_VECTORS void spreadLeft(const float* __restrict c, int n, float* __restrict to) {
  for (int i = 0; i < n; i++) {
    to[2 * i] = c[i];
    to[2 * i + 1] = 0.5f * (c[i] + c[i + 1]);
  }
}
WEFT_VECTORS void spreadCentre(const float* __restrict c, int n, float* __restrict to) {
  for (int i = 0; i < n; i++) {
    to[2 * i] = 0.75f * c[i] + 0.25f * c[i - 1];
    to[2 * i + 1] = 0.75f * c[i] + 0.25f * c[i + 1];
  }
}

inline uint32_t code(float v) {
  v = v * 255.f + 0.5f;
  v = v < 0.f ? 0.f : v;
  v = v > 255.f ? 255.f : v;
  return uint32_t(int32_t(v));
}
WEFT_VECTORS void rgba8(const float* __restrict y, const float* __restrict u, const float* __restrict v,
                        const float* __restrict a, const Matrix& m, int n, uint32_t* __restrict to) {
  const Matrix k = m;
  for (int x = 0; x < n; x++) {
    float l = y[x] * k.scale + k.offset;
    to[x] = code(l + k.red * v[x]) | code(l + k.greenU * u[x] + k.greenV * v[x]) << 8 | code(l + k.blue * u[x]) << 16 |
            code(a[x]) << 24;
  }
}

// As toHalf, for values that are finite and well below 65504; without a branch. The factor moves the exponent's bias from
// 127 to 15, and small values to where half floats have their subnormals.
inline uint64_t half(float v) {
  uint32_t bits = std::bit_cast<uint32_t>(v), sign = bits >> 16 & 0x8000;
  bits = std::bit_cast<uint32_t>(std::bit_cast<float>(bits & 0x7fffffff) * 0x1p-112f);
  return sign | (bits + 0xfff + (bits >> 13 & 1)) >> 13;
}
WEFT_VECTORS void rgbaHalf(const float* __restrict y, const float* __restrict u, const float* __restrict v,
                           const float* __restrict a, const Matrix& m, int n, uint64_t* __restrict to) {
  const Matrix k = m;
  for (int x = 0; x < n; x++) {
    float l = y[x] * k.scale + k.offset;
    to[x] = half(l + k.red * v[x]) | half(l + k.greenU * u[x] + k.greenV * v[x]) << 16 | half(l + k.blue * u[x]) << 32 |
            half(a[x]) << 48;
  }
}

bool understood(const AVPixFmtDescriptor* d) {
  if (!d || d->nb_components < 3 || !(d->flags & AV_PIX_FMT_FLAG_PLANAR)) return false;
  if (d->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT)) return false;
  if (d->log2_chroma_w > 1 || d->log2_chroma_h > 1) return false;
  for (int i = 0; i < d->nb_components; i++) {
    const auto& c = d->comp[i];
    if (c.plane != i || c.shift != 0 || c.offset != 0 || c.depth != d->comp[0].depth) return false;
    if (c.step != (c.depth > 8 ? 2 : 1)) return false;
  }
  return true;
}

}  // namespace

bool fromPlanes(const AVFrame* f, int matrix, bool full, PixelFormat format, uint8_t* to, PlaneRows& rows) {
  auto* d = av_pix_fmt_desc_get(AVPixelFormat(f->format));
  if (!understood(d)) return false;
  const int bits = d->comp[0].depth, w = f->width, h = f->height;
  const bool halvedX = d->log2_chroma_w, halvedY = d->log2_chroma_h, alpha = d->nb_components > 3;
  const int cw = AV_CEIL_RSHIFT(w, d->log2_chroma_w), ch = AV_CEIL_RSHIFT(h, d->log2_chroma_h);
  const Matrix m = matrixFor(matrix, full, bits);

  auto place = f->chroma_location;
  const bool centre = place == AVCHROMA_LOC_CENTER || place == AVCHROMA_LOC_TOP || place == AVCHROMA_LOC_BOTTOM;
  const bool top = place == AVCHROMA_LOC_TOPLEFT || place == AVCHROMA_LOC_TOP;

  const size_t row = (size_t(w) + 2 + 15) / 16 * 16 + 16;
  rows.space.resize(row * 10);
  auto at = [&](int k) { return rows.space.data() + size_t(k) * row + 8; };
  float *luma = at(0), *fullU = at(1), *fullV = at(2), *opacity = at(3), *mixed = at(4);
  float* near[2][2] = {{at(5), at(6)}, {at(7), at(8)}};  // chroma rows last widened: plane, odd or even
  int held[2][2] = {{-1, -1}, {-1, -1}};
  auto widen = [&](int plane, int y, int n, float* out) {
    const uint8_t* from = f->data[plane] + ptrdiff_t(y) * f->linesize[plane];
    if (bits > 8)
      widen16(reinterpret_cast<const uint16_t*>(from), n, out);
    else
      widen8(from, n, out);
  };
  auto chromaRow = [&](int plane, int y) {
    float* out = near[plane - 1][y & 1];
    if (held[plane - 1][y & 1] != y) widen(plane, y, cw, out);
    held[plane - 1][y & 1] = y;
    return out;
  };
  std::fill(opacity, opacity + w, 1.f);

  for (int y = 0; y < h; y++) {
    widen(0, y, w, luma);
    float position = !halvedY ? float(y) : top ? float(y) / 2 : (float(y) - 0.5f) / 2;
    int above = int(std::floor(position));
    float t = position - float(above);
    int below = std::min(above + 1, ch - 1);
    above = std::max(above, 0);
    for (int plane = 1; plane <= 2; plane++) {
      float* out = plane == 1 ? fullU : fullV;
      float* lines = halvedX ? mixed : out;
      // The lower row first: at an edge both are the same one.
      const float* b = chromaRow(plane, below);
      const float* a = above == below ? b : chromaRow(plane, above);
      between(a, b, t, m.centre, cw, lines);
      if (halvedX) {
        mixed[-1] = mixed[0];
        mixed[cw] = mixed[cw - 1];
        (centre ? spreadCentre : spreadLeft)(mixed, cw, out);
      }
    }
    if (alpha) {
      widen(3, y, w, opacity);
      float unit = 1 / float((1 << bits) - 1);
      for (int x = 0; x < w; x++) opacity[x] *= unit;
    }
    size_t line = size_t(h - 1 - y) * size_t(w);
    if (format == PixelFormat::Rgba8)
      rgba8(luma, fullU, fullV, opacity, m, w, reinterpret_cast<uint32_t*>(to) + line);
    else
      rgbaHalf(luma, fullU, fullV, opacity, m, w, reinterpret_cast<uint64_t*>(to) + line);
  }
  return true;
}

}  // namespace weft::media
