#include "gl/constants.h"

#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {
// A step whose uniforms are these rows of the scene.
plan::ShaderStep& withRows(Scene& s, const std::string& body, std::vector<plan::Uniform> uniforms) {
  std::string text;
  for (const auto& u : uniforms)
    text += std::string("uniform ") + (u.type == plan::UniformType::Float ? "float " : u.type == plan::UniformType::Int ? "int " : u.type == plan::UniformType::Vec2 ? "vec2 " : "bool ") + u.name + ";\n";
  plan::ShaderStep& step = s.shader(text + body, s.texture());
  step.uniforms = std::move(uniforms);
  return step;
}
gl::PictureOptions constants() {
  gl::PictureOptions o;
  o.constants = true;
  return o;
}
}  // namespace

TEST_CASE("Parameters become constants with their bases; events and those that signals move stay uniforms") {
  Scene s;
  const int a = s.row(0.1f), b = s.row(2.6f, plan::RowKind::Long), c = s.row(1, plan::RowKind::Bool), d = s.row(1, plan::RowKind::Event), e = s.row(0.5f, plan::RowKind::Float, 0, 1, 0);
  const int x = s.row(-3), y = s.row(1e-9f);
  using enum plan::UniformType;
  auto& step = withRows(s, "void main() { color = vec4(a); }", {{"a", Float, {a}}, {"b", Int, {b}}, {"c", Bool, {c}}, {"d", Event, {d}}, {"e", Float, {e}}, {"f", Vec2, {x, y}}});
  auto made = gl::withConstants(s.plan, step, s.bases);
  REQUIRE(made);
  for (const char* line : {"const float a = 0.1;\n", "const int b = 3;\n", "const bool c = true;\n", "uniform bool d;\n", "uniform float e;\n", "const vec2 f = vec2(-3.0, 1e-09);\n"})
    CHECK_MESSAGE(made->fragment.find(line) != std::string::npos, line);
}

TEST_CASE("A step without parameters that stand still has no program of its own") {
  Scene s;
  const int e = s.row(0.5f, plan::RowKind::Float, 0, 1, 0);
  auto& step = withRows(s, "void main() { color = vec4(e); }", {{"e", plan::UniformType::Float, {e}}});
  CHECK(!gl::withConstants(s.plan, step, s.bases));
}

TEST_CASE("Steps of one program with different parameters are drawn each with its own, and as without constants") {
  for (bool fixed : {false, true}) {
    Scene s;
    const int a = s.row(0.2f), b = s.row(0.6f);
    withRows(s, "void main() { color = vec4(p); }", {{"p", plan::UniformType::Float, {a}}});
    plan::ShaderStep second = std::get<plan::ShaderStep>(s.plan.picture.back());
    second.uniforms[0].rows = {b};
    second.out = s.plan.outputPicture = s.texture();
    s.plan.picture.push_back(second);
    s.player = gl::PicturePlayer::create(context(), s.plan, s.bases, nullptr, s.sound, s.diagnostics, fixed ? constants() : gl::PictureOptions{});
    CHECK(at(s.draw(), 3, 3) == Pixel{153, 153, 153, 153});
    s.plan.outputPicture = std::get<plan::ShaderStep>(s.plan.picture.front()).out;
    s.player = gl::PicturePlayer::create(context(), s.plan, s.bases, nullptr, s.sound, s.diagnostics, fixed ? constants() : gl::PictureOptions{});
    CHECK(at(s.draw(), 3, 3) == Pixel{51, 51, 51, 51});
  }
}

TEST_CASE("What does not compile with a constant is drawn without, and nobody is told") {
  Scene s;
  const int i = s.row(7, plan::RowKind::Long);
  withRows(s, "void main() { float f[2]; f[0] = 1.0; f[1] = 1.0; color = vec4(f[i] * 0.0 + 1.0); }", {{"i", plan::UniformType::Int, {i}}});
  s.player = gl::PicturePlayer::create(context(), s.plan, s.bases, nullptr, s.sound, s.diagnostics, constants());
  CHECK(s.draw() != nullptr);
  CHECK(s.diagnostics.take().empty());
}
