// What the device hears, as a node.
#include <doctest/doctest.h>

#include "audio_bench.h"

using namespace bench;

namespace {

// A device of four channels; channel c holds c + 1 tenths.
struct Heard : Patch {
  int channel, mono, gain;
  float blocks[4][64];
  std::vector<const float*> channels;
  Heard() {
    channel = row(1, 1, 32, plan::RowKind::Long);
    mono = row(0, 0, 1, plan::RowKind::Bool);
    gain = row(0, -60, 24);
    plan.sound = {plan::DeviceInStep{0, {3, 4}, {{"channel", channel}, {"mono", mono}, {"gain", gain}}}, plan::OutStep{0, {3, 4}, {}}};
    for (int c = 0; c < 4; ++c) {
      std::fill_n(blocks[c], 64, float(c + 1) / 10);
      channels.push_back(blocks[c]);
    }
    start();
  }
  void hear(size_t count = 4) {
    player->hear({channels.data(), count});
    tick();
  }
};

}  // namespace

TEST_CASE("device in: two channels from the wanted one on; the last one and a mono one are heard on both sides") {
  Heard p;
  p.hear();
  CHECK((p.left[0] == 0.1f && p.right[63] == 0.2f));
  p.player->setBase(p.channel, 3);
  p.hear();
  CHECK(p.left[0] == doctest::Approx(0.1f + 0.2f / 64));  // on its way over a tick
  p.hear();
  CHECK((p.left[0] == 0.3f && p.right[63] == 0.4f));
  p.player->setBase(p.mono, 1);
  p.hear();
  p.hear();
  CHECK((p.left[0] == 0.3f && p.right[0] == 0.3f));
  p.player->setBase(p.mono, 0);
  p.player->setBase(p.channel, 4);
  p.hear();
  p.hear();
  CHECK((p.left[0] == 0.4f && p.right[0] == 0.4f));
  p.player->setBase(p.channel, 9);
  p.hear();
  p.hear();
  CHECK((p.left[63] == 0 && p.right[63] == 0));
}

TEST_CASE("device in: gain in decibels, moved over a tick; silent in a tick that hears nothing") {
  Heard p;
  p.player->setBase(p.gain, -6.0206f);
  p.hear();
  CHECK(p.left[63] == doctest::Approx(0.05).epsilon(1e-4));
  p.tick();
  CHECK((p.left[0] == 0 && p.right[63] == 0));
  p.hear(1);
  CHECK(p.right[63] == doctest::Approx(0.05).epsilon(1e-4));
}

TEST_CASE("device in: a number that is none is silenced and the node named") {
  Heard p;
  p.blocks[1][7] = NAN;
  p.hear();
  CHECK((p.left[0] == 0.1f && p.right[0] == 0));
  CHECK(p.player->notFinite() == std::vector<int>{0});
}
