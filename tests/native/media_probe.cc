// probe: what a file says of itself, and what its time stamps say.
#include "media/probe.h"

#include <cmath>

#include "media/doctor.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;
using namespace weft::media;

namespace {
MediaInfo infoOf(const std::string& path) {
  auto got = probe(path);
  if (auto* error = std::get_if<Error>(&got)) FAIL(error->message);
  return std::get<0>(got);
}
}  // namespace

TEST_CASE("media: probe gives the exact rate of street.avi and of tree.avi") {
  auto street = shared("street.avi"), tree = shared("tree.avi");
  if (street.empty() || tree.empty()) return;
  auto s = infoOf(street);
  REQUIRE(s.video.size() == 1);
  CHECK(s.video[0].frameRate.num == 10);
  CHECK(s.video[0].frameRate.den == 1);
  CHECK(s.video[0].frames == 795);
  CHECK_FALSE(s.video[0].variable);
  CHECK(s.video[0].width == 768);
  CHECK(s.video[0].codec == "msmpeg4v3");
  CHECK(s.duration == doctest::Approx(79.5));
  CHECK(s.audio.empty());
  auto t = infoOf(tree);
  CHECK(t.video[0].frameRate.num == 1000000);
  CHECK(t.video[0].frameRate.den == 66667);
  CHECK(t.video[0].variable);  // most of its grid holds no picture of its own
  CHECK(t.duration == doctest::Approx(444 * 0.066667));
}

TEST_CASE("media: probe gives the exact rate and tags of what the writer writes") {
  Folder folder;
  for (std::string form : {"mp4", "mov", "mkv"})
    for (plan::Rational fps : {plan::Rational{25, 1}, {30000, 1001}, {24000, 1001}, {60, 1}, {1000000, 66667}}) {
      CAPTURE(form);
      CAPTURE(fps.num);
      if (form == "mkv" && fps.num == 1000000) continue;  // Matroska's millisecond cannot tell it from 15
      WriterSpec spec;
      spec.path = folder / ("a." + form);
      spec.form = form;
      spec.width = 64;
      spec.height = 36;
      spec.fps = fps;
      auto writer = openWriter(spec);
      std::vector<float> silence(48000);
      for (int k = 0; k < 90; k++) {
        REQUIRE_FALSE(writer->picture(numberedFrame(64, 36, k)));
        REQUIRE_FALSE(writer->sound(silence.data(), silence.data(), int(48000 * fps.den / fps.num)));
      }
      auto error = writer->finish();
      REQUIRE_MESSAGE(!error, (error ? error->message : ""));
      auto info = infoOf(spec.path);
      REQUIRE(info.video.size() == 1);
      REQUIRE(info.audio.size() == 1);
      CHECK(info.video[0].frameRate.num == fps.num);
      CHECK(info.video[0].frameRate.den == fps.den);
      CHECK_FALSE(info.video[0].variable);
      CHECK(info.video[0].frames == 90);
      CHECK(info.video[0].codec == "h264");
      CHECK(info.video[0].colorSpace == "bt709");
      CHECK(info.video[0].colorPrimaries == "bt709");
      CHECK(info.video[0].colorTransfer == "bt709");
      CHECK(info.video[0].colorRange == "tv");
      CHECK(info.audio[0].sampleRate == 48000);
      CHECK(info.audio[0].channels == 2);
      CHECK(std::fabs(info.audio[0].start) < 0.03);
    }
}

TEST_CASE("media: the doctor names FFmpeg and finds the codecs that films are written with") {
  auto report = mediaReport();
  CHECK_FALSE(report.version.empty());
  for (const auto& codec : report.codecs)
    if (codec.name == "libx264" || codec.name == "aac" || codec.name == "png" || codec.name == "prores_ks") CHECK(codec.there);
}
