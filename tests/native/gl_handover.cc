// Plans that follow each other on one context, frames that do not wait, frames of a transport that stands.
#include "gl/picture_media.h"
#include "gl/workshop.h"
#include "gl_scene.h"
#include "media_fixture.h"

using namespace weft;
using namespace weft::test;

namespace {

struct Live {
  std::shared_ptr<gl::Stage> stage = gl::makeStage(context());
  std::unique_ptr<gl::PicturePlayer> player;

  void play(Scene& s, std::shared_ptr<gl::PictureMedia> media = std::make_shared<gl::PictureMedia>()) {
    auto next = gl::PicturePlayer::begin(stage, std::make_shared<plan::Plan>(s.plan), s.bases, media, s.sound, s.diagnostics, {"", false, {}});
    while (next->prepare()) {}
    if (player) next->follow(*player);
    player = std::move(next);
  }
  media::FramePtr draw(int64_t frame, bool still = false, int tier = 100) {
    gl::FrameTime t;
    t.frame = frame;
    t.position = frame * 1600;
    t.still = still;
    t.tier = tier;
    player->draw(t);
    player->startReadbackAsDrawn(media::PixelFormat::Rgba8);
    return player->collect(true);
  }
};

// Counts its frames in a persistent buffer: red is the count, green FRAMEINDEX.
void counter(Scene& s) {
  auto& step = s.shader("uniform sampler2D count; uniform vec2 _count_imgSize;\n"
                        "void main() { float n = texture(count, vec2(0.5)).r; if (PASSINDEX == 0) raw = vec4(n + 1.0 / 255.0, 0.0, 0.0, 1.0);\n"
                        "color = PASSINDEX == 0 ? raw : vec4(n, float(FRAMEINDEX) / 255.0, 0.0, 1.0); }", s.texture());
  plan::SizeToken one{plan::SizeToken::Number, 1, {}, -1};
  step.targets = {{"count", {one}, {one}, true, true}};
  step.passes = {{0, false}, {-1, true}};
}

}  // namespace

TEST_CASE("A node that lives on in the next plan keeps its persistent buffer and FRAMEINDEX; its program is not made again") {
  Scene a, b;
  counter(a);
  counter(b);
  Live live;
  live.play(a);
  for (int k = 0; k < 3; ++k) live.draw(k);
  const auto known = live.stage->programs.find(a.plan.programs[0], 2);
  REQUIRE(known);
  live.play(b);
  CHECK(live.stage->programs.find(b.plan.programs[0], 2) == known);
  const Pixel p = at(live.draw(3), 2, 2);
  CHECK(p[0] == 4);
  CHECK(p[1] == 3);
}

TEST_CASE("A node of another type at the same place begins anew") {
  Scene a, b;
  counter(a);
  counter(b);
  b.plan.nodes[0].type = "test.other";
  Live live;
  live.play(a);
  for (int k = 0; k < 3; ++k) live.draw(k);
  live.play(b);
  CHECK(at(live.draw(3), 2, 2)[1] == 0);
}

TEST_CASE("Frames drawn while the transport stands leave buffers and FRAMEINDEX as they are") {
  Scene s;
  counter(s);
  Live live;
  live.play(s);
  live.draw(0);
  for (int i = 0; i < 4; ++i) live.draw(1, true);
  const Pixel p = at(live.draw(1), 2, 2);
  CHECK(p[0] == 2);
  CHECK(p[1] == 1);
}

TEST_CASE("A tier draws smaller pictures, and leaves nodes that keep pictures at full size") {
  Scene s;
  s.shader("void main() { color = vec4(RENDERSIZE / 255.0, 0.0, 1.0); }", s.texture());
  Live live;
  live.play(s);
  auto f = live.draw(0, false, 50);
  CHECK(f->width == 8);
  CHECK(f->height == 4);
  CHECK(at(f, 1, 1) == Pixel{8, 4, 0, 255});

  Scene keeps;
  auto& step = keeps.shader("uniform sampler2D own; uniform vec2 _own_imgSize;\nvoid main() { raw = vec4(RENDERSIZE / 255.0, 0.0, 1.0); color = raw; }", keeps.texture());
  step.targets = {{"own", {}, {}, true, false}};
  step.passes = {{0, true}};
  live.play(keeps);
  CHECK(at(live.draw(1, false, 50), 1, 1) == Pixel{16, 8, 0, 255});
}

TEST_CASE("A clip's picture that is not decoded in time is counted, and one from before stays; nothing waits for it") {
  const std::string path = "graphs/media/street.mp4";
  if (!std::filesystem::exists(path)) return;
  auto pool = media::makeDecodePool(1, size_t(256) << 20);
  Scene s(64, 36);
  signal::TickRing ring(0, 1, 10);
  auto clock = [&, tick = int64_t(0)](double seconds) mutable {
    auto slot = ring.begin(tick);
    slot.transport = {tick * 64, tick * 64, 0, 1};
    slot.clips[0] = {seconds, 1.0};
    ring.publish(tick++);
  };
  s.sound.records = &ring;
  s.plan.clips = 1;
  s.plan.media.push_back({"m_a", path, "clip"});
  const int out = s.texture();
  s.plan.picture.push_back(plan::PictureClipStep{0, 0, 0, out, {}});
  s.plan.outputPicture = out;
  Live live;
  live.play(s, gl::openPictureMedia(s.plan, pool, nullptr, s.diagnostics));
  const auto draw = [&](int64_t tick, bool wait) {
    gl::FrameTime t;
    t.tick = tick;
    t.position = tick * 64;
    t.wait = wait;
    live.player->draw(t);
    live.player->startReadbackAsDrawn(media::PixelFormat::Rgba8);
    return live.player->collect(true)->pixels;
  };
  clock(0.0);
  draw(0, true);
  CHECK(live.player->decodeLate() == 0);
  clock(4.0);
  const auto held = draw(1, false);
  CHECK(live.player->decodeLate() == 1);
  const auto wanted = draw(1, true);
  CHECK(held != wanted);
  CHECK(live.player->decodeLate() == 1);
}

TEST_CASE("A clip that lives on in the next plan is not opened again, and goes on where it was") {
  const std::string path = "graphs/media/street.mp4";
  if (!std::filesystem::exists(path)) return;
  auto pool = media::makeDecodePool(1, size_t(256) << 20);
  Scene a(64, 36);
  a.plan.media.push_back({"m_a", path, "clip"});
  a.plan.picture.push_back(plan::PictureClipStep{0, 0, 0, a.texture(), {}});
  const auto first = gl::openPictureMedia(a.plan, pool, nullptr, a.diagnostics);
  CHECK(first->steps.size() == 1);
  CHECK(gl::openPictureMedia(a.plan, pool, first.get(), a.diagnostics)->steps.empty());
  a.plan.nodes[0].path = "n_other";
  CHECK(gl::openPictureMedia(a.plan, pool, first.get(), a.diagnostics)->steps.size() == 1);
}
