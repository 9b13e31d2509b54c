#include "gl/picture_player.h"

#include <chrono>

#include "gl/canvas.h"
#include "gl/readback.h"
#include "gl/shader_step.h"

namespace weft::gl {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }

class Player final : public PicturePlayer {
 public:
  Player(Context& context, const plan::Plan& p, std::span<const float> bases, std::shared_ptr<media::DecodePool> pool,
         SoundSide sound, Diagnostics& diagnostics)
      : plan_(p), canvas_(context.info(), plan_, diagnostics), rows_(plan_, bases, sound.records), sound_(sound),
        decode_(std::move(pool)), readback_(context.info()) {
    compilePrograms();
    for (const plan::PictureStep& s : plan_.picture)
      if (auto step = std::visit([&](const auto& known) { return make(known); }, s)) steps_.push_back(std::move(step));
  }

  void setBase(int row, float value) override { rows_.setBase(row, value); }

  void draw(const FrameTime& t) override {
    const auto start = Clock::now();
    rows_.begin(t);
    const double elapsed = number_ == 0 ? 0.0 : double(t.position - lastPosition_) / plan_.sampleRate;
    const Drawing d{t, rows_, sound_, seconds_, number_, elapsed};
    for (auto& step : steps_) step->draw(d);
    canvas_.pool.trim();
    lastPosition_ = t.position;
    ++number_;
    seconds_.video += since(start);
  }

  void startReadback(media::PixelFormat format) override {
    const auto start = Clock::now();
    TexturePtr t = canvas_.slots[plan_.outputPicture >= 0 ? plan_.outputPicture : plan::kNoTexture];
    if (t->width != canvas_.width || t->height != canvas_.height) {
      TexturePtr whole = canvas_.picture();
      canvas_.blit(*t, *whole);
      t = whole;
    }
    readback_.start(*t, format, double(lastPosition_) / plan_.sampleRate);
    seconds_.readback += since(start);
  }

  media::FramePtr collect(bool wait) override {
    const auto start = Clock::now();
    auto frame = readback_.collect(wait);
    seconds_.readback += since(start);
    return frame;
  }

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
      auto made = compileProgram(canvas_.info, p.vertex, p.fragment);
      if (auto* e = std::get_if<CompileError>(&made)) {
        report(int(i), *e);
        programs_.push_back(nullptr);
      } else {
        programs_.push_back(std::move(std::get<std::unique_ptr<Program>>(made)));
      }
    }
  }

  void report(int program, const CompileError& e) {
    const auto& files = plan_.programs[program].files;
    Diagnostic d{"shader.compile", "error", "", "", "", e.line};
    if (e.source >= 0 && e.source < int(files.size())) {
      d.node = canvas_.path(files[e.source].node);
      d.file = files[e.source].file;
    }
    d.message = "The shader does not compile: " + e.message + ". Correct the node file; until then the node passes its input through.";
    canvas_.diagnostics.add(d);
  }

  std::unique_ptr<Step> make(const plan::ShaderStep& s) {
    return makeShaderStep(canvas_, s, programs_[s.program].get());
  }
  template <class Other>
  std::unique_ptr<Step> make(const Other&) { return nullptr; }

  const plan::Plan plan_;
  Canvas canvas_;
  RowValues rows_;
  SoundSide sound_;
  std::shared_ptr<media::DecodePool> decode_;
  std::vector<std::unique_ptr<Program>> programs_;
  std::vector<std::unique_ptr<Step>> steps_;
  Readback readback_;
  PictureSeconds seconds_;
  int64_t number_ = 0, lastPosition_ = 0;
};

}  // namespace

std::unique_ptr<PicturePlayer> PicturePlayer::create(Context& context, const plan::Plan& p,
                                                     std::span<const float> bases,
                                                     std::shared_ptr<media::DecodePool> pool, SoundSide sound,
                                                     Diagnostics& diagnostics) {
  return std::make_unique<Player>(context, p, bases, std::move(pool), std::move(sound), diagnostics);
}

}  // namespace weft::gl
