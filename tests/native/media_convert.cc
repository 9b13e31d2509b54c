// PictureConverter: colours, orientation, aspect.
#include <algorithm>
#include <cmath>

#include "media/half.h"
#include "media/picture_convert.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;
using namespace weft::media;

namespace {

AvFrame made(AVPixelFormat format, int w, int h) {
  AvFrame f(av_frame_alloc());
  f->width = w;
  f->height = h;
  f->format = format;
  REQUIRE(av_frame_get_buffer(f.get(), 0) == 0);
  return f;
}

void fillPlane(AVFrame* f, int plane, int value) {
  auto* d = av_pix_fmt_desc_get(AVPixelFormat(f->format));
  bool chroma = plane == 1 || plane == 2;
  int w = chroma ? AV_CEIL_RSHIFT(f->width, d->log2_chroma_w) : f->width;
  int h = chroma ? AV_CEIL_RSHIFT(f->height, d->log2_chroma_h) : f->height;
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      auto* row = f->data[plane] + y * f->linesize[plane];
      if (d->comp[0].depth > 8)
        reinterpret_cast<uint16_t*>(row)[x] = uint16_t(value << (d->comp[0].depth - 8));
      else
        row[x] = uint8_t(value);
    }
}

}  // namespace

TEST_CASE("media: every matrix, range and depth is converted to the nearest code value") {
  auto cache = std::make_shared<FrameCache>(size_t(1) << 20);
  struct Space {
    AVColorSpace tag;
    double r, b;
  };
  for (auto space : {Space{AVCOL_SPC_BT709, .2126, .0722}, {AVCOL_SPC_SMPTE170M, .299, .114}, {AVCOL_SPC_BT2020_NCL, .2627, .0593}})
    for (bool full : {false, true})
      for (auto format : {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV422P10,
                          AV_PIX_FMT_YUV444P12, AV_PIX_FMT_YUVA444P10}) {
        CAPTURE(av_get_pix_fmt_name(format));
        CAPTURE(full);
        CAPTURE(space.tag);
        auto f = made(format, 18, 10);
        f->colorspace = space.tag;
        f->color_range = full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
        PictureConverter to8(cache, Shape{18, 10}, PixelFormat::Rgba8), toHalves(cache, Shape{18, 10}, PixelFormat::RgbaHalf);
        double worst = 0, worstHalf = 0;
        for (int y : {16, 80, 128, 200, 235})
          for (int u : {60, 128, 190})
            for (int v : {60, 128, 190}) {
              fillPlane(f.get(), 0, y);
              fillPlane(f.get(), 1, u);
              fillPlane(f.get(), 2, v);
              if (f->data[3]) fillPlane(f.get(), 3, 128);
              double top = ((1 << bitsOf(format)) - 1) / double(1 << (bitsOf(format) - 8));
              double l = full ? y / top : (y - 16) / 219., cb = (u - 128) / (full ? top : 224.), cr = (v - 128) / (full ? top : 224.);
              double r = l + 2 * (1 - space.r) * cr, b = l + 2 * (1 - space.b) * cb;
              double g = (l - space.r * r - space.b * b) / (1 - space.r - space.b);
              auto eight = to8.convert(f.get()), half = toHalves.convert(f.get());
              double want[3] = {r, g, b};
              size_t at = (5 * 18 + 9) * 4;
              for (size_t k = 0; k < 3; k++) {
                worst = std::max(worst, std::fabs(eight->pixels[at + k] - std::clamp(want[k], 0., 1.) * 255));
                worstHalf = std::max(worstHalf, std::fabs(fromHalf(reinterpret_cast<uint16_t*>(half->pixels.data())[at + k]) - want[k]));
              }
              CHECK(eight->opaque == !f->data[3]);
            }
        CHECK(worst < 0.51);
        CHECK(worstHalf < 0.0011);
      }
}

TEST_CASE("media: chroma lies where the stream says, without a step at every second pixel") {
  auto f = made(AV_PIX_FMT_YUV420P, 64, 64);
  f->colorspace = AVCOL_SPC_BT709;
  f->color_range = AVCOL_RANGE_MPEG;
  fillPlane(f.get(), 0, 128);
  fillPlane(f.get(), 1, 128);
  // a slope of chroma from left to right: 2 per pixel of luma
  for (int y = 0; y < 32; y++)
    for (int x = 0; x < 32; x++) f->data[2][y * f->linesize[2] + x] = uint8_t(64 + 4 * x);
  auto cache = std::make_shared<FrameCache>(size_t(1) << 20);
  for (auto place : {AVCHROMA_LOC_LEFT, AVCHROMA_LOC_CENTER}) {
    f->chroma_location = place;
    auto out = PictureConverter(cache, Shape{64, 64}, PixelFormat::Rgba8).convert(f.get());
    for (int x = 2; x < 60; x++) {
      double v = 64 + 2 * x - (place == AVCHROMA_LOC_CENTER ? 1 : 0);
      double red = ((128 - 16) / 219. + 2 * (1 - .2126) * (v - 128) / 224) * 255;
      CHECK(std::fabs(out->pixels[size_t(32 * 64 + x) * 4] - std::clamp(red, 0., 255.)) <= 0.51);
    }
  }
}

TEST_CASE("media: the eight orientations of a display matrix") {
  auto f = made(AV_PIX_FMT_RGBA, 3, 2);
  for (int y = 0; y < 2; y++)
    for (int x = 0; x < 3; x++) {
      auto* p = f->data[0] + y * f->linesize[0] + 4 * x;
      p[0] = uint8_t(10 * x + y);
      p[1] = p[2] = 0;
      p[3] = 255;
    }
  auto cache = std::make_shared<FrameCache>(size_t(1) << 20);
  constexpr int32_t one = 1 << 16;
  const int turns[8][4] = {{1, 0, 0, 1}, {0, 1, -1, 0}, {-1, 0, 0, -1}, {0, -1, 1, 0}, {-1, 0, 0, 1}, {1, 0, 0, -1}, {0, 1, 1, 0}, {0, -1, -1, 0}};
  for (auto& t : turns) {
    int32_t matrix[9] = {t[0] * one, t[1] * one, 0, t[2] * one, t[3] * one, 0, 0, 0, 1 << 30};
    auto shape = shapeOf(3, 2, {1, 1}, matrix);
    REQUIRE(shape.width == (t[0] ? 3 : 2));
    auto out = PictureConverter(cache, shape, PixelFormat::Rgba8).convert(f.get());
    for (int y = 0; y < 2; y++)
      for (int x = 0; x < 3; x++) {
        int sx = t[0] * x + t[2] * y, sy = t[1] * x + t[3] * y;
        if (t[0] + t[2] < 0) sx += shape.width - 1;
        if (t[1] + t[3] < 0) sy += shape.height - 1;
        size_t at = size_t(shape.height - 1 - sy) * size_t(shape.width) + size_t(sx);
        CHECK(out->pixels[at * 4] == 10 * x + y);
      }
  }
  int32_t quarter[9] = {0, one, 0, -one, 0, 0, 0, 0, 1 << 30};
  CHECK(shapeOf(3, 2, {1, 1}, quarter).rotation() == 90);
}

TEST_CASE("media: pixels that are not square are stretched, never shrunk") {
  CHECK(shapeOf(720, 576, {16, 15}, nullptr).width == 768);
  CHECK(shapeOf(720, 480, {8, 9}, nullptr).height == 540);
  auto f = made(AV_PIX_FMT_RGBA, 30, 20);
  for (int y = 0; y < 20; y++) std::fill(f->data[0] + y * f->linesize[0], f->data[0] + y * f->linesize[0] + 120, uint8_t(77));
  auto cache = std::make_shared<FrameCache>(size_t(1) << 20);
  auto out = PictureConverter(cache, shapeOf(30, 20, {3, 2}, nullptr), PixelFormat::Rgba8).convert(f.get());
  REQUIRE(out->width == 45);
  REQUIRE(out->height == 20);
  for (auto v : out->pixels) CHECK(v == 77);
}
