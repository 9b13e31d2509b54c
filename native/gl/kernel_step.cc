#include "gl/kernel_step.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "gl/fit.h"
#include "gl/pixelsort.h"

namespace weft::gl {
namespace {

class KernelStep final : public Step {
 public:
  KernelStep(Canvas& c, const plan::KernelStep& s) : c_(c), s_(s), known_(s.service == "pixelsort") {
    if (!known_)
      c.diagnostics.error("engine.failed", "The service '" + s.service + "' is not one of this engine's: pixelsort. Change the node's manifest.", c.path(s.node));
  }

  void draw(const Drawing& d) override {
    const TexturePtr in = c_.slots[s_.ins.empty() ? 0 : s_.ins[0]];
    // The effect container around the kernel shows nothing of it then.
    const bool unseen = value(d, "$bypass", 0.f) >= 1.f || value(d, "$mix", 1.f) <= 0.f;
    c_.slots.set(s_.out, known_ && !unseen ? sorted(d, in) : in);
  }

 private:
  float value(const Drawing& d, const char* name, float otherwise) const {
    return valueOf(s_.rows, name, d.rows, otherwise);
  }

  TexturePtr sorted(const Drawing& d, const TexturePtr& in) {
    const bool half = c_.format == Format::Rgba16f;
    const TexturePtr whole = fitted(c_, in, Fit::Stretch, false);
    pixels_.resize(size_t(c_.width) * c_.height * (half ? 8 : 4));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, whole->framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, c_.width, c_.height, GL_RGBA, componentType(c_.format), pixels_.data());

    SortSettings s;
    s.low = value(d, "low", s.low);
    s.high = value(d, "high", s.high);
    s.vertical = value(d, "direction", 0) > 0.5f;
    s.descending = value(d, "reverse", 0) > 0.5f;
    s.key = SortKey(std::clamp(int(value(d, "key", 0)), 0, int(SortKey::Blue)));
    const int threads = int(std::clamp(std::thread::hardware_concurrency(), 1u, 8u));
    if (half)
      sortPixelsHalf(reinterpret_cast<uint16_t*>(pixels_.data()), c_.width, c_.height, s, threads);
    else
      sortPixels(pixels_.data(), c_.width, c_.height, s, threads);
    TexturePtr out = c_.picture();
    out->upload(pixels_.data());
    return out;
  }

  Canvas& c_;
  const plan::KernelStep& s_;
  bool known_;
  std::vector<uint8_t> pixels_;
};

}  // namespace

std::unique_ptr<Step> makeKernelStep(Canvas& c, const plan::KernelStep& s) { return std::make_unique<KernelStep>(c, s); }

}  // namespace weft::gl
