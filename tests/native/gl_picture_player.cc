#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

TEST_CASE("A context is made without a window and names its renderer") {
  CHECK(!context().info().renderer.empty());
  CHECK((context().info().es ? context().info().major >= 3 : context().info().major >= 4));
  MESSAGE(context().info().renderer, " ", context().info().version);
}

TEST_CASE("A picture's origin is at the bottom left") {
  Scene s;
  s.shader("void main() { color = vec4(isf_FragNormCoord, 0.0, 1.0); }", s.texture());
  auto f = s.draw();
  CHECK(at(f, 0, 0) == Pixel{8, 16, 0, 255});
  CHECK(at(f, 15, 7) == Pixel{247, 239, 0, 255});
}

TEST_CASE("Alpha is data: colours are neither premultiplied nor forced opaque") {
  Scene s;
  s.shader("void main() { color = vec4(1.0, 0.6, 0.2, 0.0); }", s.texture());
  CHECK(at(s.draw(), 3, 3) == Pixel{255, 153, 51, 0});
}

TEST_CASE("A step samples the picture of the step before it") {
  Scene s;
  const int a = s.texture(), b = s.texture();
  s.shader("void main() { color = vec4(0.2, 0.4, 0.6, 1.0); }", a);
  auto& step = s.shader("uniform sampler2D image; uniform vec2 _image_imgSize;\n"
                        "void main() { color = texture(image, isf_FragNormCoord).bgra; color.a = _image_imgSize.x / 255.0; }", b);
  step.images = {{"image", a}};
  CHECK(at(s.draw(), 3, 3) == Pixel{153, 102, 51, 16});
}

TEST_CASE("An unconnected picture is transparent black, one pixel large") {
  Scene s;
  auto& step = s.shader("uniform sampler2D image; uniform vec2 _image_imgSize;\n"
                        "void main() { color = texture(image, isf_FragNormCoord) + vec4(_image_imgSize / 255.0, 0.0, 0.0); }",
                        s.texture());
  step.images = {{"image", 0}};
  CHECK(at(s.draw(), 3, 3) == Pixel{1, 1, 0, 0});
}

TEST_CASE("Parameters reach their uniforms, and a changed base reaches the next frame") {
  Scene s;
  const int f = s.row(0.2f), l = s.row(3, plan::RowKind::Long, 0, 5), b = s.row(1, plan::RowKind::Bool);
  const int x = s.row(0.4f), y = s.row(0.6f);
  auto& step = s.shader("uniform float f; uniform int l; uniform bool b; uniform vec2 p;\n"
                        "void main() { color = vec4(f, float(l) / 255.0, b ? p : vec2(0.0)); }", s.texture());
  using T = plan::UniformType;
  step.uniforms = {{"f", T::Float, {f}}, {"l", T::Int, {l}}, {"b", T::Bool, {b}}, {"p", T::Vec2, {x, y}}};
  CHECK(at(s.draw(), 3, 3) == Pixel{51, 3, 102, 153});
  s.player->setBase(f, 1.f);
  s.player->setBase(b, 0.f);
  CHECK(at(s.draw(), 3, 3) == Pixel{255, 3, 0, 0});
}

TEST_CASE("An event is true for exactly one drawn frame") {
  Scene s;
  const int e = s.row(0, plan::RowKind::Event);
  auto& step = s.shader("uniform bool e; void main() { color = vec4(e ? 1.0 : 0.0); }", s.texture());
  step.uniforms = {{"e", plan::UniformType::Event, {e}}};
  CHECK(at(s.draw(), 0, 0)[0] == 0);
  s.player->setBase(e, 1.f);
  CHECK(at(s.draw(), 0, 0)[0] == 255);
  CHECK(at(s.draw(), 0, 0)[0] == 0);
}

TEST_CASE("TIMEDELTA is 0 on the first frame, FRAMEINDEX counts from 0, TIME is the frame's own") {
  Scene s;
  s.shader("void main() { color = vec4(TIMEDELTA * 3.0, float(FRAMEINDEX) / 255.0, TIME, 1.0); }", s.texture());
  CHECK(at(s.draw(), 0, 0) == Pixel{0, 0, 0, 255});
  s.draw();
  s.draw();
  CHECK(at(s.draw(), 0, 0) == Pixel{26, 3, 26, 255});
  s.player->reset();
  CHECK(at(s.draw(), 0, 0)[1] == 0);
}

TEST_CASE("A shader that does not compile is named with its own line, and passes its picture through") {
  Scene s;
  const int a = s.texture(), b = s.texture();
  s.shader("void main() { color = vec4(0.2, 0.4, 0.6, 1.0); }", a);
  auto& step = s.shader("uniform sampler2D image;\nvoid main() {\n  color = oops;\n}", b);
  step.images = {{"image", a}};
  CHECK(at(s.draw(), 3, 3) == Pixel{51, 102, 153, 255});
  auto found = s.diagnostics.take();
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "shader.compile");
  CHECK(found[0].node == "n_a");
  CHECK(found[0].file == "test.fs");
  CHECK(found[0].line == 3);
}

TEST_CASE("Pictures read back in half float keep what lies outside 0..1") {
  Scene s;
  s.plan.depth = 16;
  s.shader("void main() { color = vec4(2.0, -1.0, 0.5, 1.0); }", s.texture());
  auto f = s.draw(media::PixelFormat::RgbaHalf);
  uint16_t p[4];
  std::memcpy(p, f->pixels.data(), 8);
  CHECK(p[0] == 0x4000);
  CHECK(p[1] == 0xbc00);
  CHECK(p[2] == 0x3800);
  CHECK(p[3] == 0x3c00);
}
