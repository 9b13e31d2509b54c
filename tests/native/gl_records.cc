// What pictures take from sound: values of the ticks, samples of a tap.
#include <cmath>
#include <numbers>

#include "gl/row_values.h"
#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {
void tick(signal::TickRing& ring, int64_t k, std::initializer_list<float> values) {
  auto slot = ring.begin(k);
  slot.transport = {k * 64, k * 64, double(k), 1.0 / 64};
  std::copy(values.begin(), values.end(), slot.values.begin());
  ring.publish(k);
}
}  // namespace

TEST_CASE("A picture sees ticks as frames: no event and no gate between two frames is lost") {
  signal::TickRing ring(3, 0, 1000);
  Scene s;
  const int f = s.row(0, plan::RowKind::Float, 0, 1, 0);
  const int b = s.row(0, plan::RowKind::Bool, 0, 1, 1);
  const int e = s.row(0, plan::RowKind::Event, 0, 1, 2);
  gl::RowValues rows(s.plan, s.bases, &ring);
  int64_t k = 0;
  auto frame = [&](float value, float gate, float event) {
    for (int i = 0; i < 25; ++i, ++k) {
      const bool mid = i == 12;
      tick(ring, k, {mid ? 0.9f : value, mid ? gate : 0.f, mid ? event : 0.f});
    }
    gl::FrameTime t;
    t.tick = k - 1;
    rows.begin(t);
  };
  frame(0.25f, 0, 0);
  CHECK(rows[f] == 0.25f);
  CHECK(rows[b] == 0);
  CHECK(rows[e] == 0);
  frame(0.5f, 1, 1);
  CHECK(rows[f] == 0.5f);
  CHECK(rows[b] == 1);
  CHECK(rows[e] == 1);
  frame(0.75f, 0, 0);
  CHECK(rows[b] == 0);
  CHECK(rows[e] == 0);
}

TEST_CASE("An event that stays above one half fires once; the same tick drawn again fires nothing") {
  signal::TickRing ring(1, 0, 100);
  Scene s;
  const int e = s.row(0, plan::RowKind::Event, 0, 1, 0);
  gl::RowValues rows(s.plan, s.bases, &ring);
  gl::FrameTime t;
  auto drawAfter = [&](int64_t k, float value) {
    tick(ring, k, {value});
    t.tick = k;
    rows.begin(t);
    return rows[e];
  };
  CHECK(drawAfter(0, 0) == 0);
  CHECK(drawAfter(1, 1) == 1);
  rows.begin(t);
  CHECK(rows[e] == 0);
  CHECK(drawAfter(2, 1) == 0);
  CHECK(drawAfter(3, 0) == 0);
  CHECK(drawAfter(4, 1) == 1);
}

TEST_CASE("BEAT is that of the frame's own sample") {
  signal::TickRing ring(0, 0, 100);
  tick(ring, 0, {});
  Scene s;
  s.sound.records = &ring;
  s.plan.sampleRate = 48000;
  s.shader("void main() { color = vec4(BEAT); }", s.texture());
  s.start();
  gl::FrameTime t;
  t.position = 32;
  s.player->draw(t);
  s.player->startReadback(media::PixelFormat::Rgba8);
  CHECK(at(s.player->collect(true), 0, 0)[0] == 128);
}

TEST_CASE("Sound as a picture: a row per channel, samples centred on one half, an unconnected one is 0.5 and 0") {
  Scene s;
  s.sound.readTap = [](int tap, int n, std::vector<std::vector<float>>& out) {
    CHECK(tap == 3);
    out.assign(2, std::vector<float>(size_t(n), 0.5f));
    out[1].assign(size_t(n), -1.f);
  };
  auto& step = s.shader("uniform sampler2D wave; uniform sampler2D none; uniform sampler2D noneFft; uniform vec2 _wave_imgSize;\n"
                        "void main() { color = vec4(texture(wave, vec2(0.5, 0.25)).r, texture(wave, vec2(0.5, 0.75)).g,\n"
                        "  texture(none, vec2(0.5)).r + texture(noneFft, vec2(0.5)).r, _wave_imgSize.x / 255.0); }", s.texture());
  step.audioImages = {{"wave", 3, false, 32}, {"none", -1, false, 0}, {"noneFft", -1, true, 0}};
  CHECK(at(s.draw(), 0, 0) == Pixel{191, 0, 128, 32});
}

TEST_CASE("A full-scale sine is 1 in its bin of audioFFT and its level is 1 in a single column of audio") {
  Scene s;
  s.sound.readTap = [](int, int n, std::vector<std::vector<float>>& out) {
    out.assign(1, std::vector<float>(size_t(n)));
    for (int i = 0; i < n; ++i) out[0][size_t(i)] = float(std::sin(2 * std::numbers::pi * 64 * i / 1024));
  };
  auto& step = s.shader("uniform sampler2D level; uniform sampler2D bins;\n"
                        "void main() { color = vec4(texture(level, vec2(0.5)).r, texelFetch(bins, ivec2(64, 0), 0).r,\n"
                        "  texelFetch(bins, ivec2(200, 0), 0).r, float(textureSize(bins, 0).x) / 1024.0); }", s.texture());
  step.audioImages = {{"level", 0, false, 1}, {"bins", 0, true, 0}};
  CHECK(at(s.draw(), 0, 0) == Pixel{255, 255, 0, 128});
}

TEST_CASE("The seed of a frame depends on both seed and frame, and repeats") {
  Scene s;
  auto& step = s.shader("uniform uint seed; uniform uint now; void main() { color = vec4(seed, now & 255u, now >> 8 & 255u, now >> 16 & 255u) / 255.0; }", s.texture());
  step.seeds = {{"seed", "now", 42}};
  const Pixel first = at(s.draw(), 0, 0), second = at(s.draw(), 0, 0);
  CHECK(first[0] == 42);
  CHECK(second[0] == 42);
  CHECK(first != second);
  s.player->reset();
  CHECK(at(s.draw(), 0, 0) == first);
}

TEST_CASE("A node that makes a number that is not finite is named") {
  if (!context().info().storageBuffers) return;
  Scene s;
  s.plan.nodes.push_back({"n_b", "test.other", 1});
  auto& step = s.shader("layout(std430, binding = 0) buffer WeftFlags { uint weft_flags[]; };\nuniform int weft_nodes[8];\n"
                        "void main() { float a = log(TIME - 1.0); if (isnan(a)) { weft_flags[weft_nodes[0]] = 1u; a = 0.5; } color = vec4(a); }", s.texture());
  step.node = 1;
  step.nodes = {1};
  CHECK(at(s.draw(), 0, 0)[0] == 128);
  auto found = s.diagnostics.take();
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "number.not-finite");
  CHECK(found[0].node == "n_b");
  s.draw();
  CHECK(s.diagnostics.take().empty());
}
