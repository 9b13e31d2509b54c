// Writer: what is written is what was given, whole or not at all.
#include <sys/resource.h>

#include <cmath>
#include <csignal>

#include "media/half.h"
#include "media/probe.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;
using namespace weft::media;

namespace {

WriterSpec spec(const std::string& path, const std::string& form, int w = 64, int h = 48) {
  WriterSpec s;
  s.path = path;
  s.form = form;
  s.width = w;
  s.height = h;
  s.sound = false;
  return s;
}

// Each pixel its own: r and g tell the place, b the row's side, alpha a slope.
FramePtr chart(int w, int h, bool opaque) {
  auto f = std::make_shared<Frame>();
  f->width = w;
  f->height = h;
  f->opaque = opaque;
  f->pixels.resize(size_t(w) * size_t(h) * 4);
  for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
      auto* p = &f->pixels[(size_t(y) * size_t(w) + size_t(x)) * 4];
      p[0] = uint8_t(x * 255 / (w - 1));
      p[1] = uint8_t(y * 255 / (h - 1));
      p[2] = uint8_t(y < h / 2 ? 200 : 20);
      p[3] = opaque ? 255 : uint8_t(1 + x * 254 / (w - 1));
    }
  return f;
}

FramePtr chartHalf(int w, int h) {
  auto eight = chart(w, h, false);
  auto f = std::make_shared<Frame>(*eight);
  f->format = PixelFormat::RgbaHalf;
  f->pixels.resize(size_t(w) * size_t(h) * 8);
  auto* v = reinterpret_cast<uint16_t*>(f->pixels.data());
  for (size_t i = 0; i < size_t(w) * size_t(h) * 4; i++) v[i] = toHalf((float(eight->pixels[i]) + 0.25f) / 256);
  return f;
}

FramePtr image(const std::string& path, bool half) {
  auto got = loadImage(path, half);
  if (auto* error = std::get_if<Error>(&got)) FAIL(error->message);
  return std::get<0>(got);
}

void write(const WriterSpec& s, std::vector<FramePtr> frames) {
  auto writer = openWriter(s);
  for (auto& f : frames) REQUIRE_FALSE(writer->picture(f));
  auto error = writer->finish();
  REQUIRE_MESSAGE(!error, (error ? error->message : ""));
}

}  // namespace

TEST_CASE("media: a PNG comes back bit for bit, with and without alpha") {
  Folder folder;
  auto s = spec(folder / "a.png", "png", 61, 33);
  s.alpha = true;
  auto f = chart(61, 33, false);
  write(s, {f});
  auto back = image(s.path, false);
  CHECK(back->pixels == f->pixels);
  CHECK_FALSE(back->opaque);
  s.path = folder / "b.png";
  s.alpha = false;
  auto whole = chart(61, 33, true);
  write(s, {whole});
  back = image(s.path, false);
  CHECK(back->pixels == whole->pixels);
  CHECK(back->opaque);
}

TEST_CASE("media: without alpha a picture lies over black") {
  Folder folder;
  auto s = spec(folder / "a.png", "png");
  write(s, {plainFrame(64, 48, 200, 100, 50, 128)});
  auto back = image(s.path, false);
  CHECK(back->pixels[0] == 100);
  CHECK(back->pixels[1] == 50);
  CHECK(back->pixels[2] == 25);
  CHECK(back->pixels[3] == 255);
}

TEST_CASE("media: half floats come back through a 16-bit PNG and through EXR") {
  Folder folder;
  auto f = chartHalf(40, 30);
  for (std::string form : {"png", "exr"}) {
    CAPTURE(form);
    auto s = spec(folder / ("a." + form), form, 40, 30);
    s.alpha = true;
    s.input = PixelFormat::RgbaHalf;
    write(s, {f});
    auto back = image(s.path, true);
    REQUIRE(back->format == PixelFormat::RgbaHalf);
    REQUIRE(back->pixels.size() == f->pixels.size());
    auto *a = reinterpret_cast<const uint16_t*>(f->pixels.data()), *b = reinterpret_cast<const uint16_t*>(back->pixels.data());
    float worst = 0;
    for (size_t i = 0; i < back->pixels.size() / 2; i++) worst = std::max(worst, std::fabs(fromHalf(a[i]) - fromHalf(b[i])));
    CHECK(worst < 0.001f);
  }
}

TEST_CASE("media: an EXR of 8-bit pictures gives the same 8 bits again") {
  Folder folder;
  auto s = spec(folder / "a.exr", "exr");
  auto f = chart(64, 48, true);
  write(s, {f});
  CHECK(image(s.path, false)->pixels == f->pixels);
}

TEST_CASE("media: a sequence is numbered from its first number, and gone after an abort") {
  Folder folder;
  auto s = spec(folder / "frame-%05d.png", "png");
  s.firstNumber = 7;
  write(s, {numberedFrame(64, 48, 1), numberedFrame(64, 48, 2)});
  CHECK(numberOf(*image(folder / "frame-00007.png", false)) == 1);
  CHECK(numberOf(*image(folder / "frame-00008.png", false)) == 2);
  CHECK(folder.files() == 2);
  Folder other;
  {
    auto writer = openWriter(spec(other / "frame-%d.exr", "exr"));
    writer->picture(numberedFrame(64, 48, 1));
    writer->picture(numberedFrame(64, 48, 2));
  }
  CHECK(other.files() == 0);
  auto bad = Writer::open(spec(other / "frame-%s%n.png", "png"));
  REQUIRE(std::holds_alternative<Error>(bad));
  CHECK(std::get<Error>(bad).code == "output.write");
}

TEST_CASE("media: colours survive a film: BT.709, limited range, both ways") {
  Folder folder;
  auto pool = makeDecodePool(1, kBudget);
  struct Case {
    const char *form, *codec;
    int error;
  };
  for (auto c : {Case{"mp4", "", 3}, {"mov", "prores_ks", 3}, {"mkv", "", 3}}) {
    CAPTURE(c.form);
    int i = 0;
    const int colours[][3] = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {0, 0, 0}, {128, 64, 200}, {30, 180, 90}};
    for (auto [r, g, b] : colours) {
      auto s = spec(folder / (std::to_string(i++) + "." + c.form), c.form);
      s.videoCodec = c.codec;
      s.crf = 1;
      write(s, {plainFrame(64, 48, r, g, b), plainFrame(64, 48, r, g, b)});
      auto f = openPictures(pool, s.path)->at(0, 0, 1, true);
      const uint8_t* p = &f->pixels[(24 * 64 + 32) * 4];
      CAPTURE(r);
      CAPTURE(g);
      CAPTURE(b);
      CHECK(std::abs(p[0] - r) <= c.error);
      CHECK(std::abs(p[1] - g) <= c.error);
      CHECK(std::abs(p[2] - b) <= c.error);
      CHECK(p[3] == 255);
    }
  }
}

TEST_CASE("media: a film is the right way up") {
  Folder folder;
  auto s = spec(folder / "a.mp4", "mp4");
  s.crf = 5;
  auto f = chart(64, 48, true);
  write(s, {f, f});
  auto back = openPictures(makeDecodePool(1, kBudget), s.path)->at(0, 0, 1, true);
  double error = 0;
  for (size_t i = 0; i < f->pixels.size(); i++) error += std::abs(int(f->pixels[i]) - int(back->pixels[i]));
  CHECK(error / double(f->pixels.size()) < 4);
}

TEST_CASE("media: ProRes 4444 keeps alpha and more than 8 bits") {
  Folder folder;
  auto s = spec(folder / "a.mov", "mov");
  s.alpha = true;
  auto f = chartHalf(64, 48);
  s.input = PixelFormat::RgbaHalf;
  write(s, {f, f});
  auto info = std::get<0>(probe(s.path));
  CHECK(info.video[0].codec == "prores");
  CHECK(info.video[0].alpha);
  auto back = openPictures(makeDecodePool(1, kBudget), s.path, true)->at(0, 0, 1, true);
  REQUIRE(back->format == PixelFormat::RgbaHalf);
  CHECK_FALSE(back->opaque);
  auto *a = reinterpret_cast<const uint16_t*>(f->pixels.data()), *b = reinterpret_cast<const uint16_t*>(back->pixels.data());
  float worst = 0;
  for (size_t i = 3; i < back->pixels.size() / 2; i += 4) worst = std::max(worst, std::fabs(fromHalf(a[i]) - fromHalf(b[i])));
  CHECK(worst < 0.01f);
}

TEST_CASE("media: the same frames and sound give the same file") {
  Folder folder;
  for (std::string form : {"mp4", "mov", "mkv", "wav", "png"}) {
    CAPTURE(form);
    std::string bytes[2];
    for (auto& b : bytes) {
      auto s = spec(folder / ("a." + form), form, 320, 192);
      s.sound = true;
      auto writer = openWriter(s);
      std::vector<float> tone(1600);
      for (int k = 0; k < 60; k++) {
        for (size_t i = 0; i < tone.size(); i++) tone[i] = float(std::sin(double(size_t(k) * 1600 + i) * 0.05));
        if (form != "wav") REQUIRE_FALSE(writer->picture(numberedFrame(320, 192, k * 7)));
        REQUIRE_FALSE(writer->sound(tone.data(), tone.data(), 1600));
      }
      REQUIRE_FALSE(writer->finish());
      b = readFile(s.path);
    }
    CHECK(bytes[0] == bytes[1]);
    CHECK(bytes[0].size() > 500);
  }
}

TEST_CASE("media: an abandoned film leaves nothing behind") {
  Folder folder;
  for (std::string form : {"mp4", "wav", "png"}) {
    auto writer = openWriter(spec(folder / ("a." + form), form));
    writer->picture(numberedFrame(64, 48, 1));
    writer.reset();
    CHECK(folder.files() == 0);
  }
}

TEST_CASE("media: an output that cannot be written is a sentence, at once or at the end, and leaves nothing") {
  auto nowhere = Writer::open(spec("/nonexistent/folder/a.mp4", "mp4"));
  REQUIRE(std::holds_alternative<Error>(nowhere));
  CHECK(std::get<Error>(nowhere).code == "output.write");
  auto odd = Writer::open(spec("/tmp/weft-odd.mp4", "mp4", 63, 47));
  REQUIRE(std::holds_alternative<Error>(odd));
  CHECK(std::get<Error>(odd).message.find("even") != std::string::npos);
  auto form = Writer::open(spec("/tmp/weft.xyz", "xyz"));
  REQUIRE(std::holds_alternative<Error>(form));

  // A file may not grow past a limit: what a full disk looks like from here.
  Folder folder;
  auto previous = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit, small;
  getrlimit(RLIMIT_FSIZE, &limit);
  small = limit;
  small.rlim_cur = 60000;
  setrlimit(RLIMIT_FSIZE, &small);
  for (std::string name : {"a.mp4", "a.wav", "a-%d.exr"}) {
    CAPTURE(name);
    auto s = spec(folder / name, name.substr(name.size() - 3), 256, 256);
    s.sound = true;
    s.crf = 1;
    auto writer = openWriter(s);
    std::optional<Error> error;
    std::vector<float> noise(4800);
    uint32_t state = 1;
    for (int k = 0; k < 60 && !error; k++) {
      auto f = std::make_shared<Frame>(*plainFrame(256, 256, 0, 0, 0));
      for (auto& p : f->pixels) p = uint8_t((state = state * 1664525 + 1013904223) >> 24);
      for (auto& v : noise) v = float(int32_t(state = state * 1664525 + 1013904223)) * 0x1p-31f;
      if (name != "a.wav") error = writer->picture(f);
      if (!error) error = writer->sound(noise.data(), noise.data(), 4800);
    }
    if (!error) error = writer->finish();
    REQUIRE(error);
    CHECK(error->code == "output.write");
    writer.reset();
    CHECK(folder.files() == 0);
  }
  setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, previous);
}
