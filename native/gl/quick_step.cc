#include "gl/quick_step.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "gl/gaussian.h"

namespace weft::gl {
namespace {

// Row of a step's uniform; -1 when it has none of that name.
int rowOf(const plan::ShaderStep& s, const char* name) {
  for (const plan::Uniform& u : s.uniforms)
    if (u.name == name) return u.rows[0];
  return -1;
}

class GaussianStep final : public Step {
 public:
  GaussianStep(Canvas& c, const plan::ShaderStep& s, std::unique_ptr<ShaderStep>& shader)
      : c_(c), s_(s), radius_(rowOf(s, "radius")), direction_(rowOf(s, "direction")), mix_(rowOf(s, "weft_mix")), bypass_(rowOf(s, "weft_bypass")) {
    if (fits()) shader_ = std::move(shader);
  }

  // The step is of the kind that the kernel knows.
  bool fits() const { return std::min({radius_, direction_, mix_, bypass_}) >= 0 && s_.images.size() == 1; }

  void draw(const Drawing& d) override {
    const TexturePtr in = c_.slots[s_.images[0].texture];
    const bool whole = d.rows[mix_] >= 1.f && d.rows[bypass_] <= 0.f;
    if (!whole || in->format != Format::Rgba8 || in->width != c_.width || in->height != c_.height) {
      shader_->draw(d);
      return;
    }
    const double sigma = std::max(0.0, double(d.rows[radius_])) * 0.01 * c_.height;
    const int direction = int(d.rows[direction_]);
    if (sigma < 0.05) {
      c_.slots.set(s_.out, in);
      return;
    }
    pixels_.resize(size_t(c_.width) * size_t(c_.height) * 4);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, in->framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, c_.width, c_.height, GL_RGBA, GL_UNSIGNED_BYTE, pixels_.data());
    const int threads = int(std::clamp(std::thread::hardware_concurrency(), 1u, 8u));
    gaussian_.blur(pixels_.data(), pixels_.data(), c_.width, c_.height, direction == 2 ? 0 : sigma, direction == 1 ? 0 : sigma, threads);
    TexturePtr out = c_.picture();
    out->upload(pixels_.data());
    c_.slots.set(s_.out, out);
  }

 private:
  Canvas& c_;
  const plan::ShaderStep& s_;
  const int radius_, direction_, mix_, bypass_;  // rows
  std::unique_ptr<ShaderStep> shader_;
  Gaussian gaussian_;
  std::vector<uint8_t> pixels_;
};

}  // namespace

std::unique_ptr<Step> quickened(Canvas& c, const plan::ShaderStep& s, std::unique_ptr<ShaderStep> shader) {
  if (!c.info.software || c.format != Format::Rgba8 || s.kernel != "gaussian") return shader;
  auto step = std::make_unique<GaussianStep>(c, s, shader);
  if (step->fits()) return step;
  return shader;
}

}  // namespace weft::gl
