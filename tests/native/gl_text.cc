#include <cmath>

#include "gl/rasterise.h"
#include "gl_scene.h"

using namespace weft;
using namespace weft::test;

namespace {

const std::string fonts = "nodes/tools/fonts";  // units run in the repository's root

struct Title : Scene {
  int size, weight, tracking, align, lineHeight, position, color, outline, outlineColor;
  explicit Title(const std::string& text, int width = 320, int height = 100, const std::string& font = "") : Scene(width, height) {
    size = row(50, plan::RowKind::Float, 1, 100);
    weight = row(400, plan::RowKind::Float, 100, 900);
    tracking = row(0);
    align = row(1, plan::RowKind::Long);
    lineHeight = row(120);
    position = row(0.5f);
    row(0.5f);
    color = row(1);
    for (int i = 0; i < 3; ++i) row(1);
    outline = row(0);
    outlineColor = row(1);
    for (int i = 0; i < 2; ++i) row(0);
    row(1);
    const int out = texture();
    plan.picture.push_back(plan::TextStep{0, text, font, out, {{"size", size}, {"weight", weight}, {"tracking", tracking}, {"align", align},
      {"lineHeight", lineHeight}, {"position", position}, {"color", color}, {"outline", outline}, {"outlineColor", outlineColor}}});
    plan.outputPicture = out;
    player = gl::PicturePlayer::create(context(), plan, bases, nullptr, sound, diagnostics, {fonts});
  }
};

struct Ink {
  double amount = 0;  // pixels fully covered
  int left = 1 << 20, right = -1, bottom = 1 << 20, top = -1;
};
Ink ink(const media::FramePtr& f, int from = 0, int to = 1 << 20) {
  Ink k;
  for (int y = 0; y < f->height; ++y)
    for (int x = from; x < std::min(to, f->width); ++x) {
      const int a = at(f, x, y)[3];
      k.amount += a / 255.0;
      if (a < 128) continue;
      k.left = std::min(k.left, x);
      k.right = std::max(k.right, x);
      k.bottom = std::min(k.bottom, y);
      k.top = std::max(k.top, y);
    }
  return k;
}

std::vector<gl::Segment> polygon(std::vector<gl::Point> p) {
  std::vector<gl::Segment> s;
  for (size_t i = 0; i < p.size(); ++i) s.push_back({p[i], p[(i + 1) % p.size()]});
  return s;
}

}  // namespace

TEST_CASE("Coverage is the exact area under a shape, whichever way round it is drawn") {
  for (auto shape : {polygon({{1.5, 1.25}, {6.5, 1.25}, {6.5, 3.5}, {1.5, 3.5}}), polygon({{1.5, 3.5}, {6.5, 3.5}, {6.5, 1.25}, {1.5, 1.25}})}) {
    auto c = gl::rasterise(shape, 0, 16, 8);
    double sum = 0;
    for (float v : c.fill) sum += v;
    CHECK(sum == doctest::Approx(5 * 2.25));
    auto value = [&](int x, int y) { return c.fill[size_t(y - c.bottom) * c.width + size_t(x - c.left)]; };
    CHECK(value(1, 1) == doctest::Approx(0.5 * 0.75));
    CHECK(value(3, 2) == doctest::Approx(1));
    CHECK(value(6, 3) == doctest::Approx(0.25));
  }
  double sum = 0;
  for (float v : gl::rasterise(polygon({{2, 1}, {13, 2.5}, {5.3, 7.7}}), 0, 16, 8).fill) sum += v;
  CHECK(sum == doctest::Approx(0.5 * std::abs(11 * 6.7 - 3.3 * 1.5)).epsilon(1e-4));
}

TEST_CASE("A shape that reaches beyond the canvas is cut, overlaps count once, holes stay open") {
  auto c = gl::rasterise(polygon({{-50, -50}, {70, -50}, {70, 70}, {-50, 70}}), 0, 16, 8);
  for (float v : c.fill) CHECK(v == doctest::Approx(1));
  CHECK(c.fill.size() == 128);
  auto two = polygon({{1, 1}, {5, 1}, {5, 5}, {1, 5}});
  for (auto& s : polygon({{3, 3}, {7, 3}, {7, 7}, {3, 7}})) two.push_back(s);
  double sum = 0;
  for (float v : gl::rasterise(two, 0, 16, 8).fill) sum += v;
  CHECK(sum == doctest::Approx(28));
  auto ring = polygon({{1, 1}, {7, 1}, {7, 7}, {1, 7}});
  for (auto& s : polygon({{3, 3}, {3, 5}, {5, 5}, {5, 3}})) ring.push_back(s);
  sum = 0;
  for (float v : gl::rasterise(ring, 0, 16, 8).fill) sum += v;
  CHECK(sum == doctest::Approx(32));
}

TEST_CASE("Text stands in the middle of its position and is as high as its size says") {
  Title t("HH");
  auto k = ink(t.draw());
  CHECK(t.diagnostics.take().empty());
  CHECK(std::abs((k.left + k.right + 1) / 2.0 - 160) < 1.5);
  CHECK(std::abs((k.bottom + k.top + 1) / 2.0 - 50) < 1.5);
  CHECK(k.top - k.bottom + 1 == doctest::Approx(50 * 0.727).epsilon(0.04));  // Inter's capitals
  t.player->setBase(t.size, 25);
  auto half = ink(t.draw());
  CHECK(half.amount == doctest::Approx(k.amount / 4).epsilon(0.01));
}

TEST_CASE("Weight thickens, tracking spreads, an outline grows the letters, colours are theirs") {
  Title t("Weft");
  const Ink plain = ink(t.draw());
  t.player->setBase(t.weight, 900);
  CHECK(ink(t.draw()).amount > plain.amount * 1.5);
  t.player->setBase(t.weight, 400);
  t.player->setBase(t.tracking, 20);
  const Ink wide = ink(t.draw());
  CHECK(wide.right - wide.left == doctest::Approx(plain.right - plain.left + 3 * 10).epsilon(0.02));
  CHECK(wide.amount == doctest::Approx(plain.amount).epsilon(0.01));
  t.player->setBase(t.tracking, 0);
  t.player->setBase(t.outline, 6);
  t.player->setBase(t.color, 0);
  const auto f = t.draw();
  CHECK(ink(f).amount > plain.amount * 1.5);
  CHECK(ink(f).right - ink(f).left == doctest::Approx(plain.right - plain.left + 6).epsilon(0.02));
  bool letter = false, line = false;
  for (int y = 0; y < f->height; ++y)
    for (int x = 0; x < f->width; ++x) {
      letter |= at(f, x, y) == Pixel{0, 255, 255, 255};
      line |= at(f, x, y) == Pixel{255, 0, 0, 255};
    }
  CHECK(letter);
  CHECK(line);
}

TEST_CASE("Lines keep to their side and stand a line height apart") {
  Title t("MMM\nM");
  t.player->setBase(t.size, 30);
  t.player->setBase(t.align, 0);
  const auto left = t.draw();
  const Ink all = ink(left);
  CHECK(ink(left, all.left, all.left + 12).bottom == all.bottom);
  CHECK(ink(left, all.right - 12, all.right + 1).bottom > all.bottom + 20);
  t.player->setBase(t.align, 2);
  const auto right = t.draw();
  CHECK(ink(right, all.left, all.left + 12).bottom > all.bottom + 20);
  CHECK(ink(right, all.right - 12, all.right + 1).bottom == all.bottom);
  t.player->setBase(t.lineHeight, 160);
  CHECK(ink(t.draw()).top - ink(t.draw()).bottom == doctest::Approx(all.top - all.bottom + 12).epsilon(0.03));
}

TEST_CASE("The same text gives the same pixels, everywhere") {
  Title t("Æther, fjord & co. 0123");
  t.player->setBase(t.size, 20);
  auto f = t.draw();
  uint64_t hash = 14695981039346656037u;
  for (uint8_t v : f->pixels) hash = (hash ^ v) * 1099511628211u;
  CHECK(hash == 1479075256735824803u);  // FreeType 2.12, HarfBuzz 6.0
}

TEST_CASE("A font that is missing is named, and the text is not drawn") {
  Title t("A", 32, 32, "/nowhere/none.ttf");
  CHECK(ink(t.draw()).amount == 0);
  auto found = t.diagnostics.take();
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "media.missing");
  CHECK(found[0].node == "n_a");
}
