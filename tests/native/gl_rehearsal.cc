#include <cmath>

#include "gl/loops.h"
#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

TEST_CASE("Constant loops are counted through numbers, defines and constants") {
  CHECK(gl::readLoops("for (int i = 0; i < 100; i++) {}").plain);
  CHECK(gl::readLoops("#define N 64\nfor(int i=0;i<N;++i){}").plain);
  CHECK(gl::readLoops("const float N = 8.0;\nfor (float i = 0.0; i <= N; i += 0.5) {}").plain);
  CHECK(!gl::readLoops("for (int i = 0; i < n; i++) {}").plain);
  CHECK(!gl::readLoops("while (x > 0.0) {}").plain);
  CHECK(gl::readLoops("// for (int i = 0; i < 1000000000; i++)\n/* while (true) */").plain);
  CHECK(gl::readLoops("float format(float forth) { return forth; }").plain);
  CHECK(!gl::readLoops("for (int i = 0; i < 60000; i++) for (int j = 0; j < 60000; j++) {}").plain);
  CHECK(gl::readLoops("void f() { for (int i = 0; i < 900; i++) { x; } for (int j = 0; j < 900; j++) x; for (int k = 0; k < 900; k++) { x; } }").plain);
  CHECK(!gl::readLoops("void f() { for (int i = 0; i < 900; i++) { x; for (int j = 0; j < 900; j++) x; } }").plain);
  CHECK(!gl::readLoops("float f() { for (int i = 0; i < 900; i++) { x; } } void main() { for (int j = 0; j < 900; j++) f(); }").plain);
}

TEST_CASE("A constant loop of more than 65,535 turns is found with its own line") {
  auto l = gl::readLoops("x\n#line 10 2\n\n  for (int i = 0; i < 1000000000; i++) {}");
  CHECK(l.huge);
  CHECK(l.turns == 1e9);
  CHECK(l.source == 2);
  CHECK(l.line == 11);
  CHECK(!gl::readLoops("for (int i = 0; i < 65535; i++) {}").huge);
  CHECK(gl::readLoops("for (int i = 65536; i > 0; i--) {}").huge);
  CHECK(std::isinf(gl::readLoops("for (int i = 0; i < 10; i--) {}").turns));
}

TEST_CASE("A shader with a loop of 10^9 is refused at its line and does not hang") {
  Scene s;
  s.shader("void main() {\n  float a = TIME;\n  for (int i = 0; i < 1000000000; i++) a = sin(a + 1.0);\n  color = vec4(a);\n}", s.texture());
  CHECK(at(s.draw(), 0, 0) == Pixel{0, 0, 0, 0});
  auto found = s.diagnostics.take();
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "shader.slow");
  CHECK(found[0].node == "n_a");
  CHECK(found[0].line == 3);
}

TEST_CASE("A loop without a constant end that never ends is refused and does not hang") {
  for (const char* body : {"void main() { float a = TIME; while (a < 2.0) a = sin(a); color = vec4(a); }",
                           "void main() { float a = TIME; for (;;) { a = sin(a); if (a > 2.0) break; } color = vec4(a); }",
                           "void main() { float a = TIME; do { a = sin(a); } while (a < 2.0); color = vec4(a); }",
                           "void main() { float a = TIME; for (int i = 0; i < 60000; i++) for (int j = 0; j < 60000; j++) a = sin(a); color = vec4(a); }"}) {
    Scene s;
    const int a = s.texture();
    s.shader(body, a);
    CHECK(at(s.draw(), 0, 0) == Pixel{0, 0, 0, 0});
    auto found = s.diagnostics.take();
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "shader.slow");
    CHECK(found[0].node == "n_a");
  }
}

TEST_CASE("Loops that end by themselves are drawn as they are") {
  Scene s;
  s.shader("void main() {\n  int n = 0;\n  for (int i = 0; ; i++) { if (i >= 7) break; n++; }\n  while (n < 20) n++;\n"
           "  do n++; while (n < 51);\n  color = vec4(float(n) / 255.0);\n}", s.texture());
  CHECK(at(s.draw(), 0, 0)[0] == 51);
  CHECK(s.diagnostics.take().empty());
}

TEST_CASE("A shader that would take more than two seconds for a frame is refused") {
  Scene s(3840, 2160);
  auto& step = s.shader("uniform float turns;\nvoid main() { float a = TIME; for (int i = 0; i < int(turns); i++) a = sin(a + 1.0); color = vec4(a); }",
                        s.texture());
  const int turns = s.row(20000.f, plan::RowKind::Float, 0, 1e6);
  step.uniforms = {{"turns", plan::UniformType::Float, {turns}}};
  s.start();
  auto found = s.diagnostics.take();
  if (context().info().software) {
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "shader.slow");
    MESSAGE(found[0].message);
  }
}

TEST_CASE("A plain effect is not refused on a large canvas") {
  Scene s(3840, 2160);
  auto& step = s.shader("uniform sampler2D image;\nvoid main() { vec4 sum = vec4(0.0); for (int i = 0; i < 16; i++) sum += texture(image, isf_FragNormCoord + float(i) * 0.001);\n"
                        "  if (sum.a > 99.0) discard; color = sum; }", s.texture());
  step.images = {{"image", 1}};
  s.start();
  CHECK(s.diagnostics.take().empty());
}

TEST_CASE("Trying a program out leaves no trace in its state") {
  Scene s;
  auto& step = s.shader("uniform sampler2D held;\n"
                        "void main() { raw = texture(held, isf_FragNormCoord) + vec4(10.0 / 255.0); color = raw; color.a = float(FRAMEINDEX) / 255.0; }",
                        s.texture());
  step.targets = {{"held", {}, {}, true, false}};
  step.passes = {{0, true}};
  CHECK(at(s.draw(), 0, 0) == Pixel{10, 10, 10, 0});
}
