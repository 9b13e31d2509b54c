// The sound of clips: every sample where it belongs, at seams, jumps, stops and backwards.
#include <doctest/doctest.h>

#include "audio_bench.h"

using namespace bench;

namespace {

constexpr int64_t kLength = 4801;  // a seam that falls inside ticks

struct Clip : Patch {
  int rate, from, end, loop, play, restart, gain;
  explicit Clip(std::function<float(int64_t)> value, int64_t length = kLength) {
    const int media = clip("clip", [=] {
      return audio::OpenClip{std::make_unique<Written>(length, 48000, value), double(length) / 48000, {}};
    });
    rate = row(1, -4, 4);
    from = row(0, 0, 1000);
    end = row(0, 0, 1000);
    loop = row(1, 0, 2, plan::RowKind::Long);
    play = row(1, 0, 1, plan::RowKind::Bool);
    restart = row(0, 0, 1, plan::RowKind::Event);
    gain = row(0, -90, 12);
    plan.sound = {plan::ClipStep{0, 0, media, {1, 2},
                                 {{"rate", rate}, {"start", from}, {"end", end}, {"loop", loop}, {"play", play}, {"restart", restart}, {"gain", gain}}},
                  plan::TapStep{0}};
    plan.taps = {{1, 2}};
  }
  std::vector<float> block() {
    tick();
    std::vector<std::vector<float>> channels;
    player->readTap(0, 64, channels);
    CHECK(channels[0] == channels[1]);
    return channels[0];
  }
};

float number(int64_t sample) { return float(sample + 1); }

}  // namespace

TEST_CASE("clip sound: a loop repeats to the sample, its seam wherever it falls in a tick") {
  Clip p(number);
  p.start();
  int64_t n = 0;
  for (int tick = 0; tick < 5000; ++tick)
    for (float x : p.block()) CHECK(x == number(n++ % kLength));
}

TEST_CASE("clip sound: start and end that are no whole number of samples still loop evenly") {
  Clip p(number, 48000);
  p.bases[size_t(p.from)] = 0.1f;
  p.bases[size_t(p.end)] = 0.30001f;
  p.start();
  std::vector<float> all;
  for (int tick = 0; tick < 1000; ++tick)
    for (float x : p.block()) all.push_back(x);
  int rounds = 0;
  for (size_t i = 1; i < all.size(); ++i) {
    if (all[i] == all[i - 1] + 1) continue;
    ++rounds;
    CHECK(all[i] == doctest::Approx(4801).epsilon(0.0005));
    CHECK(all[i - 1] == doctest::Approx(14400.5).epsilon(0.0005));
  }
  CHECK(rounds == 6);
}

TEST_CASE("clip sound: once ends in silence; before and after the media there is none") {
  Clip p(number);
  p.bases[size_t(p.loop)] = 0;
  p.start();
  int64_t n = 0;
  for (int tick = 0; tick < 100; ++tick)
    for (float x : p.block()) {
      CHECK(x == (n < kLength ? number(n) : 0));
      ++n;
    }
}

TEST_CASE("clip sound: backwards every sample comes once, last first; ping-pong mirrors") {
  Clip back(number);
  back.bases[size_t(back.rate)] = -1;
  back.start();
  int64_t n = 0;
  for (int tick = 0; tick < 500; ++tick)
    for (float x : back.block()) CHECK(x == number(kLength - 1 - n++ % kLength));
  Clip both(number);
  both.bases[size_t(both.loop)] = 2;
  both.start();
  n = 0;
  for (int tick = 0; tick < 500; ++tick)
    for (float x : both.block()) {
      const int64_t m = n++ % (2 * kLength);
      CHECK(x == number(m < kLength ? m : 2 * kLength - 1 - m));
    }
}

TEST_CASE("clip sound: gain changes, play and restart make no jump larger than a line over one tick") {
  Clip p([](int64_t) { return 0.5f; }, 480000);
  p.start();
  float last = 0.5f;
  float largest = 0;
  auto run = [&](int ticks) {
    float end = 0;
    for (int i = 0; i < ticks; ++i)
      for (float x : p.block()) {
        largest = std::max(largest, std::abs(x - last));
        last = end = x;
      }
    return end;
  };
  CHECK(run(1) == 0.5f);  // begins at once
  CHECK(largest == 0);
  p.player->setBase(p.gain, -6.0206f);
  CHECK(run(2) == doctest::Approx(0.25));
  p.player->setBase(p.gain, 0);
  run(2);
  p.player->setBase(p.play, 0);
  CHECK(run(2) == 0);
  p.player->setBase(p.play, 1);
  CHECK(run(2) == 0.5f);
  p.player->setBase(p.restart, 1);
  CHECK(run(3) == 0.5f);
  CHECK(largest <= 0.5f / 64 * 1.001f);
}

TEST_CASE("clip sound: a stop and a start go on at the very sample where it stopped") {
  Clip p(number, 480000);
  p.start();
  for (int i = 0; i < 10; ++i) p.block();
  p.player->setBase(p.play, 0);
  for (int i = 0; i < 50; ++i) p.block();
  p.player->setBase(p.play, 1);
  p.block();
  CHECK(p.block()[0] == number(640 + 64));
}

TEST_CASE("clip sound: restart and seek cross-fade over one tick and are then exact") {
  Clip p([](int64_t n) { return n < 6400 ? 0.25f : 0.75f; }, 480000);
  p.start();
  for (int i = 0; i < 200; ++i) p.block();
  p.player->setBase(p.restart, 1);
  const auto fade = p.block();
  for (int i = 0; i < 64; ++i) CHECK(fade[size_t(i)] == doctest::Approx(0.75 - 0.5 * (i + 1) / 64));
  CHECK(p.block()[0] == 0.25f);
  p.position = 48000;
  p.block();
  CHECK(p.block()[0] == 0.75f);
}

TEST_CASE("clip sound: silent while the transport stands, and on again with it") {
  Clip p(number, 480000);
  p.start();
  for (int i = 0; i < 10; ++i) p.block();
  const int64_t stood = p.position;
  signal::Transport standing{stood, stood, 0, 0};
  float left[64], right[64];
  std::vector<std::vector<float>> channels;
  for (int i = 0; i < 5; ++i) p.player->tick(standing, left, right, true);
  p.player->readTap(0, 64, channels);
  CHECK(channels[0] == std::vector<float>(64));
  p.block();
  CHECK(p.block()[0] == number(stood + 64));
}

TEST_CASE("clip sound: media that hold numbers that are not finite are silenced there and named") {
  Clip p([](int64_t n) { return n == 100 ? std::nanf("") : 0.5f; });
  p.start();
  CHECK(p.block()[36] == 0.5f);
  const auto block = p.block();
  CHECK(block[35] == 0.5f);
  CHECK(block[36] == 0);
  CHECK(p.player->notFinite() == std::vector<int>{0});
}

TEST_CASE("clip sound: a clip that cannot be opened is silent, its node named, its clock runs") {
  Patch p;
  const int media = p.clip("gone", [] { return audio::OpenClip{nullptr, 0, Error{"media.missing", "The file is not there."}}; });
  p.plan.sound = {plan::ClipStep{0, 0, media, {1, 2}, {}}, plan::OutStep{0, {1, 2}, {}}};
  p.start();
  CHECK(p.diagnostics.take().at(0).code == "media.missing");
  p.tick();
  p.tick();
  CHECK(p.left[0] == 0);
  CHECK(p.player->records().read(1).clips[0].seconds == doctest::Approx(64.0 / 48000));
}
