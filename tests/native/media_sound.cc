// ClipSound: which sample is heard when.
#include <cmath>
#include <random>

#include "media/resampled_sound.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;
using namespace weft::media;

namespace {

struct Stereo {
  std::vector<float> left, right;
};

// Every sample in the order of a decode from start to end.
Stereo straight(const std::string& path, int rate) {
  auto opened = SoundDecoder::open(path);
  REQUIRE(std::holds_alternative<std::unique_ptr<SoundDecoder>>(opened));
  ResampledSound sound(std::move(std::get<0>(opened)), rate);
  Stereo all;
  while (!sound.ended())
    if (auto chunk = sound.fill()) {
      all.left.insert(all.left.end(), chunk->left, chunk->left + kChunk);
      all.right.insert(all.right.end(), chunk->right, chunk->right + kChunk);
    }
  all.left.resize(size_t(sound.length()));
  all.right.resize(size_t(sound.length()));
  return all;
}

void sameAnywhere(const std::string& path, int rate) {
  CAPTURE(rate);
  auto all = straight(path, rate);
  // a budget that holds a few seconds: most positions are entered afresh
  auto pool = makeDecodePool(2, size_t(16) << 20);
  auto clip = openSound(pool, path, rate);
  CHECK(std::fabs(clip->duration() * rate - double(all.left.size())) <= 1);
  std::mt19937 random(3);
  std::vector<float> l(3000), r(3000);
  for (int i = 0; i < 50; i++) {
    size_t at = random() % (all.left.size() - l.size());
    clip->read(double(at) / rate, 1, int(l.size()), l.data(), r.data(), true);
    int wrong = 0;
    for (size_t k = 0; k < l.size(); k++) wrong += l[k] != all.left[at + k] || r[k] != all.right[at + k];
    CAPTURE(at);
    CHECK(wrong == 0);
  }
}

// Sound whose every sample tells its place: a slow ramp plus clicks each 1000 samples.
WriterSpec soundSpec(const std::string& path, const std::string& form, const std::string& codec) {
  WriterSpec s;
  s.path = path;
  s.form = form;
  s.width = 32;
  s.height = 32;
  s.audioCodec = codec;
  s.audioBitrate = 256000;
  return s;
}

}  // namespace

TEST_CASE("media: music.ogg read at random positions equals the straight decode, at its own rate and resampled") {
  auto path = shared("music.ogg");
  if (path.empty()) return;
  sameAnywhere(path, 44100);
  sameAnywhere(path, 48000);
}

TEST_CASE("media: music.ogg has no holes, though its stamps jump where Vorbis changes its block length") {
  auto path = shared("music.ogg");
  if (path.empty()) return;
  auto opened = SoundDecoder::open(path);
  REQUIRE(std::holds_alternative<std::unique_ptr<SoundDecoder>>(opened));
  auto& sound = *std::get<0>(opened);
  SoundDecoder::Block block;
  int64_t next = 0;
  int holes = 0;
  for (auto step = sound.step(block); step != SoundDecoder::Step::End; step = sound.step(block)) {
    if (step != SoundDecoder::Step::Decoded) continue;
    holes += block.start != next;
    next = block.start + int64_t(block.left.size());
  }
  CHECK(holes == 0);
  CHECK(next > 321 * 44100);
}

TEST_CASE("media: voice and bell read the same anywhere") {
  for (auto name : {"voice.wav", "bell.aiff"}) {
    auto path = shared(name);
    if (path.empty()) return;
    sameAnywhere(path, 44100);
    sameAnywhere(path, 48000);
  }
}

TEST_CASE("media: coded sound reads the same to the bit however it is come to") {
  Folder folder;
  for (auto [form, codec] : {std::pair{"mp4", "aac"}, {"mkv", "aac"}, {"mkv", "libvorbis"}, {"mkv", "libopus"}, {"mkv", "libmp3lame"},
                             {"mkv", "flac"}, {"mov", "pcm_s16le"}}) {
    CAPTURE(form);
    CAPTURE(codec);
    auto path = folder / (std::string("a.") + form);
    auto writer = openWriter(soundSpec(path, form, codec));
    uint32_t state = 1;
    std::vector<float> noise(1600);
    for (int k = 0; k < 300; k++) {
      for (auto& v : noise) v = float(int32_t(state = state * 1664525 + 1013904223)) * 0x1p-33f;
      REQUIRE_FALSE(writer->picture(plainFrame(32, 32, 10, 20, 30)));
      REQUIRE_FALSE(writer->sound(noise.data(), noise.data(), 1600));
    }
    REQUIRE_FALSE(writer->finish());
    auto all = straight(path, 48000);
    auto clip = openSound(makeDecodePool(2, size_t(16) << 20), path, 48000);
    CHECK(std::fabs(clip->duration() - 10) < 0.03);
    std::mt19937 random(3);
    std::vector<float> l(3000), r(3000);
    for (int i = 0; i < 12; i++) {
      size_t at = random() % 470000;
      clip->read(double(at) / 48000, 1, 3000, l.data(), r.data(), true);
      int wrong = 0;
      for (size_t k = 0; k < l.size(); k++) wrong += l[k] != all.left[at + k];
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("media: sound that is damaged in the middle says where, once, and goes on behind it") {
  Folder folder;
  for (auto [form, codec] : {std::pair{"mkv", "flac"}, {"mkv", "aac"}, {"mp4", "aac"}}) {
    CAPTURE(form);
    CAPTURE(codec);
    auto path = folder / (std::string("whole.") + form), hurt = folder / (std::string("hurt.") + form);
    auto writer = openWriter(soundSpec(path, form, codec));
    uint32_t state = 1;
    std::vector<float> noise(1600);
    for (int k = 0; k < 180; k++) {
      for (float& x : noise) x = float(int(state = state * 1664525 + 1013904223)) / 4.3e9f;
      REQUIRE_FALSE(writer->picture(plainFrame(32, 32, 0, 0, 0)));
      REQUIRE_FALSE(writer->sound(noise.data(), noise.data(), 1600));
    }
    REQUIRE_FALSE(writer->finish());
    auto bytes = readFile(path);
    for (size_t i = bytes.size() / 2; i < bytes.size() / 2 + 4000; i++) bytes[i] = char(i * 31);
    writeFile(hurt, bytes);
    auto pool = makeDecodePool(1, kBudget);
    for (bool damaged : {false, true}) {
      CAPTURE(damaged);
      auto clip = openSound(pool, damaged ? hurt : path, 48000);
      std::vector<float> l(4800), r(4800);
      double late = 0;
      for (int k = 0; k < 60; k++) {
        clip->read(k * 0.1, 1, 4800, l.data(), r.data(), true);
        if (k >= 45 && k < 55)
          for (float x : l) late += std::fabs(x) / 48000;
      }
      CHECK(late > 0.05);
      const Error problem = clip->problem();
      CHECK(problem.code == (damaged ? "media.corrupt" : ""));
      if (damaged) {
        const std::string before = "hurt." + std::string(form) + "” is damaged or missing at ";
        const size_t at = problem.message.find(before);
        REQUIRE(at != std::string::npos);
        const double seconds = std::stod(problem.message.substr(at + before.size()));
        CHECK(std::fabs(seconds - 3) < 0.5);
      }
      CHECK(clip->problem().code.empty());
    }
  }
}

TEST_CASE("media: a click stays on its sample through every sound form") {
  Folder folder;
  struct Form {
    const char *form, *codec;
    float error;
  };
  for (Form form : {Form{"wav", "", 1e-6f}, {"wav", "pcm_f32le", 0}, {"aiff", "", 1e-6f}, {"mov", "pcm_s16le", 1e-4f},
                    {"mp4", "aac", 0.5f}, {"mkv", "aac", 0.5f}, {"mkv", "flac", 1e-4f}}) {
    CAPTURE(form.form);
    CAPTURE(form.codec);
    auto path = folder / (std::string("click.") + form.form);
    auto spec = soundSpec(path, form.form, form.codec);
    auto writer = openWriter(spec);
    bool film = std::string(form.form) != "wav" && std::string(form.form) != "aiff";
    const int n = 96000, click = 30011;
    std::vector<float> l(n, 0.f), r(n, 0.f);
    l[click] = 0.9f;
    r[click + 7] = -0.9f;
    for (int at = 0, frame = 0; at < n; at += 1600, frame++) {
      if (film) REQUIRE_FALSE(writer->picture(plainFrame(32, 32, 10, 20, 30)));
      REQUIRE_FALSE(writer->sound(l.data() + at, r.data() + at, 1600));
    }
    auto error = writer->finish();
    REQUIRE_MESSAGE(!error, (error ? error->message : ""));
    auto pool = makeDecodePool(1, kBudget);
    auto clip = openSound(pool, path, 48000);
    CHECK(std::fabs(clip->duration() - 2) < 0.03);
    std::vector<float> gl(n), gr(n);
    clip->read(0, 1, n, gl.data(), gr.data(), true);
    auto loudest = [](const std::vector<float>& v) {
      size_t best = 0;
      for (size_t i = 0; i < v.size(); i++)
        if (std::fabs(v[i]) > std::fabs(v[best])) best = i;
      return int(best);
    };
    CHECK(loudest(gl) == click);
    CHECK(loudest(gr) == click + 7);
    CHECK(std::fabs(gl[click] - 0.9f) <= form.error);
    // entered in the middle: the same samples
    auto again = openSound(pool, path, 48000);
    std::vector<float> ml(4000), mr(4000);
    again->read(29000 / 48000.0, 1, 4000, ml.data(), mr.data(), true);
    CHECK(loudest(ml) == click - 29000);
  }
}

TEST_CASE("media: resampling keeps a tone's place, level and silence above") {
  Folder folder;
  auto path = folder / "tone.wav";
  auto spec = soundSpec(path, "wav", "pcm_f32le");
  spec.sampleRate = 44100;
  auto writer = openWriter(spec);
  std::vector<float> tone(44100 * 2);
  for (size_t i = 0; i < tone.size(); i++) tone[i] = 0.5f * std::sin(2 * M_PI * 997 * double(i) / 44100);
  REQUIRE_FALSE(writer->sound(tone.data(), tone.data(), int(tone.size())));
  REQUIRE_FALSE(writer->finish());
  auto pool = makeDecodePool(1, kBudget);
  auto clip = openSound(pool, path, 48000);
  std::vector<float> l(48000), r(48000);
  clip->read(0.5, 1, 48000, l.data(), r.data(), true);
  double worst = 0;
  for (int i = 0; i < 48000; i++) worst = std::max(worst, std::fabs(l[size_t(i)] - 0.5 * std::sin(2 * M_PI * 997 * (0.5 + i / 48000.0))));
  CHECK(worst < 2e-5);
}

TEST_CASE("media: rates other than one are cubic, backwards is backwards, outside is silence") {
  Folder folder;
  auto path = folder / "ramp.wav";
  auto spec = soundSpec(path, "wav", "pcm_f32le");
  auto writer = openWriter(spec);
  std::vector<float> l(48000), r(48000);
  for (int i = 0; i < 48000; i++) l[size_t(i)] = float(i) / 48000, r[size_t(i)] = -l[size_t(i)];
  REQUIRE_FALSE(writer->sound(l.data(), r.data(), 48000));
  REQUIRE_FALSE(writer->finish());
  auto pool = makeDecodePool(1, kBudget);
  auto clip = openSound(pool, path, 48000);
  CHECK(clip->channels() == 2);
  std::vector<float> a(512), b(512);
  for (double speed : {0.5, 2.0, -1.0, -0.25, 0.999, 30.0, -700.0}) {
    CAPTURE(speed);
    clip->read(0.5, speed, 32, a.data(), b.data(), true);
    for (int i = 0; i < 32; i++) {
      double x = 0.5 + i * speed / 48000;
      CHECK(a[size_t(i)] == doctest::Approx(x).epsilon(1e-5));
      CHECK(b[size_t(i)] == doctest::Approx(-x).epsilon(1e-5));
    }
  }
  clip->read(-100 / 48000.0, 1, 100, a.data(), b.data(), true);
  for (int i = 0; i < 100; i++) CHECK(a[size_t(i)] == 0);
  for (double nowhere : {1e300, -1e300, double(NAN), double(INFINITY)}) {
    clip->read(nowhere, 1.5, 100, a.data(), b.data(), true);
    for (int i = 0; i < 100; i++) CHECK(a[size_t(i)] == 0);
  }
  clip->read(1, 1, 100, a.data(), b.data(), true);
  for (int i = 0; i < 100; i++) CHECK(a[size_t(i)] == 0);
}

TEST_CASE("media: without waiting what is not decoded is silence, and later it is there") {
  Folder folder;
  auto path = folder / "ones.wav";
  auto spec = soundSpec(path, "wav", "pcm_f32le");
  auto writer = openWriter(spec);
  std::vector<float> ones(480000, 1.f);
  REQUIRE_FALSE(writer->sound(ones.data(), ones.data(), 480000));
  REQUIRE_FALSE(writer->finish());
  auto pool = makeDecodePool(1, kBudget);
  auto clip = openSound(pool, path, 48000);
  std::vector<float> a(64), b(64);
  bool come = false;
  for (int i = 0; i < 100000000 && !come; i++) {
    clip->read(5, 1, 64, a.data(), b.data(), false);
    for (float v : a) REQUIRE((v == 0 || v == 1));
    come = a[0] == 1;
  }
  CHECK(come);
}

TEST_CASE("media: a film without sound says media.empty") {
  auto path = shared("tree.avi");
  if (path.empty()) return;
  auto opened = ClipSound::open(makeDecodePool(1, kBudget), path, 48000);
  auto* error = std::get_if<Error>(&opened);
  REQUIRE(error);
  CHECK(error->code == "media.empty");
}
