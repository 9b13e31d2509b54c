// ClipPictures: which frame is shown when.
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

#include "media/picture_convert.h"
#include "media/picture_decoder.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;
using namespace weft::media;

namespace {

uint64_t hashOf(const Frame& f) {
  uint64_t h = 1469598103934665603ull;
  for (size_t i = 0; i + 8 <= f.pixels.size(); i += 8) {
    uint64_t v;
    std::memcpy(&v, f.pixels.data() + i, 8);
    h = (h ^ v) * 1099511628211ull;
  }
  return h;
}

// What is shown in each unit of the stream's time base (for the AVIs: one frame of the grid), from a decode from start
// to end.
std::vector<uint64_t> straight(const std::string& path, int frames) {
  auto opened = PictureDecoder::open(path, 1);
  REQUIRE(std::holds_alternative<std::unique_ptr<PictureDecoder>>(opened));
  auto& decoder = *std::get<0>(opened);
  auto* p = decoder.stream()->codecpar;
  auto cache = std::make_shared<FrameCache>(kBudget);
  PictureConverter converter(cache, shapeOf(p->width, p->height, {1, 1}, nullptr), PixelFormat::Rgba8);
  std::vector<uint64_t> hashes;
  PictureDecoder::Decoded decoded;
  for (auto step = decoder.step(decoded); step != PictureDecoder::Step::End; step = decoder.step(decoded))
    if (step == PictureDecoder::Step::Decoded) {
      CHECK(decoded.start == int64_t(hashes.size()));
      int64_t end = decoded.last ? frames : decoded.end;
      hashes.resize(size_t(end), hashOf(*converter.convert(decoded.frame.get())));
    }
  return hashes;
}

void frameForFrame(const std::string& path, int64_t num, int64_t den, int frames) {
  auto expected = straight(path, frames);
  REQUIRE(int(expected.size()) == frames);
  auto pool = makeDecodePool(2, kBudget);
  auto clip = openPictures(pool, path);
  int wrong = 0;
  for (int64_t k = 0; k < frames; k++) {
    // the frame's place on the clock: floor(k * rate / fps) samples
    int64_t sample = k * 48000 * den / num;
    auto f = clip->at(double(sample) / 48000, 1.0 / 48000, 1, true);
    REQUIRE(f);
    if (hashOf(*f) != expected[size_t(k)]) wrong++;
  }
  CHECK(wrong == 0);
  // and in any order
  std::mt19937 random(1);
  for (int i = 0; i < 40; i++) {
    int64_t k = random() % frames;
    auto f = clip->at(double(k * 48000 * den / num) / 48000, 1.0 / 48000, i % 2 ? 1 : -1, true);
    REQUIRE(f);
    CHECK(hashOf(*f) == expected[size_t(k)]);
  }
  CHECK(clip->late() == 0);
  CHECK(clip->problem().code.empty());
}

WriterSpec small(const std::string& path, const std::string& form) {
  WriterSpec s;
  s.path = path;
  s.form = form;
  s.width = 64;
  s.height = 48;
  s.fps = {25, 1};
  s.sound = false;
  s.preset = "fast";
  return s;
}

}  // namespace

TEST_CASE("media: frame k in is frame k out for street.avi at 10 frames a second") {
  auto path = shared("street.avi");
  if (!path.empty()) frameForFrame(path, 10, 1, 795);
}

TEST_CASE("media: frame k in is frame k out for tree.avi at 1000000/66667") {
  auto path = shared("tree.avi");
  if (!path.empty()) frameForFrame(path, 1000000, 66667, 444);
}

TEST_CASE("media: long groups of pictures with B frames give the exact frame forwards, backwards and at random") {
  Folder folder;
  for (std::string form : {"mp4", "mkv", "mov"}) {
    CAPTURE(form);
    auto path = folder / ("long." + form);
    writeNumbered(small(path, form), 300);
    for (size_t budget : {kBudget, size_t(10) * 64 * 48 * 4}) {
      auto pool = makeDecodePool(2, budget);
      auto clip = openPictures(pool, path);
      CHECK(std::fabs(clip->duration() - 12) < 0.002);
      for (int k = 0; k < 300; k++) REQUIRE(numberOf(*clip->at(k / 25.0, 0.001, 1, true)) == k);
      for (int k = 299; k >= 0; k--) REQUIRE(numberOf(*clip->at(k / 25.0, 0.001, -1, true)) == k);
      std::mt19937 random(2);
      for (int i = 0; i < 60; i++) {
        int k = int(random() % 300);
        REQUIRE(numberOf(*clip->at(k / 25.0, 0.001, 1, true)) == k);
      }
      CHECK(numberOf(*clip->at(99, 0, 1, true)) == 299);
      CHECK(numberOf(*clip->at(-3, 0, 1, true)) == 0);
    }
  }
}

TEST_CASE("media: two clips on one file share its frames") {
  Folder folder;
  auto path = folder / "a.mp4";
  writeNumbered(small(path, "mp4"), 50);
  auto pool = makeDecodePool(2, kBudget);
  auto a = openPictures(pool, path), b = openPictures(pool, path);
  auto first = a->at(0.4, 0.001, 1, true), second = b->at(0.4, 0.001, 1, true);
  CHECK(first == second);
}

TEST_CASE("media: without waiting the nearest frame at hand is given, and counted") {
  Folder folder;
  auto path = folder / "a.mp4";
  writeNumbered(small(path, "mp4"), 100);
  auto pool = makeDecodePool(1, kBudget);
  auto clip = openPictures(pool, path);
  auto f = clip->at(3.9, 0.001, 1, false);
  REQUIRE(f);
  CHECK(clip->late() == 1);
  CHECK(numberOf(*clip->at(3.9, 0.001, 1, true)) == 97);
}

TEST_CASE("media: a file that changes on disk is shown as it is now") {
  Folder folder;
  auto path = folder / "a.mp4";
  writeNumbered(small(path, "mp4"), 20);
  auto pool = makeDecodePool(1, kBudget);
  auto clip = openPictures(pool, path);
  CHECK(numberOf(*clip->at(0.4, 0.001, 1, true)) == 10);
  auto spec = small(folder / "b.mp4", "mp4");
  auto writer = openWriter(spec);
  for (int k = 0; k < 20; k++) writer->picture(numberedFrame(64, 48, 1000 + k));
  REQUIRE_FALSE(writer->finish());
  std::filesystem::rename(folder / "b.mp4", path);
  bool seen = false;
  for (int i = 0; i < 100000 && !seen; i++) seen = numberOf(*clip->at(0.4, 0.001, 1, true)) == 1010;
  CHECK(seen);
}

TEST_CASE("media: missing, empty, truncated, corrupt and listing files are told apart") {
  Folder folder;
  auto pool = makeDecodePool(1, kBudget);
  auto code = [&](const std::string& path) {
    auto opened = ClipPictures::open(pool, path, false);
    auto* error = std::get_if<Error>(&opened);
    return error ? error->code : std::string("opened");
  };
  CHECK(code(folder / "none.mp4") == "media.missing");
  writeFile(folder / "empty.mp4", "");
  CHECK(code(folder / "empty.mp4") == "media.empty");
  writeFile(folder / "noise.mp4", std::string(5000, 'x'));
  CHECK(code(folder / "noise.mp4") == "media.corrupt");
  writeFile(folder / "list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n");
  CHECK(code(folder / "list.m3u8") == "media.refused");
  writeFile(folder / "list.mp4", "ffconcat version 1.0\nfile /etc/passwd\n");
  CHECK(code(folder / "list.mp4") == "media.refused");
  writeFile(folder / "call.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n");
  CHECK(code(folder / "call.mp4") == "media.refused");
  CHECK(code(folder.path.string()) == "media.refused");
  writeNumbered(small(folder / "whole.mp4", "mp4"), 50);
  auto bytes = readFile(folder / "whole.mp4");
  writeFile(folder / "cut.mp4", bytes.substr(0, 200));
  CHECK(code(folder / "cut.mp4") == "media.corrupt");
  auto holed = bytes;
  size_t data = bytes.find("mdat");
  for (size_t i = data + (bytes.size() - data) / 2; i < bytes.size(); i++) holed[i] = char(i * 31);
  writeFile(folder / "holed.mp4", holed);
  auto clip = openPictures(pool, folder / "holed.mp4");
  for (int k = 0; k < 50; k++) CHECK(clip->at(k / 25.0, 0.001, 1, true));
  CHECK(clip->problem().code == "media.corrupt");
  CHECK(clip->problem().code.empty());
}

TEST_CASE("media: a file cut off in the middle shows its last good picture and says so once") {
  auto path = shared("street.avi");
  if (path.empty()) return;
  Folder folder;
  auto bytes = readFile(path);
  writeFile(folder / "cut.avi", bytes.substr(0, bytes.size() / 2));
  auto pool = makeDecodePool(2, kBudget);
  auto clip = openPictures(pool, folder / "cut.avi");
  CHECK(clip->at(10, 0.001, 1, true));
  CHECK(clip->problem().code.empty());
  auto last = clip->at(70, 0.001, 1, true);
  REQUIRE(last);
  CHECK(last->seconds > 30);
  CHECK(last->seconds < 50);
  CHECK(clip->problem().code == "media.corrupt");
  CHECK(clip->problem().code.empty());
}
