#include "gl/picture_player.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <unordered_map>
#include <unordered_set>

#include "gl/analyse_step.h"
#include "gl/canvas.h"
#include "gl/delays.h"
#include "gl/kernel_step.h"
#include "gl/loops.h"
#include "gl/not_finite.h"
#include "gl/readback.h"
#include "gl/rehearsal.h"
#include "gl/shader_step.h"
#include "gl/sources.h"
#include "gl/text_step.h"

namespace weft::gl {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kFlagsEvery = 32;  // frames
double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }

class Player final : public PicturePlayer {
 public:
  Player(Context& context, const plan::Plan& p, std::span<const float> bases, std::shared_ptr<media::DecodePool> pool,
         SoundSide sound, Diagnostics& diagnostics, const PictureOptions& options)
      : plan_(p), options_(options), canvas_(context.info(), plan_, diagnostics), rows_(plan_, bases, sound.records), sound_(sound),
        decode_(std::move(pool)), readback_(context.info()),
        notFinite_(canvas_), delays_(size_t(plan_.delays)) {
    compilePrograms();
    for (const plan::PictureStep& s : plan_.picture)
      steps_.push_back(std::visit([&](const auto& known) { return make(known); }, s));
  }

  void setBase(int row, float value) override { rows_.setBase(row, value); }

  void draw(const FrameTime& t) override {
    const auto start = Clock::now();
    rows_.begin(t);
    const double elapsed = number_ == 0 ? 0.0 : double(t.position - lastPosition_) / plan_.sampleRate;
    const Drawing d{t, rows_, sound_, seconds_, number_, elapsed};
    notFinite_.bind();
    for (auto& step : steps_) step->draw(d);
    for (auto& step : steps_) step->finish(d);
    canvas_.pool.trim();
    if (const GLenum problem = glGetError(); problem != GL_NO_ERROR) {
      char code[16];
      std::snprintf(code, sizeof code, "0x%04x", problem);
      canvas_.diagnostics.error("engine.failed", std::string("OpenGL reported error ") + code + " while it drew a frame; the picture may be wrong. "
                                "If it stays, try a smaller picture or another graphics driver.");
    }
    lastPosition_ = t.position;
    ++number_;
    seconds_.video += since(start);
  }

  void startReadback(media::PixelFormat format) override {
    const auto start = Clock::now();
    TexturePtr t = canvas_.slots[plan_.outputPicture >= 0 ? plan_.outputPicture : plan::kNoTexture];
    if (t->format == Format::Blank) t = canvas_.slots.nothing();
    // OpenGL ES reads pictures in their own format only.
    const Format wanted = !canvas_.info.es ? t->format : format == media::PixelFormat::Rgba8 ? Format::Rgba8 : Format::Rgba16f;
    if (t->width != canvas_.width || t->height != canvas_.height || t->format != wanted) {
      TexturePtr whole = canvas_.pool.acquire(canvas_.width, canvas_.height, wanted);
      canvas_.blit(*t, *whole);
      t = whole;
    }
    readback_.start(*t, format, double(lastPosition_) / plan_.sampleRate);
    seconds_.readback += since(start);
  }

  media::FramePtr collect(bool wait) override {
    const auto start = Clock::now();
    auto frame = readback_.collect(wait);
    // The last picture in flight, and now and then one before it: the GPU is not kept waiting for the flags.
    if (frame && (readback_.empty() || ++collected_ % kFlagsEvery == 0)) notFinite_.report();
    seconds_.readback += since(start);
    return frame;
  }

  void reportNotFinite() override { notFinite_.report(); }

  void reset() override {
    for (auto& step : steps_) step->reset();
    rows_.reset();
    number_ = 0;
  }

  PictureSeconds seconds() const override { return seconds_; }

 private:
  void compilePrograms() {
    for (size_t i = 0; i < plan_.programs.size(); ++i) {
      const plan::Program& p = plan_.programs[i];
      programs_.emplace_back();
      if (const Loops loops = readLoops(p.fragment); loops.huge) {
        refuse("shader.slow", "A loop of the shader turns " + (std::isfinite(loops.turns) ? std::to_string(int64_t(loops.turns)) + " times" : "without end") +
               "; more than 65535 are not drawn. Give it a smaller bound.", int(i), loops.source, loops.line);
        continue;
      }
      const int passes = passesOf(int(i));
      for (int pass = 0; pass < passes; ++pass) {
        auto made = compileProgram(canvas_.info, p.vertex, p.fragment, passes > 1 ? pass : -1);
        if (auto* e = std::get_if<CompileError>(&made)) {
          refuse("shader.compile", "The shader does not compile: " + e->message + ". Correct the node file.", int(i), e->source, e->line);
          programs_.back().clear();
          break;
        }
        programs_.back().push_back(std::move(std::get<std::unique_ptr<Program>>(made)));
      }
    }
  }

  // Steps that share a program are of one type and have the same passes.
  int passesOf(int program) const {
    for (const auto& step : plan_.picture)
      if (const auto* s = std::get_if<plan::ShaderStep>(&step); s && s->program == program) return std::max<int>(1, int(s->passes.size()));
    return 1;
  }

  // Each program is tried out on the first step that draws it. False: it may not be drawn.
  bool tried(const plan::ShaderStep& s, ShaderStep& step) {
    if (!rehearsed_.insert(s.program).second) return true;
    notFinite_.bind();
    const FrameTime start{};
    const auto why = rehearse(canvas_, s, step, {start, rows_, {}, seconds_, 0, 0.0});
    notFinite_.clear();
    if (why) refuse("shader.slow", *why, s.program, 0, 0);
    return !why;
  }

  void refuse(const char* code, std::string why, int program, int source, int line) {
    const auto& files = plan_.programs[program].files;
    Diagnostic d{code, "error", std::move(why), "", "", line};
    if (source >= 0 && source < int(files.size())) {
      d.node = canvas_.path(files[source].node);
      d.file = files[source].file;
    }
    canvas_.diagnostics.add(d);
  }

  std::unique_ptr<Step> make(const plan::ShaderStep& s) {
    if (programs_[s.program].empty() || s.passes.empty()) return makePassThrough(canvas_, s);
    auto step = makeShaderStep(canvas_, s, programs_[s.program]);
    if (tried(s, *step)) return step;
    step.reset();
    programs_[s.program].clear();
    return makePassThrough(canvas_, s);
  }
  std::unique_ptr<Step> make(const plan::PictureClipStep& s) { return makeClipStep(canvas_, s, decode_); }
  std::unique_ptr<Step> make(const plan::ImageStep& s) { return makeImageStep(canvas_, s); }
  std::unique_ptr<Step> make(const plan::DelayOutStep& s) {
    if (auto row = s.rows.find("frames"); row != s.rows.end() && row->second >= 0) longest_[s.state] = int(plan_.rows[row->second].max);
    return makeDelayOut(canvas_, s, delays_[s.state]);
  }
  std::unique_ptr<Step> make(const plan::DelayInStep& s) {
    auto longest = longest_.find(s.state);
    return makeDelayIn(canvas_, s, delays_[s.state], longest == longest_.end() ? 1 : longest->second);
  }
  std::unique_ptr<Step> make(const plan::KernelStep& s) { return makeKernelStep(canvas_, s); }
  std::unique_ptr<Step> make(const plan::AnalyseStep& s) { return makeAnalyseStep(canvas_, s); }
  std::unique_ptr<Step> make(const plan::TextStep& s) { return makeTextStep(canvas_, s, options_.fonts); }

  const plan::Plan plan_;
  const PictureOptions options_;
  Canvas canvas_;
  RowValues rows_;
  SoundSide sound_;
  std::shared_ptr<media::DecodePool> decode_;
  std::vector<PassPrograms> programs_;
  std::unordered_set<int> rehearsed_;
  std::vector<std::unique_ptr<Step>> steps_;
  Readback readback_;
  NotFinite notFinite_;
  std::vector<DelayLine> delays_;
  std::unordered_map<int, int> longest_;  // delay -> frames it may reach back
  PictureSeconds seconds_;
  int64_t number_ = 0, lastPosition_ = 0, collected_ = 0;
};

}  // namespace

std::unique_ptr<PicturePlayer> PicturePlayer::create(Context& context, const plan::Plan& p,
                                                     std::span<const float> bases,
                                                     std::shared_ptr<media::DecodePool> pool, SoundSide sound,
                                                     Diagnostics& diagnostics, const PictureOptions& options) {
  return std::make_unique<Player>(context, p, bases, std::move(pool), std::move(sound), diagnostics, options);
}

}  // namespace weft::gl
