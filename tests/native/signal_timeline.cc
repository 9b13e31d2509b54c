// The transport: where each tick lies.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "signal/timeline.h"

using namespace weft;
using Command = signal::TransportCommand;

TEST_CASE("timeline: now goes on by a tick whether it plays or stands; position only while it plays") {
  signal::Timeline line(48000, 120);
  CHECK(line.tick().position == 0);
  CHECK(line.tick().beatsPerSample == 0);
  line.apply(Command::play());
  for (int i = 0; i < 3; ++i) {
    const auto tick = line.tick();
    CHECK(tick.now == 64 * (2 + i));
    CHECK(tick.position == 64 * i);
    CHECK(tick.beat == doctest::Approx(64.0 * i / 24000));
  }
  line.apply(Command::pause());
  CHECK(line.tick().position == 192);
  CHECK(line.tick().position == 192);
  CHECK(line.state().now == 64 * 7);
}

TEST_CASE("timeline: a seek goes to the tick that holds its sample, and counts as a jump") {
  signal::Timeline line(48000, 120);
  line.apply(Command::seek(1000));
  CHECK(line.state().jumps == 1);
  CHECK(line.tick().position == 960);
  line.apply(Command::seek(-5));
  CHECK(line.tick().position == 0);
  CHECK(line.state().jumps == 2);
}

TEST_CASE("timeline: a loop of any length is as long as it says, however often it goes round") {
  signal::Timeline line(48000, 123);
  line.apply(Command::loop(100, 100 + 93659));
  line.apply(Command::play());
  int64_t rounds = 0, last = 0;
  while (rounds < 1000) {
    const auto tick = line.tick();
    if (tick.position < last) ++rounds;
    last = tick.position;
    // sample 100 of position first sounded at now = 100
    if (rounds > 0) CHECK((tick.now - tick.position) == rounds * 93659);
    REQUIRE(tick.position < 100 + 93659);
  }
  line.apply(Command::loop(0, 0));
  const auto tick = line.tick();
  CHECK(line.tick().position == tick.position + 64);
}

TEST_CASE("timeline: a place beyond the loop plays on, and a loop shorter than a tick is none") {
  signal::Timeline line(48000, 120);
  line.apply(Command::loop(0, 6400));
  line.apply(Command::seek(64000));
  line.apply(Command::play());
  line.tick();
  CHECK(line.tick().position == 64064);
  line.apply(Command::loop(10, 20));
  CHECK(line.state().loopTo == line.state().loopFrom);
}

TEST_CASE("timeline: the beat is continuous across tempo changes, and each position has one beat") {
  signal::Timeline line(48000, 120);
  line.apply(Command::play());
  double before = 0;
  for (int i = 0; i < 750; ++i) before = line.tick().beat;
  CHECK(before == doctest::Approx(749 * 64 / 24000.0));
  line.apply(Command::tempo(60));
  const auto tick = line.tick();
  CHECK(tick.beat == doctest::Approx(before + 64 / 24000.0).epsilon(1e-12));
  CHECK(line.tick().beat == doctest::Approx(tick.beat + 64 / 48000.0).epsilon(1e-12));
  line.apply(Command::seek(96000));
  CHECK(line.tick().beat == doctest::Approx(3));
  for (double bad : {0.0, -1.0, double(NAN), std::numeric_limits<double>::infinity()}) line.apply(Command::tempo(bad));
  CHECK(line.state().bpm == 60);
}
