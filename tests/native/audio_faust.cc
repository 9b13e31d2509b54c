// The sound player with real Faust programs and a real sound file.
#include <cmath>
#include <numbers>

#include "audio_bench.h"
#include "media_fixture.h"
#include "realtime_watch.h"

namespace {

using namespace bench;

// Machine code of a program, from the worker that was built beside this binary.
struct Compiled {
  test::Folder folder;
  std::string machineCode;
  explicit Compiled(const std::string& body) {
    test::writeFile(folder / "it.dsp", "import(\"stdfaust.lib\"); " + body);
    const auto worker = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "weft-dsp";
    const std::string line = worker.string() + " " + (folder / "cache") + " " + (folder / "it.dsp") + " > " + (folder / "answer");
    REQUIRE(std::system(line.c_str()) == 0);
    for (const auto& file : std::filesystem::directory_iterator(folder / "cache"))
      if (file.path().extension() == ".mc") machineCode = file.path().string();
    CAPTURE(test::readFile(folder / "answer"));
    REQUIRE_FALSE(machineCode.empty());
  }
};

struct Faust : Patch {
  std::vector<std::unique_ptr<Compiled>> compiled;
  std::string sound;
  std::shared_ptr<media::DecodePool> pool = media::makeDecodePool(1, test::kBudget);

  int faust(const std::string& body) {
    compiled.push_back(std::make_unique<Compiled>(body));
    plan.dsp.push_back({compiled.back()->machineCode, compiled.back()->machineCode, 0, 0});
    return int(plan.dsp.size()) - 1;
  }
  void play() {
    const audio::Sources sources{
        [](const plan::DspProgram& program) { return dsp::Factory::load(program.machineCode); },
        [this](const plan::Media&, bool) {
          audio::OpenClip clip;
          clip.sound = test::openSound(pool, sound, plan.sampleRate);
          clip.duration = clip.sound->duration();
          return clip;
        }};
    player = audio::makeTickPlayer(plan, bases, sources, diagnostics);
    const auto problems = diagnostics.take();
    for (const auto& d : problems) FAIL(d.message);
  }
  std::vector<float> heard(int tap, int n) {
    std::vector<std::vector<float>> channels;
    player->readTap(tap, n, channels);
    return channels.at(0);
  }
};

}  // namespace

TEST_CASE("faust: parameters smoothed with si.smoo are where they belong from the first sample") {
  Faust p;
  const int one = p.faust("process = 1;"), program = p.faust("process = *(hslider(\"level\", 0.1, 0, 1, 0.01) : si.smoo);");
  plan::DspStep step = p.dsp(program, plan::DspRate::Audio, {2}, {1});
  step.zones = {{"/program/level", p.row(0.7f), false}};
  p.plan.sound = {p.dsp(one, plan::DspRate::Audio, {}, {2}), step, plan::TapStep{0}};
  p.plan.taps = {{1}};
  p.play();
  p.tick();
  for (float x : p.heard(0, 64)) CHECK(x == doctest::Approx(0.7).epsilon(1e-4));
}

TEST_CASE("faust: an oscillator begins with its phase") {
  Faust p;
  const int program = p.faust("process = os.osc(hslider(\"freq\", 20, 20, 20000, 1));");
  plan::DspStep step = p.dsp(program, plan::DspRate::Audio, {}, {1});
  step.zones = {{"/program/freq", p.row(440.5, 20, 20000), false}};
  p.plan.sound = {step, plan::TapStep{0}};
  p.plan.taps = {{1}};
  p.play();
  p.tick();
  const auto sine = p.heard(0, 64);
  const double turn = 2 * std::numbers::pi * 440.5 / 48000;
  for (int i = 0; i < 64; ++i) CHECK(std::abs(sine[size_t(i)] - std::sin(turn * (i + 1))) < 1e-3);  // Faust's first is one step in
}

TEST_CASE("faust: a signal program runs at the rate of ticks and begins at its beginning") {
  Faust p;
  const int program = p.faust("process = os.lf_rawsaw(ma.SR);");  // counts its own samples
  p.plan.sound = {p.dsp(program, plan::DspRate::Signal, {}, {4})};
  p.play();
  p.tick();
  const float first = p.player->signal(4);
  CHECK(first <= 1);
  for (int i = 0; i < 700; ++i) p.tick();
  CHECK(p.player->signal(4) == doctest::Approx(first + 700));
  for (int i = 0; i < 50; ++i) p.tick();
  CHECK(p.player->signal(4) == doctest::Approx(first));  // 750 ticks are a second
}

TEST_CASE("faust: a filter blown up by its input is silenced, named, and sounds again") {
  Faust p;
  const int bad = p.node("bad");
  const int source = p.faust("process = 0.5 - 3 * (ba.time % 1000 > 990);");
  // Finite on any sound within full scale, infinite on this input; the leak then keeps it so.
  const int program = p.faust("process = exp(200 * max(0, -1 - _)) : + ~ *(0.5);");
  plan::DspStep step = p.dsp(program, plan::DspRate::Audio, {1}, {2});
  step.node = bad;
  p.plan.sound = {p.dsp(source, plan::DspRate::Audio, {}, {1}), step, plan::TapStep{0}, plan::OutStep{0, {2, 1}, {}}};
  p.plan.taps = {{2}};
  p.play();
  bool named = false, again = false;
  for (int tick = 0; tick < 20; ++tick) {
    p.tick();
    for (float x : p.heard(0, 64)) CHECK(std::isfinite(x));
    for (int i = 0; i < 64; ++i) CHECK((std::abs(p.left[i]) <= 1 && std::isfinite(p.right[i])));
    for (int node : p.player->notFinite()) named = named || node == bad;
    again = again || (named && p.heard(0, 1)[0] != 0);
  }
  CHECK(named);
  CHECK(again);
}

TEST_CASE("faust: voices, a looping file and an extraction play without memory or locks, and the same twice") {
  test::Folder folder;
  {
    media::WriterSpec spec;
    spec.path = folder / "clip.wav";
    spec.form = "wav";
    spec.audioCodec = "pcm_f32le";
    auto writer = test::openWriter(spec);
    std::vector<float> wave(20000);
    for (size_t i = 0; i < wave.size(); ++i) wave[i] = 0.5f * std::sin(float(i) * 0.05f);
    REQUIRE_FALSE(writer->sound(wave.data(), wave.data(), int(wave.size())));
    REQUIRE_FALSE(writer->finish());
  }
  std::vector<float> runs[2];
  for (int run = 0; run < 2; ++run) {
    Faust p;
    p.sound = folder / "clip.wav";
    const int voice = p.faust("process = os.sawtooth(hslider(\"freq\", 110, 20, 20000, 0.1)) : fi.resonlp(hslider(\"cutoff\", 800, 20, 20000, 0.1), 2, 1);");
    const int level = p.faust("process = abs : si.smooth(0.99);");
    const int media = p.clip(p.sound, nullptr);
    const int cutoff = p.row(500, 20, 20000), loop = p.row(1, 0, 2, plan::RowKind::Long);
    p.plan.rows[size_t(cutoff)].scale = plan::Scale::Log;
    p.plan.rows[size_t(cutoff)].mods = {{4, plan::Stage::Modulation, plan::Mode::Add, 0.5f}};
    plan::MixStep mix{20, {1, 2}};
    p.plan.sound = {plan::ClipStep{0, 0, media, {1, 2}, {{"loop", loop}}}, p.dsp(level, plan::DspRate::Extract, {1}, {4}), plan::StackStep{{cutoff}}};
    for (int i = 0; i < 8; ++i) {
      plan::DspStep step = p.dsp(voice, plan::DspRate::Audio, {}, {3 + i});
      step.zones = {{"/program/freq", p.row(100 + float(i) * 33, 20, 20000), false}, {"/program/cutoff", cutoff, false}};
      p.plan.sound.push_back(step);
      mix.ins.push_back(3 + i);
    }
    p.plan.sound.push_back(mix);
    p.plan.sound.push_back(plan::OutStep{0, {20, 20}, {}});
    p.play();
    long allocations = 0, locks = 0;
    for (int tick = 0; tick < 1500; ++tick) {
      p.tick();  // waits: decoded by now
      runs[run].insert(runs[run].end(), p.left, p.left + 64);
      if (tick < 500) continue;
      const signal::Transport transport = p.transport();
      watch::Realtime watched;
      p.player->tick(transport, p.left, p.right, false);
      p.position += 64;
      allocations += watched.allocations();
      locks += watched.locks();
      runs[run].insert(runs[run].end(), p.left, p.left + 64);
    }
    CHECK(allocations == 0);
    CHECK(locks == 0);
    CHECK(p.player->notFinite().empty());
  }
  CHECK(runs[0] == runs[1]);
}

TEST_CASE("sound player: a file is heard to the sample") {
  const std::string path = test::shared("voice.wav");
  if (path.empty()) return;
  plan::Plan plan;
  plan.sampleRate = 48000;
  plan.buffers = 3;
  plan.clips = 1;
  plan.nodes = {{"clip", "util.audio_in", 0}};
  plan.media = {{"m", path, "clip"}};
  plan.rows.resize(1);
  plan.rows[0] = {"clip.loop", 0, plan::RowKind::Long, 0, 2, plan::Scale::Linear, {0, 1, 2}, {}, -1};
  plan.sound = {plan::ClipStep{0, 0, 0, {1, 2}, {{"loop", 0}}}, plan::OutStep{0, {1, 2}, {}}};
  Diagnostics diagnostics;
  auto pool = media::makeDecodePool(1, test::kBudget);
  const std::vector<float> bases{1};
  auto player = audio::SoundPlayer::create(plan, bases, pool, diagnostics);
  CHECK(diagnostics.take().empty());
  auto sound = test::openSound(pool, path, plan.sampleRate);
  const int64_t length = std::llround(sound->duration() * plan.sampleRate);
  float left[64], right[64], l[64], r[64];
  const signal::Transport still{0, 0, 0, 1e-5};
  int64_t wrong = 0;
  for (int64_t position = 0; position < length - 64; position += 64) {
    signal::Transport transport = still;
    transport.now = transport.position = position;
    player->tick(transport, left, right, true);
    sound->read(double(position) / plan.sampleRate, 1, 64, l, r, true);
    wrong += !std::equal(l, l + 64, left) || !std::equal(r, r + 64, right);
  }
  CHECK(wrong == 0);
}

TEST_CASE("sound player: a film that is seen loops after its last picture, one that is only heard after its sound") {
  test::Folder folder;
  media::WriterSpec spec;
  spec.path = folder / "film.mkv";
  spec.form = "mkv";
  spec.width = spec.height = 32;
  spec.videoCodec = "libx264";
  spec.preset = "ultrafast";
  spec.audioCodec = "flac";
  auto writer = test::openWriter(spec);
  uint32_t state = 1;
  std::vector<float> noise(1600);
  for (int k = 0; k < 90; k++) {
    for (float& x : noise) x = float(int32_t(state = state * 1664525 + 1013904223)) * 0x1p-33f;
    if (k < 60) REQUIRE_FALSE(writer->picture(test::plainFrame(32, 32, 9, 9, 9)));
    REQUIRE_FALSE(writer->sound(noise.data(), noise.data(), 1600));
  }
  REQUIRE_FALSE(writer->finish());
  auto pool = media::makeDecodePool(1, test::kBudget);
  auto sound = test::openSound(pool, spec.path, 48000);
  for (const bool seen : {false, true}) {
    CAPTURE(seen);
    plan::Plan plan;
    plan.sampleRate = 48000;
    plan.buffers = 4;
    plan.clips = 1;
    plan.nodes = {{"clip", "util.video_in", 0}};
    plan.media = {{"m", spec.path, "clip"}};
    plan.rows.resize(1);
    plan.rows[0] = {"clip.loop", 0, plan::RowKind::Long, 0, 2, plan::Scale::Linear, {0, 1, 2}, {}, -1};
    plan.sound = {plan::ClipStep{0, 0, 0, {1, 2}, {{"loop", 0}}}, plan::OutStep{0, {1, 2}, {}}};
    if (seen) plan.picture = {plan::PictureClipStep{0, 0, 0, 1, {}}};
    Diagnostics diagnostics;
    const std::vector<float> bases{1};
    auto player = audio::SoundPlayer::create(plan, bases, pool, diagnostics);
    float left[64], right[64], l[64], r[64];
    int64_t position = 0;
    for (; position <= 2500 * 48; position += 64) player->tick({position, position, 0, 1e-5}, left, right, true);
    const double heard = double(position - 64) / 48000;
    sound->read(seen ? heard - 2 : heard, 1, 64, l, r, true);
    CHECK(std::equal(l, l + 64, left));
  }
}

TEST_CASE("sound player: what is missing is told with its node, and the rest plays") {
  plan::Plan plan;
  plan.sampleRate = 48000;
  plan.buffers = 4;
  plan.signals = 5;
  plan.clips = 1;
  plan.nodes = {{"clip", "util.audio_in", 0}, {"voice", "user.voice", 0}};
  plan.media = {{"m", "/nowhere/at/all.wav", "clip"}};
  plan.dsp = {{"none", "/nowhere/none.mc", 0, 1}};
  plan.constants = {{4, 0.5f}};
  plan::DspStep voice{1, 0, plan::DspRate::Audio, {{{}, {3}}}, {}, -1, {}};
  plan.sound = {plan::ClipStep{0, 0, 0, {1, 2}, {}}, voice, plan::RampStep{2, 4}, plan::OutStep{0, {2, 3}, {}}};
  Diagnostics diagnostics;
  auto player = audio::SoundPlayer::create(plan, {}, media::makeDecodePool(1, test::kBudget), diagnostics);
  auto problems = diagnostics.take();
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].code == "media.missing");
  CHECK(problems[0].node == "clip");
  CHECK(problems[1].code == "dsp.compile");
  CHECK(problems[1].node == "voice");
  float left[64], right[64];
  player->tick({0, 0, 0, 1e-5}, left, right, true);
  CHECK(left[0] == 0.5f);
  CHECK(right[0] == 0);
}
