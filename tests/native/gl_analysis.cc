#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {
struct Measured {
  std::vector<std::vector<float>> values;
  std::vector<int64_t> frames;
};

// A scene whose picture is analysed.
Measured measure(const std::string& body, const char* service, int outputs, int frames, plan::Rows rows = {}, std::vector<float> bases = {},
                 int width = 320, int height = 180) {
  Scene s(width, height);
  Measured m;
  const int t = s.texture();
  s.shader(body, t);
  for (float b : bases) s.row(b);
  s.plan.analyses = 1;
  s.plan.picture.push_back(plan::AnalyseStep{0, service, t, 0, outputs, rows});
  s.sound.analysed = [&](int analysis, std::span<const float> values, int64_t frame) {
    CHECK(analysis == 0);
    m.values.emplace_back(values.begin(), values.end());
    m.frames.push_back(frame);
  };
  for (int k = 0; k < frames; ++k) s.draw();
  return m;
}
}  // namespace

TEST_CASE("An analysis hands over its numbers with the picture's own frame") {
  auto m = measure("void main() { color = vec4(vec3(float(FRAMEINDEX) / 4.0), 1.0); }", "luminance", 3, 3);
  CHECK(m.frames == std::vector<int64_t>{0, 1, 2});
  CHECK(m.values[0][0] == 0);
  CHECK(m.values[1][0] == doctest::Approx(0.25).epsilon(0.01));
  CHECK(m.values[2][0] == doctest::Approx(0.5).epsilon(0.01));
}

TEST_CASE("Luminance is the mean, the darkest and the brightest place of its region, over black") {
  const char* half = "void main() { color = isf_FragNormCoord.x < 0.5 ? vec4(0.0, 0.0, 0.0, 1.0) : vec4(1.0, 1.0, 1.0, isf_FragNormCoord.y < 0.5 ? 0.0 : 1.0); }";
  CHECK(measure(half, "luminance", 3, 1).values[0] == std::vector<float>{0.25f, 0, 1});
  auto right = measure(half, "luminance", 3, 1, {{"x", 0}, {"width", 1}, {"y", 2}, {"height", 3}}, {0.5f, 0.5f, 0.5f, 0.5f}).values[0];
  CHECK(right == std::vector<float>{1, 1, 1});
}

TEST_CASE("Every pixel counts: one bright pixel of a large picture moves the mean") {
  auto m = measure("void main() { color = vec4(vec3(ivec2(gl_FragCoord.xy) == ivec2(700, 333) ? 1.0 : 0.0), 1.0); }", "luminance", 1, 1, {}, {}, 1280, 720);
  CHECK(m.values[0][0] == doctest::Approx(1.0 / (1280 * 720)).epsilon(0.001));
}

TEST_CASE("Motion is the change from frame to frame and says where it lies") {
  auto m = measure("void main() { vec2 p = isf_FragNormCoord; float on = float(FRAMEINDEX > 0 && p.x > 0.75 && p.y < 0.5);\n"
                   "color = vec4(vec3(on), 1.0); }", "motion", 3, 3, {{"sensitivity", 0}, {"threshold", 1}}, {1.f, 0.02f});
  CHECK(m.values[0] == std::vector<float>{0, 0.5f, 0.5f});
  CHECK(m.values[1][0] == doctest::Approx(0.125));
  CHECK(m.values[1][1] == doctest::Approx(0.875));
  CHECK(m.values[1][2] == doctest::Approx(0.25));
  CHECK(m.values[2] == std::vector<float>{0, 0.5f, 0.5f});
}

namespace {
// A pattern without any direction of its own that moves by (x, y) heights of the picture a frame, and what is made of it.
std::vector<float> flowOf(double x, double y, const char* light = "1.0") {
  const std::string body = "float blob(vec2 p) { return 0.5 + 0.5 * sin(p.x * 31.0 + 3.0 * sin(p.y * 23.0)) * sin(p.y * 37.0 + 2.0 * sin(p.x * 17.0)); }\n"
      "void main() { vec2 p = isf_FragNormCoord * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0) - float(FRAMEINDEX) * vec2(" + std::to_string(x) + ", " + std::to_string(y) + ");\n"
      "color = vec4(vec3(blob(p) * 0.7 * " + light + " + 0.1), 1.0); }";
  return measure(body, "motion", 6, 4, {{"sensitivity", 0}, {"threshold", 1}}, {1.f, 0.02f}).values[3];
}
}  // namespace

TEST_CASE("Flow is the speed in heights a second, and its direction, whatever moves") {
  for (const double speed : {0.005, 0.01, 0.025}) {  // 30 frames a second
    const auto right = flowOf(speed, 0), down = flowOf(0, -speed);
    CHECK(right[3] == doctest::Approx(30 * speed).epsilon(0.15));
    CHECK(right[4] == doctest::Approx(0.5 + 15 * speed).epsilon(0.05));
    CHECK(right[5] == doctest::Approx(0.5).epsilon(0.02));
    CHECK(down[3] == doctest::Approx(30 * speed).epsilon(0.15));
    CHECK(down[4] == doctest::Approx(0.5).epsilon(0.02));
    CHECK(down[5] == doctest::Approx(0.5 - 15 * speed).epsilon(0.05));
  }
}

TEST_CASE("A flash of light is change, but no flow; what stands still is neither") {
  const auto flash = flowOf(0, 0, "(1.0 + 0.05 * float(FRAMEINDEX))");
  CHECK(flash[0] > 0.005f);
  CHECK(flash[3] < 0.05f);
  CHECK(flowOf(0, 0) == std::vector<float>{0, 0.5f, 0.5f, 0, 0.5f, 0.5f});
}

TEST_CASE("Colour is the mean colour, its hue and its saturation") {
  auto v = measure("void main() { color = vec4(0.2, 0.6, 0.4, 1.0); }", "color", 5, 1).values[0];
  CHECK(v[0] == doctest::Approx(0.2));
  CHECK(v[1] == doctest::Approx(0.6));
  CHECK(v[2] == doctest::Approx(0.4));
  CHECK(v[3] == doctest::Approx(2.5 / 6));
  CHECK(v[4] == doctest::Approx(2.0 / 3));
}

TEST_CASE("Edge density is the share of pixels on edges") {
  const plan::Rows rows{{"threshold", 0}};
  CHECK(measure("void main() { color = vec4(0.7); }", "edge_density", 1, 1, rows, {0.15f}).values[0][0] == 0);
  auto line = measure("void main() { color = vec4(vec3(step(0.5, isf_FragNormCoord.x)), 1.0); }", "edge_density", 1, 1, rows, {0.15f});
  CHECK(line.values[0][0] == doctest::Approx(2.0 / 160));
}
