#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "audio/clip_clock.h"

using namespace weft;
using audio::ClipClock;
using audio::ClipControls;
using audio::Loop;

namespace {

constexpr int kRate = 48000;

double secondsAt(ClipClock& clock, const ClipControls& controls, int64_t position) {
  return clock.state(clock.tick(controls, position)).seconds;
}

}  // namespace

TEST_CASE("clip clock: ten hours of ticks end within a nanosecond of where they should") {
  for (double rate : {1.0, 0.5, double(1.1f), double(1 / 3.f), 2.0}) {
    ClipClock clock(0, kRate);
    const ClipControls controls{rate, 0, 0, Loop::Once, true, false};
    const int64_t end = int64_t(10) * 3600 * kRate;
    ClipClock::Reading reading{};
    for (int64_t position = 0; position <= end; position += 64) reading = clock.tick(controls, position);
    CHECK(std::abs(reading.phase - rate * 36000) < 1e-9);
  }
}

TEST_CASE("clip clock: a modulated rate accumulates within a microsecond over an hour") {
  ClipClock clock(0, kRate);
  ClipControls controls;
  long double exact = 0;
  int64_t position = 0;
  ClipClock::Reading reading{};
  for (int tick = 0; tick < 3600 * kRate / 64; ++tick, position += 64) {
    controls.rate = 1 + 0.5 * std::sin(tick * 0.001);
    reading = clock.tick(controls, position);
    CHECK(std::abs(double(exact - reading.phase)) < 1e-6);
    exact += static_cast<long double>(controls.rate) * 64 / kRate;
  }
}

TEST_CASE("clip clock: once plays to its end and holds the last frame") {
  ClipClock clock(2, kRate);
  const ClipControls controls;
  CHECK(secondsAt(clock, controls, 0) == 0);
  CHECK(secondsAt(clock, controls, kRate) == 1);
  const auto held = clock.state(clock.tick(controls, 5 * kRate));
  CHECK(held.seconds < 2);
  CHECK(held.seconds > 1.99);
  CHECK(held.speed == 0);
}

TEST_CASE("clip clock: start and end cut the media, the media's own end cuts both") {
  ClipClock clock(10, kRate);
  ClipControls controls{1, 2, 5, Loop::Loop, true, false};
  CHECK(secondsAt(clock, controls, 0) == 2);
  CHECK(secondsAt(clock, controls, kRate * 5 / 2) == 4.5);
  CHECK(secondsAt(clock, controls, kRate * 3) == 2);
  ClipClock longer(10, kRate);
  controls.end = 50;
  CHECK(secondsAt(longer, controls, 8 * kRate) == 2);
  ClipClock none(10, kRate);
  controls.start = 7;
  controls.end = 7;
  const auto state = none.state(none.tick(controls, kRate));
  CHECK(state.seconds == 7);
  CHECK(state.speed == 0);
}

TEST_CASE("clip clock: a loop comes round to exactly its start after any number of rounds") {
  // 100 frames at 15 per second and at 30000/1001: lengths that are no whole number of samples or of seconds
  for (double length : {100.0 / 15, 100 * 1001.0 / 30000}) {
    ClipClock clock(length, kRate);
    ClipControls controls;
    controls.loop = Loop::Loop;
    clock.tick(controls, 0);
    for (int64_t round = 1; round <= 5000; round += 7) {
      const double seam = double(round) * length * kRate;
      const int64_t tick = int64_t(seam + 1e-3) / 64 * 64;
      const auto state = clock.state(clock.tick(controls, tick));
      const double after = (seam - double(tick)) / kRate;
      CHECK(std::abs(state.at(after + 1e-6) - 1e-6) < 5e-8);
      if (after > 1e-5) CHECK(std::abs(state.at(after - 1e-6) - (length - 1e-6)) < 5e-8);
    }
  }
}

TEST_CASE("clip clock: frames of a loop at 24 per second, seams inside ticks, repeat without a slip") {
  const int frames = 37;
  ClipClock clock(frames / 24.0, kRate);
  ClipControls controls;
  controls.loop = Loop::Loop;
  int64_t position = 0;
  int wrong = 0;
  for (int64_t k = 0; k < 20000; ++k) {
    const int64_t sample = k * 2000;
    signal::ClipState state;
    for (; position <= sample; position += 64) state = clock.state(clock.tick(controls, position));
    position -= 64;  // the tick that holds the frame's sample
    state = clock.state(clock.tick(controls, position));
    const double seconds = state.at(double(sample - position) / kRate);
    wrong += int64_t(std::floor(seconds * 24 + 1e-4)) != k % frames;
  }
  CHECK(wrong == 0);
}

TEST_CASE("clip clock: backwards, frame k is frame n - 1 - k, from the first on") {
  const int frames = 50;
  ClipClock clock(frames / 25.0, kRate);
  ClipControls controls;
  controls.rate = -1;
  controls.loop = Loop::Loop;
  for (int k = 0; k < 500; ++k) {
    const double seconds = secondsAt(clock, controls, int64_t(k) * kRate / 25);
    CHECK(int(std::floor(seconds * 25 + 1e-4)) == frames - 1 - k % frames);
  }
}

TEST_CASE("clip clock: once backwards runs from the end to the start and holds the first frame") {
  ClipClock clock(2, kRate);
  ClipControls controls;
  controls.rate = -1;
  CHECK(secondsAt(clock, controls, 0) == doctest::Approx(2).epsilon(0.001));
  CHECK(secondsAt(clock, controls, kRate) == doctest::Approx(1).epsilon(0.002));
  const auto held = clock.state(clock.tick(controls, 4 * kRate));
  CHECK(held.seconds == 0);
  CHECK(held.speed == 0);
}

TEST_CASE("clip clock: ping-pong turns at both ends") {
  ClipClock clock(2, kRate);
  ClipControls controls;
  controls.loop = Loop::PingPong;
  auto at = [&](double seconds) { return clock.state(clock.tick(controls, int64_t(seconds * kRate))); };
  CHECK(at(0.5).seconds == 0.5);
  CHECK(at(1.5).speed == 1);
  CHECK(at(2.5).seconds == doctest::Approx(1.5).epsilon(0.001));
  CHECK(at(2.5).speed == -1);
  CHECK(at(4).seconds == 0);
  CHECK(at(4).speed == 1);
  CHECK(at(4.5).seconds == 0.5);
}

TEST_CASE("clip clock: play holds and goes on; restart goes back to the start") {
  ClipClock clock(10, kRate);
  ClipControls controls;
  int64_t position = 0;
  auto run = [&](int ticks) {
    ClipClock::Reading reading{};
    for (int i = 0; i < ticks; ++i, position += 64) reading = clock.tick(controls, position);
    return reading;
  };
  run(751);
  controls.play = false;
  CHECK(run(300).phase == doctest::Approx(751 * 64.0 / kRate));
  controls.play = true;
  CHECK(run(751).phase == doctest::Approx((751 + 750) * 64.0 / kRate));
  controls.restart = true;
  const auto reading = run(1);
  CHECK(reading.phase == 0);
  CHECK(reading.jumped);
  controls.restart = false;
  CHECK_FALSE(run(1).jumped);
}

TEST_CASE("clip clock: a clip left alone follows the transport, forwards, back and while it stands") {
  ClipClock clock(100, kRate);
  const ClipControls controls;
  CHECK(secondsAt(clock, controls, 5 * kRate) == 5);  // entered in the middle
  const auto back = clock.tick(controls, 2 * kRate);
  CHECK(back.jumped);
  CHECK(back.phase == 2);
  CHECK_FALSE(clock.tick(controls, 2 * kRate).jumped);
  CHECK_FALSE(clock.tick(controls, 2 * kRate + 64).jumped);
}

TEST_CASE("clip clock: the clock inside a tick agrees with the clock of a tick that begins there") {
  std::mt19937 random(5);
  auto unit = [&] { return std::uniform_real_distribution<double>(0, 1)(random); };
  for (int n = 0; n < 5000; ++n) {
    ClipControls controls;
    controls.rate = unit() * 6 - 3;
    controls.loop = audio::Loop(random() % 3);
    controls.start = unit();
    const double duration = 1.2 + unit();
    const int64_t position = int64_t(unit() * 10 * kRate);
    const int inside = int(random() % 64);
    ClipClock early(duration, kRate), late(duration, kRate);
    const double a = early.state(early.tick(controls, position)).at(double(inside) / kRate);
    const double b = secondsAt(late, controls, position + inside);
    CHECK(std::abs(a - b) < 0.0011);  // "just before" differs at a turn by a millisecond
  }
}
