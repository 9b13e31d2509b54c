#include "media/to_planes.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "media/half.h"
#include "media/vectors.h"

namespace weft::media {
namespace {

// ITU-R BT.709 luma weights.
constexpr double kRed = 0.2126, kGreen = 0.7152, kBlue = 0.0722;

// 8-bit rows in 15-bit fixed point.
constexpr int fixed(double v) { return int(v * 32768 + (v < 0 ? -0.5 : 0.5)); }
constexpr double kY = 219.0 / 255, kC = 224.0 / 255;
constexpr int kYr = fixed(kRed * kY), kYb = fixed(kBlue * kY), kYg = fixed(kY) - kYr - kYb;
constexpr double kCbScale = kC / (2 * (1 - kBlue)), kCrScale = kC / (2 * (1 - kRed));
constexpr int kUr = fixed(-kRed * kCbScale), kUb = fixed((1 - kBlue) * kCbScale), kUg = -kUr - kUb;
constexpr int kVr = fixed((1 - kRed) * kCrScale), kVb = fixed(-kBlue * kCrScale), kVg = -kVr - kVb;

WEFT_VECTORS void split(const uint8_t* rgba, int n, int16_t* __restrict r, int16_t* __restrict g, int16_t* __restrict b) {
  for (int x = 0; x < n; x++) {
    r[x] = rgba[4 * x];
    g[x] = rgba[4 * x + 1];
    b[x] = rgba[4 * x + 2];
  }
}

WEFT_VECTORS void splitOverBlack(const uint8_t* rgba, int n, int16_t* __restrict r, int16_t* __restrict g,
                                 int16_t* __restrict b) {
  for (int x = 0; x < n; x++) {
    int a = rgba[4 * x + 3];
    // v * a / 255, rounded, without a division
    int tr = rgba[4 * x] * a + 128, tg = rgba[4 * x + 1] * a + 128, tb = rgba[4 * x + 2] * a + 128;
    r[x] = int16_t((tr + (tr >> 8)) >> 8);
    g[x] = int16_t((tg + (tg >> 8)) >> 8);
    b[x] = int16_t((tb + (tb >> 8)) >> 8);
  }
}

WEFT_VECTORS void luma(const int16_t* __restrict r, const int16_t* __restrict g, const int16_t* __restrict b, int n,
                       uint8_t* __restrict y) {
  for (int x = 0; x < n; x++) y[x] = uint8_t((kYr * r[x] + kYg * g[x] + kYb * b[x] + (16 << 15) + (1 << 14)) >> 15);
}

// Sums of two rows, filtered 1-2-1 around every even column: eighths. One sample of padding on the left.
WEFT_VECTORS void pairSum(const int16_t* __restrict top, const int16_t* __restrict bottom, int n, int16_t* __restrict sum) {
  for (int x = 0; x < n; x++) sum[x] = int16_t(top[x] + bottom[x]);
}
WEFT_VECTORS void chroma(const int16_t* __restrict r, const int16_t* __restrict g, const int16_t* __restrict b, int half,
                         uint8_t* __restrict u, uint8_t* __restrict v) {
  for (int i = 0; i < half; i++) {
    int x = 2 * i;
    int R = r[x - 1] + 2 * r[x] + r[x + 1], G = g[x - 1] + 2 * g[x] + g[x + 1], B = b[x - 1] + 2 * b[x] + b[x + 1];
    u[i] = uint8_t((kUr * R + kUg * G + kUb * B + (128 << 18) + (1 << 17)) >> 18);
    v[i] = uint8_t((kVr * R + kVg * G + kVb * B + (128 << 18) + (1 << 17)) >> 18);
  }
}

void planes8(const Frame& f, AVFrame* to) {
  const int w = f.width, h = f.height;
  const size_t row = size_t(w) + 2;
  std::vector<int16_t> space(row * 9);
  int16_t* channel[3][3];  // top, bottom, sum of r, g, b; index -1 is the padding
  for (int k = 0; k < 9; k++) channel[k / 3][k % 3] = space.data() + size_t(k) * row + 1;
  for (int y = 0; y < h; y += 2) {
    for (int k = 0; k < 2; k++) {
      int line = std::min(y + k, h - 1);
      const uint8_t* from = f.pixels.data() + size_t(h - 1 - line) * size_t(w) * 4;
      auto& c = channel[k];
      (f.opaque ? split : splitOverBlack)(from, w, c[0], c[1], c[2]);
      if (y + k < h) luma(c[0], c[1], c[2], w, to->data[0] + ptrdiff_t(line) * to->linesize[0]);
    }
    for (int k = 0; k < 3; k++) {
      auto* sum = channel[2][k];
      pairSum(channel[0][k], channel[1][k], w, sum);
      sum[-1] = sum[0];
      sum[w] = sum[w - 1];
    }
    auto& s = channel[2];
    chroma(s[0], s[1], s[2], (w + 1) / 2, to->data[1] + ptrdiff_t(y / 2) * to->linesize[1],
           to->data[2] + ptrdiff_t(y / 2) * to->linesize[2]);
  }
}

// Any depth: rows as floats of 0..1.
void rowOf(const Frame& f, int line, bool overBlack, float* out) {
  size_t at = size_t(f.height - 1 - line) * size_t(f.width) * 4;
  for (int x = 0; x < f.width; x++) {
    float v[4];
    for (int k = 0; k < 4; k++) {
      size_t i = at + size_t(x) * 4 + size_t(k);
      float value = f.format == PixelFormat::Rgba8 ? float(f.pixels[i]) / 255.f
                                                   : fromHalf(reinterpret_cast<const uint16_t*>(f.pixels.data())[i]);
      v[k] = value >= 0 ? std::min(value, 1.f) : 0.f;
    }
    float a = overBlack ? v[3] : 1;
    for (int k = 0; k < 3; k++) out[4 * x + k] = v[k] * a;
    out[4 * x + 3] = v[3];
  }
}

void planes(const Frame& f, AVFrame* to) {
  auto* desc = av_pix_fmt_desc_get(AVPixelFormat(to->format));
  const int bits = desc->comp[0].depth, sx = desc->log2_chroma_w, sy = desc->log2_chroma_h;
  const bool alpha = desc->flags & AV_PIX_FMT_FLAG_ALPHA;
  const float unit = float(1 << (bits - 8)), top = float((1 << bits) - 1);
  const int w = f.width, h = f.height;
  auto put = [&](int plane, int x, int y, float value) {
    auto v = unsigned(std::lround(std::clamp(value, 0.f, top)));
    uint8_t* p = to->data[plane] + ptrdiff_t(y) * to->linesize[plane];
    if (bits > 8)
      reinterpret_cast<uint16_t*>(p)[x] = uint16_t(v);
    else
      p[x] = uint8_t(v);
  };
  std::vector<float> rows[2];
  rows[0].resize(size_t(w) * 4);
  rows[1].resize(size_t(w) * 4);
  for (int y = 0; y < h; y += 1 << sy) {
    int count = 1 << sy;
    for (int k = 0; k < count; k++) {
      int line = std::min(y + k, h - 1);
      rowOf(f, line, !alpha, rows[k].data());
      if (y + k >= h) continue;
      for (int x = 0; x < w; x++) {
        const float* p = &rows[k][size_t(x) * 4];
        put(0, x, line, unit * float(16 + 219 * (kRed * p[0] + kGreen * p[1] + kBlue * p[2])));
        if (alpha) put(3, x, line, p[3] * top);
      }
    }
    for (int i = 0; i << sx < w; i++) {
      double c[3] = {0, 0, 0};
      for (int k = 0; k < count; k++)
        for (int j = 0; j < 3; j++) {
          auto at = [&](int x) { return double(rows[k][size_t(std::clamp(x, 0, w - 1)) * 4 + size_t(j)]); };
          int x = i << sx;
          c[j] += (sx ? (at(x - 1) + 2 * at(x) + at(x + 1)) / 4 : at(x)) / count;
        }
      double luma = kRed * c[0] + kGreen * c[1] + kBlue * c[2];
      put(1, i, y >> sy, unit * float(128 + 224 * (c[2] - luma) / (2 * (1 - kBlue))));
      put(2, i, y >> sy, unit * float(128 + 224 * (c[0] - luma) / (2 * (1 - kRed))));
    }
  }
}

}  // namespace

void toPlanes(const Frame& frame, AVFrame* to) {
  if (frame.format == PixelFormat::Rgba8 && to->format == AV_PIX_FMT_YUV420P)
    planes8(frame, to);
  else
    planes(frame, to);
}

}  // namespace weft::media
