#include <algorithm>
#include <random>

#include "gl/pixelsort.h"
#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {
using Picture = std::vector<uint32_t>;

Picture noise(int width, int height) {
  std::mt19937 random(3);
  Picture p(size_t(width) * height);
  for (auto& v : p) v = random();
  return p;
}
float luma(uint32_t p) {
  return 0.2126f * (float(p & 255) / 255.f) + 0.7152f * (float(p >> 8 & 255) / 255.f) + 0.0722f * (float(p >> 16 & 255) / 255.f);
}
Picture sorted(Picture p, int width, int height, const gl::SortSettings& s, int threads = 2) {
  gl::sortPixels(reinterpret_cast<uint8_t*>(p.data()), width, height, s, threads);
  return p;
}
}  // namespace

TEST_CASE("The pixels of a run stay the same multiset, in order; all others stay where they are") {
  constexpr int w = 700, h = 40;
  gl::SortSettings s;
  s.low = 0.02f;
  s.high = 0.98f;
  const Picture before = noise(w, h), after = sorted(before, w, h, s);
  int moved = 0;
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w;) {
      auto inside = [&](int at) { const float l = luma(before[size_t(y * w + at)]); return l >= s.low && l <= s.high; };
      if (!inside(x)) {
        CHECK(after[size_t(y * w + x)] == before[size_t(y * w + x)]);
        ++x;
        continue;
      }
      int to = x;
      while (to < w && inside(to)) ++to;
      Picture a(before.begin() + y * w + x, before.begin() + y * w + to), b(after.begin() + y * w + x, after.begin() + y * w + to);
      CHECK(std::is_sorted(b.begin(), b.end(), [](uint32_t p, uint32_t q) { return luma(p) < luma(q) - 1e-6f; }));
      moved += a != b;
      std::sort(a.begin(), a.end());
      std::sort(b.begin(), b.end());
      CHECK(a == b);
      x = to;
    }
  CHECK(moved > h);
}

TEST_CASE("Columns are sorted as rows of the turned picture, and reverse sorts downwards") {
  constexpr int w = 37, h = 300;
  gl::SortSettings s{0, 1, false, false, gl::SortKey::Red};
  const Picture p = noise(w, h);
  Picture turned(p.size());
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) turned[size_t(x * h + y)] = p[size_t(y * w + x)];
  const Picture rows = sorted(turned, h, w, s);
  s.vertical = true;
  const Picture columns = sorted(p, w, h, s);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x) REQUIRE(columns[size_t(y * w + x)] == rows[size_t(x * h + y)]);
  s.descending = true;
  const Picture down = sorted(p, w, h, s);
  for (int y = 1; y < h; ++y) CHECK((down[size_t((y - 1) * w)] & 255) >= (down[size_t(y * w)] & 255));
}

TEST_CASE("The result does not depend on the number of threads") {
  const Picture p = noise(500, 300);
  for (bool vertical : {false, true}) {
    gl::SortSettings s;
    s.vertical = vertical;
    CHECK(sorted(p, 500, 300, s, 1) == sorted(p, 500, 300, s, 7));
  }
}

TEST_CASE("Pixel sort as a step: sorts the picture of the step before it, in both depths, and rests while unseen") {
  for (int depth : {8, 16}) {
    Scene s(64, 4);
    s.plan.depth = depth;
    const int in = s.texture(), out = s.texture();
    const int low = s.row(0), high = s.row(1), mix = s.row(1), bypass = s.row(0, plan::RowKind::Bool);
    s.shader("void main() { color = vec4(vec3(1.0 - isf_FragNormCoord.x), 1.0); }", in);
    s.plan.picture.push_back(plan::KernelStep{0, "pixelsort", {in}, out, {{"low", low}, {"high", high}, {"$mix", mix}, {"$bypass", bypass}}});
    s.plan.outputPicture = out;
    auto f = s.draw();
    CHECK(at(f, 0, 0)[0] == 2);
    CHECK(at(f, 63, 3)[0] == 253);
    s.player->setBase(bypass, 1);
    CHECK(at(s.draw(), 0, 3)[0] == 253);
  }
}
