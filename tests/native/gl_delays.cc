#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {
// Draws the frame's number, and shows what it was `frames` frames ago.
void delayed(Scene& s, float frames) {
  const int now = s.texture(), then = s.texture(), shown = s.texture(), row = s.row(frames, plan::RowKind::Long, 1, 8);
  s.plan.delays = 1;
  s.plan.picture.push_back(plan::DelayOutStep{0, 0, then, {{"frames", row}}});
  auto& copy = s.shader("uniform sampler2D image; void main() { color = texture(image, isf_FragNormCoord); }", shown);
  copy.images = {{"image", then}};
  s.shader("void main() { color = vec4(float(FRAMEINDEX + 1) / 255.0); }", now);
  s.plan.picture.push_back(plan::DelayInStep{0, 0, now});
  s.plan.outputPicture = shown;
}
}  // namespace

TEST_CASE("A frame delay gives the picture of some frames ago, transparent black before the first") {
  Scene s;
  delayed(s, 3);
  for (int k = 0; k < 8; ++k) CHECK(at(s.draw(), 5, 5)[3] == (k < 3 ? 0 : k - 2));
  s.player->setBase(0, 1);
  CHECK(at(s.draw(), 5, 5)[3] == 8);
  s.player->reset();
  CHECK(at(s.draw(), 5, 5)[3] == 0);
}

TEST_CASE("A feedback loop through a frame delay adds up frame by frame") {
  Scene s;
  const int before = s.texture(), now = s.texture();
  s.plan.delays = 1;
  s.plan.picture.push_back(plan::DelayOutStep{0, 0, before, {}});
  auto& step = s.shader("uniform sampler2D image; void main() { color = texture(image, isf_FragNormCoord) + vec4(1.0 / 255.0); }", now);
  step.images = {{"image", before}};
  s.plan.picture.push_back(plan::DelayInStep{0, 0, now});
  for (int k = 0; k < 5; ++k) CHECK(at(s.draw(), 5, 5)[0] == k + 1);
}

TEST_CASE("What a delay gives before its first picture has the canvas's size") {
  Scene s;
  const int then = s.texture(), shown = s.texture();
  s.plan.delays = 1;
  s.plan.picture.push_back(plan::DelayOutStep{0, 0, then, {}});
  auto& step = s.shader("uniform sampler2D image; void main() { color = texture(image, isf_FragNormCoord) + vec4(vec2(textureSize(image, 0)) / 255.0, 0.0, 0.0); }", shown);
  step.images = {{"image", then}};
  s.plan.picture.push_back(plan::DelayInStep{0, 0, shown});
  CHECK(at(s.draw(), 5, 5) == Pixel{16, 8, 0, 0});
  Scene alone;
  const int blank = alone.texture();
  alone.plan.delays = 1;
  alone.plan.picture.push_back(plan::DelayOutStep{0, 0, blank, {}});
  alone.plan.outputPicture = blank;
  auto f = alone.draw();
  CHECK(f->width == 16);
  CHECK(at(f, 5, 5) == Pixel{0, 0, 0, 0});
}
