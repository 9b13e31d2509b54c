// Smaller pictures and JPEG.
#include <doctest/doctest.h>
#include <turbojpeg.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "frames/jpeg.h"

using namespace weft::frames;

namespace {

struct Made {
  std::vector<uint8_t> bytes;
  Picture picture;
};

template <typename Colour>
Made make(uint32_t width, uint32_t height, uint32_t stride, Colour colour) {
  Made m{std::vector<uint8_t>(size_t(stride) * height, 77), {}};
  for (uint32_t y = 0; y < height; ++y)
    for (uint32_t x = 0; x < width; ++x)
      for (uint32_t c = 0; c < 4; ++c) m.bytes[size_t(y) * stride + x * 4 + c] = colour(x, y, c);
  m.picture = {m.bytes.data(), width, height, stride};
  return m;
}

}  // namespace

TEST_CASE("a limit keeps the picture's shape and never enlarges it") {
  auto is = [](Size s, uint32_t w, uint32_t h) { return s.width == w && s.height == h; };
  CHECK(is(within({1920, 1080}, 0, 0), 1920, 1080));
  CHECK(is(within({1920, 1080}, 960, 0), 960, 540));
  CHECK(is(within({1920, 1080}, 960, 100), 178, 100));
  CHECK(is(within({1920, 1080}, 4000, 4000), 1920, 1080));
  CHECK(is(within({16384, 1}, 10, 10), 10, 1));
  CHECK(is(within({1, 1}, 1, 1), 1, 1));
}

TEST_CASE("each pixel of a smaller picture is the mean of those that it covers") {
  const auto m = make(64, 32, 64 * 4 + 16, [](uint32_t x, uint32_t y, uint32_t c) { return uint8_t(c == 3 ? 255 : c == 0 ? x * 4 : c == 1 ? y * 8 : 100); });
  std::vector<uint8_t> into;
  const Picture p = overBlack(m.picture, {16, 8}, into);
  REQUIRE(p.width == 16);
  for (uint32_t y = 0; y < 8; ++y)
    for (uint32_t x = 0; x < 16; ++x) {
      const uint8_t* at = p.pixels + y * p.stride + x * 4;
      CHECK(at[0] == x * 16 + 6);
      CHECK(at[1] == y * 32 + 12);
      CHECK(at[2] == 100);
      CHECK(at[3] == 255);
    }
}

TEST_CASE("what is transparent shows black, and an opaque picture of the same size is not copied") {
  const auto half = make(8, 8, 32, [](uint32_t x, uint32_t, uint32_t c) { return uint8_t(c == 3 ? (x < 4 ? 0 : 128) : 200); });
  std::vector<uint8_t> into;
  const Picture p = overBlack(half.picture, {8, 8}, into);
  CHECK(p.pixels[0] == 0);
  CHECK(p.pixels[3] == 255);
  CHECK(p.pixels[7 * 4] == 100);
  const auto solid = make(8, 8, 32, [](uint32_t, uint32_t, uint32_t) { return uint8_t(255); });
  CHECK(overBlack(solid.picture, {8, 8}, into).pixels == solid.picture.pixels);
}

TEST_CASE("a JPEG decodes to the picture") {
  const auto m = make(200, 120, 200 * 4 + 32, [](uint32_t x, uint32_t y, uint32_t c) { return uint8_t(c == 3 ? 255 : c == 0 ? x : c == 1 ? y * 2 : 60); });
  JpegEncoder encoder;
  for (const Size limit : {Size{0, 0}, Size{100, 0}, Size{0, 0}}) {
    Size size{};
    auto made = encoder.encode(m.picture, limit, 95, size);
    REQUIRE(std::holds_alternative<std::span<const uint8_t>>(made));
    const auto jpeg = std::get<0>(made);
    CHECK(size.width == (limit.width ? 100 : 200));
    std::vector<uint8_t> back(size_t(size.width) * size.height * 4);
    tjhandle turbo = tjInitDecompress();
    REQUIRE(tjDecompress2(turbo, jpeg.data(), jpeg.size(), back.data(), int(size.width), 0, int(size.height), TJPF_RGBA, 0) == 0);
    tjDestroy(turbo);
    const uint32_t step = 200 / size.width;
    int worst = 0;
    for (uint32_t y = 0; y < size.height; ++y)
      for (uint32_t x = 0; x < size.width; ++x) {
        const uint8_t* at = &back[(size_t(y) * size.width + x) * 4];
        worst = std::max({worst, std::abs(int(at[0]) - int(x * step)), std::abs(int(at[1]) - int(y * step * 2)), std::abs(int(at[2]) - 60)});
      }
    CHECK(worst <= 8);
  }
}
