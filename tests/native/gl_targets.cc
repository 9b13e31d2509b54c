#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {
plan::Size pixels(double n) { return {{plan::SizeToken::Number, n, "", -1}}; }
plan::Size ofRow(int row) { return {{plan::SizeToken::Row, 0, "", row}}; }
}  // namespace

TEST_CASE("A later pass sees this frame's earlier target, at the target's own size") {
  Scene s;
  auto& step = s.shader("uniform sampler2D small; uniform vec2 _small_imgSize;\n"
                        "void main() { color = PASSINDEX == 0 ? vec4(0.2, RENDERSIZE / 255.0, 1.0)\n"
                        "  : vec4(texture(small, isf_FragNormCoord).rgb, _small_imgSize.x / 255.0); }", s.texture());
  step.targets = {{"small", pixels(4), pixels(2), false, false}};
  step.passes = {{0, false}, {-1, true}};
  CHECK(at(s.draw(), 3, 3) == Pixel{51, 4, 2, 4});
}

TEST_CASE("A pass that reads its own target sees last frame's, transparent black at first") {
  Scene s;
  auto& step = s.shader("uniform sampler2D held;\n"
                        "void main() { vec4 was = texture(held, isf_FragNormCoord); raw = was + vec4(10.0 / 255.0); color = was; }",
                        s.texture());
  step.targets = {{"held", {}, {}, true, false}};
  step.passes = {{0, true}};
  CHECK(at(s.draw(), 3, 3) == Pixel{0, 0, 0, 0});
  CHECK(at(s.draw(), 3, 3) == Pixel{10, 10, 10, 10});
  CHECK(at(s.draw(), 3, 3) == Pixel{20, 20, 20, 20});
  s.player->reset();
  CHECK(at(s.draw(), 3, 3) == Pixel{0, 0, 0, 0});
}

TEST_CASE("A target that is not persistent is cleared each frame") {
  Scene s;
  auto& step = s.shader("uniform sampler2D t;\n"
                        "void main() { vec4 was = texture(t, isf_FragNormCoord);\n"
                        "  color = PASSINDEX == 0 ? was + vec4(10.0 / 255.0) : was; }", s.texture());
  step.targets = {{"t", {}, {}, false, false}};
  step.passes = {{0, false}, {-1, true}};
  CHECK(at(s.draw(), 3, 3) == Pixel{10, 10, 10, 10});
  CHECK(at(s.draw(), 3, 3) == Pixel{10, 10, 10, 10});
}

TEST_CASE("FLOAT targets are 32-bit float; others have the patch's depth and its clamp") {
  for (bool isFloat : {true, false}) {
    Scene s;
    auto& step = s.shader("uniform sampler2D t;\n"
                          "void main() { color = PASSINDEX == 0 ? vec4(1000.25) : vec4(texture(t, isf_FragNormCoord).r - 1000.0); }",
                          s.texture());
    step.targets = {{"t", {}, {}, false, isFloat}};
    step.passes = {{0, false}, {-1, true}};
    CHECK(at(s.draw(), 3, 3)[0] == (isFloat ? 64 : 0));
  }
}

TEST_CASE("A persistent buffer survives a change of size by scaling") {
  Scene s;
  const int side = s.row(4, plan::RowKind::Float, 1, 64);
  auto& step = s.shader("uniform sampler2D held; uniform vec2 _held_imgSize;\n"
                        "void main() { vec4 was = texture(held, isf_FragNormCoord);\n"
                        "  raw = FRAMEINDEX == 0 ? vec4(step(0.5, isf_FragNormCoord.x)) : was; color = raw; color.g = _held_imgSize.x / 255.0; }",
                        s.texture());
  step.targets = {{"held", ofRow(side), ofRow(side), true, false}};
  step.passes = {{0, true}};
  auto f = s.draw();
  CHECK(at(f, 0, 0) == Pixel{0, 4, 0, 0});
  s.player->setBase(side, 32);
  f = s.draw();
  CHECK(at(f, 0, 0) == Pixel{0, 32, 0, 0});
  CHECK(at(f, 15, 0) == Pixel{255, 32, 255, 255});
}

TEST_CASE("A last pass of another size is scaled to the node's output and also becomes its buffer") {
  Scene s;
  auto& step = s.shader("uniform sampler2D t;\n"
                        "void main() { color = vec4(RENDERSIZE / 255.0, texture(t, isf_FragNormCoord).b, 1.0); raw = vec4(0.4); }",
                        s.texture());
  step.targets = {{"t", pixels(2), pixels(2), true, false}};
  step.passes = {{0, true}};
  auto f = s.draw();
  CHECK(f->width == 16);
  CHECK(at(f, 9, 5) == Pixel{2, 2, 0, 255});
  CHECK(at(s.draw(), 9, 5) == Pixel{2, 2, 102, 255});
}

TEST_CASE("Pixels that a shader discards are clear in a picture and stay in a persistent buffer") {
  Scene s;
  auto& step = s.shader("uniform sampler2D held;\n"
                        "void main() { if (PASSINDEX == 0) { if (FRAMEINDEX > 0 && isf_FragNormCoord.x > 0.5) discard;\n"
                        "    color = vec4(float(FRAMEINDEX + 1) / 255.0); }\n"
                        "  else { if (isf_FragNormCoord.y > 0.5) discard; color = texture(held, isf_FragNormCoord); } }", s.texture());
  step.targets = {{"held", {}, {}, true, false}};
  step.passes = {{0, false}, {-1, true}};
  s.draw();
  auto f = s.draw();
  CHECK(at(f, 0, 0)[0] == 2);
  CHECK(at(f, 15, 0)[0] == 1);
  CHECK(at(f, 0, 7)[0] == 0);
}

TEST_CASE("A step that is bypassed gives its picture on and keeps its state waiting") {
  Scene s;
  const int a = s.texture(), b = s.texture(), bypass = s.row(0, plan::RowKind::Bool);
  s.shader("void main() { color = vec4(0.2, 0.4, 0.6, 1.0); }", a);
  auto& step = s.shader("uniform sampler2D image; void main() { color = vec4(float(FRAMEINDEX) / 255.0); }", b);
  step.images = {{"image", a}};
  step.bypass = bypass;
  step.through = a;
  CHECK(at(s.draw(), 0, 0)[0] == 0);
  s.player->setBase(bypass, 1);
  CHECK(at(s.draw(), 0, 0) == Pixel{51, 102, 153, 255});
  CHECK(at(s.draw(), 0, 0) == Pixel{51, 102, 153, 255});
  s.player->setBase(bypass, 0);
  CHECK(at(s.draw(), 0, 0)[0] == 1);
}

TEST_CASE("A target that was never drawn is transparent black and has its size all the same") {
  Scene s;
  auto& step = s.shader("uniform sampler2D held;\n"
                        "void main() { raw = vec4(1.0); color = texture(held, isf_FragNormCoord) + vec4(vec2(textureSize(held, 0)) / 255.0, 0.0, 0.0); }",
                        s.texture());
  step.targets = {{"held", pixels(40), pixels(30), true, false}};
  step.passes = {{0, true}};
  CHECK(at(s.draw(), 3, 3) == Pixel{40, 30, 0, 0});
  CHECK(at(s.draw(), 3, 3) == Pixel{255, 255, 255, 255});
}
