#include <filesystem>
#include <fstream>

#include <epoxy/gl.h>

#include "gl/fit.h"
#include "gl_scene.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;

namespace {

// A picture file of 4x2 pixels: red and green below, blue and white above, twice as wide each.
std::string picture() {
  const std::string path = (std::filesystem::temp_directory_path() / "weft-unit-4x2.ppm").string();
  std::ofstream f(path, std::ios::binary);
  f << "P6\n4 2\n255\n";
  const unsigned char rows[] = {0, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0};
  f.write(reinterpret_cast<const char*>(rows), sizeof rows);
  return path;
}

struct Still : Scene {
  int fit;
  Still(int width, int height, int how, const std::string& path = picture()) : Scene(width, height) {
    fit = row(float(how), plan::RowKind::Long, 0, 3);
    plan.media.push_back({"m_a", path, "image"});
    const int out = texture();
    plan.picture.push_back(plan::ImageStep{0, 0, out, {{"fit", fit}}});
    plan.outputPicture = out;
  }
};

const Pixel red{255, 0, 0, 255}, green{0, 255, 0, 255}, blue{0, 0, 255, 255}, white{255, 255, 255, 255}, clear{0, 0, 0, 0};

}  // namespace

TEST_CASE("A picture of the canvas's size comes through as it is, upright") {
  Still s(4, 2, 0);
  auto f = s.draw();
  CHECK(s.diagnostics.take().empty());
  CHECK(at(f, 0, 0) == red);
  CHECK(at(f, 3, 0) == green);
  CHECK(at(f, 0, 1) == blue);
  CHECK(at(f, 3, 1) == white);
}

TEST_CASE("Contain shows all with a clear border, cover fills, stretch bends, none keeps the pixels") {
  Still s(16, 16, 0);
  auto f = s.draw();
  CHECK(at(f, 1, 3) == clear);
  CHECK(at(f, 1, 4) == red);
  CHECK(at(f, 14, 11) == white);
  CHECK(at(f, 14, 12) == clear);
  s.player->setBase(s.fit, 1);
  f = s.draw();
  CHECK(at(f, 1, 0) == red);
  CHECK(at(f, 14, 15) == white);
  s.player->setBase(s.fit, 2);
  f = s.draw();
  CHECK(at(f, 1, 1) == red);
  CHECK(at(f, 14, 1) == green);
  s.player->setBase(s.fit, 3);
  f = s.draw();
  CHECK(at(f, 5, 7) == clear);
  CHECK(at(f, 6, 7) == red);
  CHECK(at(f, 9, 8) == white);
  CHECK(at(f, 10, 8) == clear);
}

TEST_CASE("Shrinking averages every pixel instead of skipping some") {
  // One white column of 64 in a picture that shrinks sixteenfold.
  const std::string path = (std::filesystem::temp_directory_path() / "weft-unit-64.pgm").string();
  {
    std::ofstream f(path, std::ios::binary);
    f << "P5\n64 64\n255\n";
    for (int y = 0; y < 64; ++y)
      for (int x = 0; x < 64; ++x) f.put(x % 16 == 5 ? char(255) : char(0));
  }
  Still s(4, 4, 0, path);
  auto f = s.draw();
  for (int x = 0; x < 4; ++x) CHECK(std::abs(at(f, x, 1)[0] - 16) <= 1);
}

TEST_CASE("A picture that cannot be opened is named and gives transparent black") {
  Still s(4, 4, 0, "/nowhere/none.png");
  CHECK(at(s.draw(), 1, 1) == clear);
  auto found = s.diagnostics.take();
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "media.missing");
  CHECK(found[0].node == "n_a");
}

TEST_CASE("Colours of transparent pixels do not bleed when a picture is scaled") {
  gl::Stage stage(context());
  plan::Plan p;
  p.width = p.height = 8;
  Diagnostics d;
  gl::Canvas c(stage, p, d);
  auto from = c.pool.acquire(2, 1, gl::Format::Rgba8);
  const uint8_t pixels[] = {255, 0, 0, 0, 0, 255, 0, 255};
  from->upload(pixels);
  auto to = gl::fitted(c, from, gl::Fit::Stretch, true);
  uint8_t out[8 * 8 * 4];
  glBindFramebuffer(GL_READ_FRAMEBUFFER, to->framebuffer());
  glReadPixels(0, 0, 8, 8, GL_RGBA, GL_UNSIGNED_BYTE, out);
  for (int x = 2; x < 8; ++x) {
    CHECK(out[x * 4] == 0);
    CHECK(out[x * 4 + 1] == 255);
  }
  CHECK(out[3] == 0);
  CHECK(out[7 * 4 + 3] == 255);
}

TEST_CASE("A clip is shown at its clock's second for the frame's own sample") {
  const std::string path = shared("street.avi");
  if (path.empty()) return;
  auto pool = media::makeDecodePool(1, size_t(256) << 20);
  auto opened = media::ClipPictures::open(pool, path, false);
  REQUIRE(std::holds_alternative<std::unique_ptr<media::ClipPictures>>(opened));
  auto& clip = *std::get<std::unique_ptr<media::ClipPictures>>(opened);
  Scene s(clip.width(), clip.height());
  signal::TickRing ring(0, 1, 10);
  auto slot = ring.begin(0);
  slot.clips[0] = {0.5, 1.0};
  ring.publish(0);
  s.sound.records = &ring;
  s.plan.clips = 1;
  s.plan.media.push_back({"m_a", path, "clip"});
  const int out = s.texture();
  s.plan.picture.push_back(plan::PictureClipStep{0, 0, 0, out, {}});
  s.plan.outputPicture = out;
  s.player = gl::PicturePlayer::create(context(), s.plan, s.bases, pool, s.sound, s.diagnostics);
  gl::FrameTime t;
  t.position = 24;
  s.player->draw(t);
  s.player->startReadback(media::PixelFormat::Rgba8);
  auto drawn = s.player->collect(true);
  auto wanted = clip.at(0.5 + 24.0 / 48000, 1.0 / 48000, 1, true);
  REQUIRE(drawn);
  REQUIRE(wanted);
  CHECK(drawn->pixels == wanted->pixels);
  CHECK(s.diagnostics.take().empty());
}
