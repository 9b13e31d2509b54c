// A plan in the making, and a player of it on real GL: what the units of native/gl draw with.
#pragma once
#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "gl/picture_player.h"

namespace weft::test {

using Pixel = std::array<int, 4>;

inline gl::Context& context() {
  static auto made = gl::Context::create("");
  REQUIRE_MESSAGE(std::holds_alternative<std::unique_ptr<gl::Context>>(made), "no GL context");
  return *std::get<std::unique_ptr<gl::Context>>(made);
}

struct Scene {
  plan::Plan plan;
  std::vector<float> bases;
  Diagnostics diagnostics;
  gl::SoundSide sound{};
  std::unique_ptr<gl::PicturePlayer> player;
  int64_t frame = 0;

  explicit Scene(int width = 16, int height = 8) {
    plan.width = width;
    plan.height = height;
    plan.fps = {30, 1};
    plan.nodes.push_back({"n_a", "test.node", 7});
  }
  int texture() { return plan.textures++; }
  int row(float base, plan::RowKind kind = plan::RowKind::Float, float min = 0, float max = 1, int record = -1) {
    plan.rows.push_back({"n_a.p" + std::to_string(plan.rows.size()), 0, kind, min, max, plan::Scale::Linear, {}, {}, record});
    bases.push_back(base);
    return int(plan.rows.size()) - 1;
  }
  // Appends a shader step whose program is `body`, after the usual declarations; returns the step to be completed.
  plan::ShaderStep& shader(const std::string& body, int out) {
    const std::string head = R"(
in vec2 isf_FragNormCoord;
layout(location = 0) out vec4 color;
layout(location = 1) out vec4 raw;
uniform int PASSINDEX; uniform vec2 RENDERSIZE; uniform float TIME; uniform float TIMEDELTA;
uniform int FRAMEINDEX; uniform float BEAT; uniform vec4 DATE;
#line 1 0
)";
    plan.programs.push_back({std::to_string(plan.programs.size()), std::nullopt, head + body, {{0, "test.fs"}}});
    plan::ShaderStep s{};
    s.node = 0;
    s.nodes = {0};
    s.program = int(plan.programs.size()) - 1;
    s.passes = {{-1, true}};
    s.out = out;
    s.bypass = -1;
    s.through = -1;
    plan.picture.push_back(s);
    plan.outputPicture = out;
    return std::get<plan::ShaderStep>(plan.picture.back());
  }
  gl::PicturePlayer& start() {
    player = gl::PicturePlayer::create(context(), plan, bases, nullptr, sound, diagnostics);
    return *player;
  }
  media::FramePtr draw(media::PixelFormat format = media::PixelFormat::Rgba8) {
    if (!player) start();
    gl::FrameTime t;
    t.frame = frame;
    t.position = frame * plan.sampleRate * plan.fps.den / plan.fps.num;
    t.tick = t.position / plan::kBlock;
    ++frame;
    player->draw(t);
    player->startReadback(format);
    return player->collect(true);
  }
};

inline Pixel at(const media::FramePtr& f, int x, int y) {
  REQUIRE(f);
  const uint8_t* p = f->pixels.data() + (size_t(y) * f->width + x) * 4;
  return {p[0], p[1], p[2], p[3]};
}

}  // namespace weft::test
