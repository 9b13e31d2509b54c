#include "gl/analyse_step.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "gl/analysis.h"
#include "gl/flow.h"

namespace weft::gl {
namespace {

constexpr int kLongSide = 160;  // pixels

class AnalyseStep final : public Step {
 public:
  AnalyseStep(Canvas& c, const plan::AnalyseStep& s) : c_(c), s_(s) {
    const auto& [w, h] = std::pair(c.plan.width, c.plan.height);
    const int longer = std::max(w, h);
    width_ = std::max(1, std::min(w, int(std::lround(double(kLongSide) * w / longer))));
    height_ = std::max(1, std::min(h, int(std::lround(double(kLongSide) * h / longer))));
    glGenBuffers(1, &buffer_);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer_);
    glBufferData(GL_PIXEL_PACK_BUFFER, bytes(), nullptr, GL_STREAM_READ);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  }
  ~AnalyseStep() override { glDeleteBuffers(1, &buffer_); }

  void draw(const Drawing& d) override {
    handOver(d);
    if (d.time.still || value(d, "$bypass", 0) > 0.5f) return;  // the last numbers hold
    const TexturePtr& from = c_.slots[s_.in];
    TexturePtr small = c_.pool.acquire(width_, height_, Format::Rgba32f);
    const Program& p = c_.builtin.shrink();
    glUseProgram(p.id);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, from->id);
    glUniform1i(p.location("image"), 0);
    glUniform2i(p.location("size"), width_, height_);
    c_.draw(small->framebuffer(), width_, height_);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer_);
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_FLOAT, nullptr);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    pending_ = d.time.frame;
    region_ = region(d);
    threshold_ = value(d, "threshold", 0.f);
    sensitivity_ = value(d, "sensitivity", 1.f);
  }

  void finish(const Drawing& d) override {
    if (d.time.wait) handOver(d);
  }

  void reset() override {
    hasBefore_ = false;
    pending_ = -1;
  }

  void follow(Step& step) override {
    auto* before = dynamic_cast<AnalyseStep*>(&step);
    if (!before || before->s_.service != s_.service || before->width_ != width_ || before->height_ != height_) return;
    std::swap(buffer_, before->buffer_);
    pending_ = std::exchange(before->pending_, -1);
    region_ = before->region_;
    threshold_ = before->threshold_;
    sensitivity_ = before->sensitivity_;
    before_ = std::move(before->before_);
    hasBefore_ = before->hasBefore_;
    beforeFrame_ = before->beforeFrame_;
  }

 private:
  GLsizeiptr bytes() const { return GLsizeiptr(width_) * height_ * 4 * sizeof(float); }

  float value(const Drawing& d, const char* name, float otherwise) const {
    return valueOf(s_.rows, name, d.rows, otherwise);
  }
  Region region(const Drawing& d) const {
    return {value(d, "x", 0), value(d, "y", 0), value(d, "width", 1), value(d, "height", 1)};
  }

  void handOver(const Drawing& d) {
    if (pending_ < 0) return;
    SmallPicture now{width_, height_, {}};
    now.rgba.resize(size_t(width_) * height_ * 4);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer_);
    if (const void* at = glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, bytes(), GL_MAP_READ_BIT)) {
      std::memcpy(now.rgba.data(), at, size_t(bytes()));
      glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
    }
    glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
    for (size_t i = 0; i < now.rgba.size(); i += 4)
      for (size_t k = 0; k < 3; ++k) now.rgba[i + k] *= now.rgba[i + 3];
    std::vector<float> values = measure(now);
    values.resize(size_t(s_.outputs));
    if (d.sound.analysed) d.sound.analysed(s_.analysis, values, pending_);
    before_ = std::move(now);
    beforeFrame_ = pending_;
    hasBefore_ = true;
    pending_ = -1;
  }

  std::vector<float> measure(const SmallPicture& p) const {
    if (s_.service == "motion") return moved(p);
    if (s_.service == "color") return color(p, region_);
    if (s_.service == "edge_density") return edgeDensity(p, region_, threshold_);
    return luminance(p, region_);
  }

  // The change of brightness, and where someone reads it the flow: per second, times the sensitivity; its direction
  // from 0 to 1 with 0.5 in the middle.
  std::vector<float> moved(const SmallPicture& p) const {
    std::vector<float> out = motion(p, hasBefore_ ? &before_ : nullptr, region_, threshold_, sensitivity_);
    if (s_.outputs <= int(out.size())) return out;
    Flow flow;
    if (hasBefore_ && pending_ > beforeFrame_) flow = opticalFlow(p, before_, region_, threshold_);
    const double scale = sensitivity_ * double(c_.plan.fps.num) / c_.plan.fps.den / double(std::max<int64_t>(1, pending_ - beforeFrame_));
    const auto unit = [](double v) { return float(std::clamp(v, 0.0, 1.0)); };
    out.insert(out.end(), {unit(flow.speed * scale), unit(0.5 + flow.across * scale / 2), unit(0.5 + flow.up * scale / 2)});
    return out;
  }

  Canvas& c_;
  const plan::AnalyseStep& s_;
  int width_, height_;
  GLuint buffer_ = 0;
  int64_t pending_ = -1;  // frame whose picture is on its way
  Region region_;
  float threshold_ = 0, sensitivity_ = 1;
  SmallPicture before_;
  int64_t beforeFrame_ = 0;
  bool hasBefore_ = false;
};

}  // namespace

std::unique_ptr<Step> makeAnalyseStep(Canvas& c, const plan::AnalyseStep& s) { return std::make_unique<AnalyseStep>(c, s); }

}  // namespace weft::gl
