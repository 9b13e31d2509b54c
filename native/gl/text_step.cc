#include "gl/text_step.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "gl/rasterise.h"
#include "gl/typeset.h"

namespace weft::gl {
namespace {

constexpr const char* kBundledFont = "/Inter.var.ttf";

using Color = std::array<float, 4>;

struct Look {
  Typography type;
  double outline = 0;  // pixels
  Color color{1, 1, 1, 1}, outlineColor{0, 0, 0, 1};
  bool operator==(const Look&) const = default;
};

// Letters over their outline, straight alpha.
std::vector<uint8_t> paint(const Coverage& c, const Look& look, int width, int height) {
  std::vector<uint8_t> pixels(size_t(width) * height * 4);
  auto byte = [](float v) { return uint8_t(std::clamp(v, 0.f, 1.f) * 255.f + 0.5f); };
  for (int y = 0; y < c.height; ++y)
    for (int x = 0; x < c.width; ++x) {
      const size_t i = size_t(y) * c.width + x;
      const float letter = c.fill[i] * look.color[3];
      const float line = c.outline.empty() ? 0.f : c.outline[i] * look.outlineColor[3] * (1 - letter);
      const float alpha = letter + line;
      if (alpha <= 0) continue;
      uint8_t* p = pixels.data() + (size_t(c.bottom + y) * width + size_t(c.left + x)) * 4;
      for (size_t k = 0; k < 3; ++k)
        p[k] = byte(line > 0 ? (look.color[k] * letter + look.outlineColor[k] * line) / alpha : look.color[k]);
      p[3] = byte(alpha);
    }
  return pixels;
}

class TextStep final : public Step {
 public:
  TextStep(Canvas& c, const plan::TextStep& s, const std::string& fonts) : c_(c), s_(s) {
    const std::string path = s.font.empty() ? fonts + kBundledFont : s.font;
    auto opened = Font::open(path);
    if (auto* e = std::get_if<Error>(&opened))
      c.diagnostics.add({e->code, "error", e->message, c.path(s.node), path, 0});
    else
      font_ = std::move(std::get<std::unique_ptr<Font>>(opened));
  }

  void draw(const Drawing& d) override {
    const Look look = read(d.rows);
    const bool fits = picture_ && picture_->width == c_.width && picture_->height == c_.height;
    if (font_ && (!fits || !(look == look_))) {
      look_ = look;
      const Coverage c = rasterise(font_->set(s_.text, look.type), look.outline, c_.width, c_.height);
      picture_ = c_.pool.acquire(c_.width, c_.height, Format::Rgba8);
      picture_->upload(paint(c, look, c_.width, c_.height).data());
    }
    c_.slots.set(s_.out, picture_);
  }

  void follow(Step& step) override {
    auto* before = dynamic_cast<TextStep*>(&step);
    if (!before || before->s_.text != s_.text || before->s_.font != s_.font) return;
    look_ = before->look_;
    picture_ = before->picture_;
  }

 private:
  Look read(const RowValues& values) const {
    auto at = [&](const char* name, int component, float otherwise) {
      return valueOf(s_.rows, name, values, otherwise, component);
    };
    Look l;
    const double em = at("size", 0, 15) / 100.0 * c_.height;
    l.type.size = std::clamp(em, 1.0, 4.0 * c_.height);
    l.type.weight = at("weight", 0, 400);
    l.type.tracking = at("tracking", 0, 0) / 100.0 * em;
    l.type.lineHeight = at("lineHeight", 0, 120) / 100.0 * em;
    l.type.align = std::clamp(int(at("align", 0, 1)), 0, 2);
    l.type.middle = {at("position", 0, 0.5f) * double(c_.width), at("position", 1, 0.5f) * double(c_.height)};
    l.outline = std::max(0.0, at("outline", 0, 0) / 100.0 * em);
    for (int k = 0; k < 4; ++k) {
      l.color[size_t(k)] = at("color", k, 1);
      l.outlineColor[size_t(k)] = at("outlineColor", k, k == 3 ? 1 : 0);
    }
    return l;
  }

  Canvas& c_;
  const plan::TextStep& s_;
  std::unique_ptr<Font> font_;
  Look look_;
  TexturePtr picture_;
};

}  // namespace

std::unique_ptr<Step> makeTextStep(Canvas& c, const plan::TextStep& s, const std::string& fonts) {
  return std::make_unique<TextStep>(c, s, fonts);
}

}  // namespace weft::gl
