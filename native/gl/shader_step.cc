#include "gl/shader_step.h"

#include <algorithm>
#include <deque>

#include "gl/audio_image.h"
#include "gl/data_texture.h"
#include "gl/sampler.h"
#include "gl/targets.h"
#include "gl/uniforms.h"

namespace weft::gl {
namespace {

class PassThrough final : public Step {
 public:
  PassThrough(Canvas& c, const plan::ShaderStep& s)
      : c_(c), out_(s.out), from_(s.through >= 0 ? s.through : s.images.empty() ? 0 : s.images[0].texture) {}
  void draw(const Drawing&) override { c_.slots.set(out_, c_.slots[from_]); }

 private:
  Canvas& c_;
  int out_, from_;
};

class Drawn final : public ShaderStep {
 public:
  Drawn(Canvas& c, const plan::ShaderStep& s, std::shared_ptr<const StoredProgram> programs) : c_(c), s_(s), programs_(std::move(programs)) {
    for (const auto& p : programs_->passes) states_.emplace_back(*p, s);
    for (const auto& a : s.audioImages) sounds_.emplace_back(a);
    for (const auto& t : s.textures) data_.push_back(load(t));
    for (const auto& t : s.targets) {
      targets_.emplace_back(t, c.format);
      whole_ |= t.persistent;
    }
    glGenFramebuffers(1, &both_);
    const std::string& text = c.plan.programs[s.program].fragment;
    leavesOut_ = text.find("WEFT_LEAVES_OUT") != std::string::npos || text.find("discard") != std::string::npos;
  }
  ~Drawn() override { glDeleteFramebuffers(1, &both_); }

  void reset() override {
    for (Target& t : targets_) t.reset();
    frameIndex_ = 0;
  }

  void draw(const Drawing& d) override {
    // Bypassed and faded, mix(in, …, 0) is `in` to the bit.
    if (s_.bypass >= 0 && d.rows[s_.bypass] >= 1.f) {
      c_.slots.set(s_.out, c_.slots[s_.through]);
      return;
    }
    std::vector<TexturePtr> before;
    if (d.time.still)
      for (Target& t : targets_) before.push_back(t.picture());
    gather(d, nullptr);
    setUniforms(d, frameIndex_, frameIndex_ == 0 ? 0.0 : d.elapsed);
    for (size_t i = 0; i < s_.passes.size(); ++i) pass(int(i), nullptr);
    for (Target& t : targets_) t.end();
    inputs_.clear();
    held_.clear();
    for (size_t i = 0; i < before.size(); ++i) targets_[i].restore(std::move(before[i]));
    if (!d.time.still) ++frameIndex_;
  }

  void follow(Step& step) override {
    auto* before = dynamic_cast<Drawn*>(&step);
    if (!before) return;
    frameIndex_ = before->frameIndex_;
    for (Target& t : targets_)
      for (Target& old : before->targets_) t.follow(old);
  }

  void rehearse(const Drawing& d, const Tile& tile, const TexturePtr& blank) override {
    gather(d, blank);
    setUniforms(d, 0, 0.0);
    for (size_t i = 0; i < s_.passes.size(); ++i) pass(int(i), &tile);
    inputs_.clear();
    held_.clear();
    c_.slots.set(s_.out, nullptr);
    reset();
  }

 private:
  // What belongs to the program of one pass: places of its uniforms and samplers.
  struct PassState {
    PassState(const Program& p, const plan::ShaderStep& s) : program(p), uniforms(p, s) {
      int unit = 0;
      auto sampler = [&](const std::string& name) {
        samplers.emplace_back(p, name, unit);
        unit += samplers.back().used();
      };
      for (const auto& i : s.images) sampler(i.name);
      for (const auto& a : s.audioImages) sampler(a.name);
      for (const auto& t : s.textures) sampler(t.name);
      for (const auto& t : s.targets) sampler(t.name);
    }
    const Program& program;
    Uniforms uniforms;
    std::vector<Sampler> samplers;  // images, audio, data, targets
  };
  struct Input {
    GLenum kind;
    GLuint id;
    int width, height;
  };

  // A node that keeps pictures stays at full size whatever the tier.
  int width() const { return whole_ ? c_.plan.width : c_.width; }
  int height() const { return whole_ ? c_.plan.height : c_.height; }
  PassState& stateOf(int pass) { return states_[std::min(size_t(pass), states_.size() - 1)]; }

  void setUniforms(const Drawing& d, int frameIndex, double timeDelta) {
    for (PassState& p : states_) {
      glUseProgram(p.program.id);
      p.uniforms.set(c_, d, frameIndex, timeDelta);
    }
  }

  DataPicture load(const plan::DataTexture& t) {
    auto made = makeDataPicture(c_, t);
    if (auto* p = std::get_if<DataPicture>(&made)) return *p;
    const Error& e = std::get<Error>(made);
    c_.diagnostics.add({e.code, "error", e.message, c_.path(s_.node), t.paths.empty() ? "" : t.paths[0], 0});
    const TexturePtr& nothing = c_.slots.nothing();
    return {GL_TEXTURE_2D, nothing->id, 1, 1, nothing, nullptr};
  }

  // What the passes sample beside the targets. Held, so that the pool does not lend it to the same step for drawing.
  void gather(const Drawing& d, const TexturePtr& blank) {
    auto take = [&](const TexturePtr& t) {
      held_.push_back(t);
      inputs_.push_back({GL_TEXTURE_2D, t->id, t->width, t->height});
    };
    for (Target& t : targets_) t.begin(c_, width(), height(), d.rows);
    for (const auto& i : s_.images) take(blank && i.texture != 0 ? blank : c_.slots[i.texture]);
    for (AudioPicture& a : sounds_) take(a.update(c_, d));
    for (const DataPicture& p : data_) inputs_.push_back({p.target, p.id, p.width, p.height});
    c_.slots.set(s_.out, nullptr);
  }

  void pass(int index, const Tile* tile) {
    const plan::ShaderPass& p = s_.passes[index];
    Target* target = p.target >= 0 ? &targets_[p.target] : nullptr;
    const int w = target ? target->width() : width(), h = target ? target->height() : height();
    if (tile) {
      glEnable(GL_SCISSOR_TEST);
      glScissor(int(tile->x * w), int(tile->y * h), std::max(4, int(tile->width * w)), std::max(4, int(tile->height * h)));
    }
    TexturePtr picture, raw;
    if (p.output) picture = c_.pool.acquire(w, h, c_.format);
    if (target) raw = target->open(c_, leavesOut_);
    // The texture comes from the pool: where the node leaves pixels out, it is what the effect container makes of nothing.
    const GLint backdrop = stateOf(index).program.location("weft_backdrop");
    if (picture && leavesOut_ && backdrop < 0) picture->clear();
    // Sizes and scalings above may have bound other framebuffers and programs.
    PassState& state = stateOf(index);
    glUseProgram(state.program.id);
    for (size_t i = 0; i < inputs_.size(); ++i) state.samplers[i].bind(inputs_[i].kind, inputs_[i].id, inputs_[i].width, inputs_[i].height);
    for (size_t t = 0; t < targets_.size(); ++t) targets_[t].bind(c_, state.samplers[inputs_.size() + t]);
    state.uniforms.setPass(index, w, h);
    if (picture && leavesOut_ && backdrop >= 0) {
      glUniform1i(backdrop, 1);
      c_.draw(picture->framebuffer(), w, h);
      glUniform1i(backdrop, 0);
    }
    c_.draw(picture && raw ? together(*picture, *raw) : (picture ? picture : raw)->framebuffer(), w, h);
    if (tile) glDisable(GL_SCISSOR_TEST);
    if (target) target->close(raw);
    if (!picture || tile) return;
    if (w != width() || h != height()) {
      TexturePtr scaled = c_.pool.acquire(width(), height(), c_.format);
      c_.blit(*picture, *scaled);
      picture = scaled;
    }
    c_.slots.set(s_.out, picture);
  }

  GLuint together(const Texture& picture, const Texture& raw) {
    const GLenum two[] = {GL_COLOR_ATTACHMENT0, GL_COLOR_ATTACHMENT1};
    glBindFramebuffer(GL_FRAMEBUFFER, both_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, two[0], GL_TEXTURE_2D, picture.id, 0);
    glFramebufferTexture2D(GL_FRAMEBUFFER, two[1], GL_TEXTURE_2D, raw.id, 0);
    glDrawBuffers(2, two);
    return both_;
  }

  Canvas& c_;
  const plan::ShaderStep& s_;
  const std::shared_ptr<const StoredProgram> programs_;
  std::deque<PassState> states_;  // one for each pass, or one for all
  std::deque<AudioPicture> sounds_;
  std::vector<DataPicture> data_;
  std::vector<Target> targets_;
  std::vector<TexturePtr> held_;
  std::vector<Input> inputs_;  // of the frame being drawn: images, audio, data
  GLuint both_ = 0;
  bool leavesOut_ = false, whole_ = false;
  int frameIndex_ = 0;
};

}  // namespace

std::unique_ptr<ShaderStep> makeShaderStep(Canvas& c, const plan::ShaderStep& s, std::shared_ptr<const StoredProgram> programs) {
  return std::make_unique<Drawn>(c, s, std::move(programs));
}
std::unique_ptr<Step> makePassThrough(Canvas& c, const plan::ShaderStep& s) { return std::make_unique<PassThrough>(c, s); }

}  // namespace weft::gl
