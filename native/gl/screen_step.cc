#include "gl/screen_step.h"

#include "gl/readback.h"

namespace weft::gl {
namespace {

class ScreenStep final : public Step {
 public:
  ScreenStep(Canvas& c, const plan::ScreenStep& s, Screens* screens) : c_(c), s_(s), screens_(screens), node_(c.path(s.node)), readback_(c.info) {
    if (screens_) screens_->open(node_);
  }
  ~ScreenStep() override {
    if (screens_) screens_->close(node_);
  }

  void draw(const Drawing& d) override {
    if (!screens_) return;
    place_ = read(d.rows);
    tell();
    const TexturePtr& t = c_.slots[s_.in];
    if (s_.in == plan::kNoTexture || t->format == Format::Blank) {
      readback_.clear();
      screens_->show(node_, place_, nullptr);
      return;
    }
    // OpenGL ES reads pictures in their own format only.
    TexturePtr picture = t;
    if (t->format != Format::Rgba8) {
      picture = c_.pool.acquire(t->width, t->height, Format::Rgba8);
      c_.blit(*t, *picture);
    }
    readback_.start(*picture, media::PixelFormat::Rgba8, 0);
  }

  void collect() override {
    media::FramePtr newest;
    for (auto f = readback_.collect(false); f; f = readback_.collect(false)) newest = std::move(f);
    if (newest) screens_->show(node_, place_, std::move(newest));
  }

  void reset() override { readback_.clear(); }

 private:
  // Once, when there is nothing to show it on.
  void tell() {
    const std::string why = screens_->problem();
    if (why != told_ && !why.empty()) c_.diagnostics.add({"device.missing", "warning", why, node_, "", 0});
    told_ = why;
  }

  ScreenPlace read(const RowValues& values) const {
    auto at = [&](const char* name, float otherwise, int component = 0) { return valueOf(s_.rows, name, values, otherwise, component); };
    ScreenPlace p;
    p.display = int(at("display", 1));
    p.fullscreen = at("fullscreen", 1) > 0.5f;
    const char* names[] = {"bottomLeft", "bottomRight", "topRight", "topLeft"};
    for (size_t i = 0; i < 8; ++i) p.corners[i] = at(names[i / 2], kWhole[i], int(i % 2));
    return p;
  }

  Canvas& c_;
  const plan::ScreenStep& s_;
  Screens* screens_;
  const std::string node_;
  Readback readback_;
  ScreenPlace place_;
  std::string told_;
};

}  // namespace

std::unique_ptr<Step> makeScreenStep(Canvas& c, const plan::ScreenStep& s, Screens* screens) {
  return std::make_unique<ScreenStep>(c, s, screens);
}

}  // namespace weft::gl
