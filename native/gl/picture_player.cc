#include "gl/picture_player.h"

#include <chrono>
#include <cstdio>
#include <unordered_map>

#include "gl/analyse_step.h"
#include "gl/canvas.h"
#include "gl/delays.h"
#include "gl/kernel_step.h"
#include "gl/not_finite.h"
#include "gl/picture_media.h"
#include "gl/quick_step.h"
#include "gl/readback.h"
#include "gl/screen_step.h"
#include "gl/sources.h"
#include "gl/text_step.h"
#include "gl/workshop.h"

namespace weft::gl {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kFlagsEvery = 32;  // frames
constexpr double kLittle = 0.002;  // seconds of preparing at once
double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }

class Player final : public PicturePlayer {
 public:
  Player(std::shared_ptr<Stage> stage, std::shared_ptr<const plan::Plan> p, std::span<const float> bases, std::shared_ptr<PictureMedia> media,
         SoundSide sound, Diagnostics& diagnostics, const PictureOptions& options)
      : stage_(std::move(stage)), planHeld_(std::move(p)), plan_(*planHeld_), fonts_(options.fonts), box_(options.box), screens_(options.screens), media_(std::move(media)),
        canvas_(*stage_, plan_, diagnostics), rows_(plan_, bases, sound.records), sound_(std::move(sound)), readback_(canvas_.info),
        notFinite_(canvas_), workshop_(canvas_, notFinite_, rows_, seconds_, options.tryOut, options.refused,
                                      options.constants && canvas_.info.software ? bases : std::span<const float>{}), delays_(size_t(plan_.delays)) {}

  bool prepare() override {
    const auto start = Clock::now();
    bool spent = false;
    while (!spent && since(start) < kLittle) {
      if (compiled_ < plan_.programs.size()) {
        spent = workshop_.compile(int(compiled_++));
      } else if (steps_.size() < plan_.picture.size()) {
        steps_.push_back(std::visit([&](const auto& known) { return make(known, spent); }, plan_.picture[steps_.size()]));
      } else {
        media_.reset();
        return false;
      }
    }
    return true;
  }

  void follow(PicturePlayer& player) override {
    auto& before = static_cast<Player&>(player);
    std::unordered_map<std::string, Step*> old;
    for (size_t i = 0; i < before.steps_.size(); ++i) old.emplace(before.nameOf(i), before.steps_[i].get());
    for (size_t i = 0; i < steps_.size(); ++i)
      if (const auto at = old.find(nameOf(i)); at != old.end()) steps_[i]->follow(*at->second);
    rows_.follow(before.rows_);
    number_ = before.number_;
    lastPosition_ = before.lastPosition_;
  }

  void setBase(int row, float value) override { rows_.setBase(row, value); }
  int row(const std::string& id) const override { return rows_.row(id); }
  bool moved(int64_t tick) const override { return rows_.moved(tick); }

  void draw(const FrameTime& t) override {
    const auto start = Clock::now();
    canvas_.setTier(t.tier);
    rows_.begin(t);
    const double elapsed = number_ == 0 ? 0.0 : double(t.position - lastPosition_) / plan_.sampleRate;
    const Drawing d{t, rows_, sound_, seconds_, number_, elapsed};
    notFinite_.bind();
    for (size_t i = 0; i < steps_.size(); ++i) {
      if (box_) box_->enter(rt::BlackBox::Render, canvas_.path(nodeOf(i)));
      steps_[i]->draw(d);
    }
    if (box_) box_->leave(rt::BlackBox::Render);
    for (auto& step : steps_) step->finish(d);
    canvas_.pool.trim();
    if (const GLenum problem = glGetError(); problem != GL_NO_ERROR) {
      char code[16];
      std::snprintf(code, sizeof code, "0x%04x", problem);
      canvas_.diagnostics.error("engine.failed", std::string("OpenGL reported error ") + code + " while it drew a frame; the picture may be wrong. "
                                "If it stays, try a smaller picture or another graphics driver.");
    }
    shown_ = t.position;
    if (!t.still) {
      lastPosition_ = t.position;
      ++number_;
    }
    seconds_.video += since(start);
  }

  void startReadback(media::PixelFormat format) override { read(format, plan_.width, plan_.height); }
  void startReadbackAsDrawn(media::PixelFormat format) override { read(format, canvas_.width, canvas_.height); }

  media::FramePtr collect(bool wait) override {
    const auto start = Clock::now();
    auto frame = readback_.collect(wait);
    if (frame)
      for (auto& step : steps_) step->collect();
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

  size_t textureBytes() const override { return canvas_.pool.bytes(); }
  PictureSeconds seconds() const override { return seconds_; }
  long decodeLate() const override {
    long late = 0;
    for (const auto& step : steps_) late += step->late();
    return late;
  }

 private:
  void read(media::PixelFormat format, int width, int height) {
    const auto start = Clock::now();
    TexturePtr t = canvas_.slots[plan_.outputPicture >= 0 ? plan_.outputPicture : plan::kNoTexture];
    if (t->format == Format::Blank) t = canvas_.slots.nothing();
    // OpenGL ES reads pictures in their own format only.
    const Format wanted = !canvas_.info.es ? t->format : format == media::PixelFormat::Rgba8 ? Format::Rgba8 : Format::Rgba16f;
    if (t->width != width || t->height != height || t->format != wanted) {
      TexturePtr whole = canvas_.pool.acquire(width, height, wanted);
      canvas_.blit(*t, *whole);
      t = whole;
    }
    readback_.start(*t, format, double(shown_) / plan_.sampleRate);
    seconds_.readback += since(start);
  }

  int nodeOf(size_t step) const {
    return std::visit([](const auto& known) { return known.node; }, plan_.picture[step]);
  }
  // What a step is called across plans. Nodes of one path and type are the same node.
  std::string nameOf(size_t step) const {
    const auto& s = plan_.picture[step];
    const plan::Node& n = plan_.nodes[size_t(nodeOf(step))];
    std::string name = n.path + '\n' + n.type + '\n' + std::to_string(s.index());
    if (const auto* clip = std::get_if<plan::PictureClipStep>(&s); clip && clip->media >= 0) name += plan_.media[size_t(clip->media)].path;
    if (const auto* image = std::get_if<plan::ImageStep>(&s); image && image->media >= 0) name += plan_.media[size_t(image->media)].path;
    return name;
  }

  std::unique_ptr<Step> make(const plan::ShaderStep& s, bool& spent) {
    if (auto step = workshop_.make(s, spent)) return quickened(canvas_, s, std::move(step));
    return makePassThrough(canvas_, s);
  }
  std::unique_ptr<Step> make(const plan::PictureClipStep& s, bool&) { return makeClipStep(canvas_, s, std::move(opened().clip)); }
  std::unique_ptr<Step> make(const plan::ImageStep& s, bool&) { return makeImageStep(canvas_, s, std::move(opened().image)); }
  std::unique_ptr<Step> make(const plan::DelayOutStep& s, bool&) {
    if (auto row = s.rows.find("frames"); row != s.rows.end() && row->second >= 0) longest_[s.state] = int(plan_.rows[row->second].max);
    return makeDelayOut(canvas_, s, delays_[s.state]);
  }
  std::unique_ptr<Step> make(const plan::DelayInStep& s, bool&) {
    auto longest = longest_.find(s.state);
    return makeDelayIn(canvas_, s, delays_[s.state], longest == longest_.end() ? 1 : longest->second);
  }
  std::unique_ptr<Step> make(const plan::KernelStep& s, bool&) { return makeKernelStep(canvas_, s); }
  std::unique_ptr<Step> make(const plan::AnalyseStep& s, bool&) { return makeAnalyseStep(canvas_, s); }
  std::unique_ptr<Step> make(const plan::ScreenStep& s, bool&) { return makeScreenStep(canvas_, s, screens_); }
  std::unique_ptr<Step> make(const plan::TextStep& s, bool&) { return makeTextStep(canvas_, s, fonts_); }

  // What was opened for the step that is made next.
  PictureMedia::Opened opened() {
    const auto at = media_->steps.find(int(steps_.size()));
    return at == media_->steps.end() ? PictureMedia::Opened{} : std::move(at->second);
  }

  const std::shared_ptr<Stage> stage_;
  const std::shared_ptr<const plan::Plan> planHeld_;
  const plan::Plan& plan_;
  const std::string fonts_;
  rt::BlackBox* const box_;
  Screens* const screens_;
  std::shared_ptr<PictureMedia> media_;
  Canvas canvas_;
  RowValues rows_;
  SoundSide sound_;
  Readback readback_;
  NotFinite notFinite_;
  PictureSeconds seconds_;
  Workshop workshop_;
  std::vector<DelayLine> delays_;
  std::unordered_map<int, int> longest_;  // delay -> frames it may reach back
  size_t compiled_ = 0;                   // programs
  std::vector<std::unique_ptr<Step>> steps_;
  int64_t number_ = 0, lastPosition_ = 0, shown_ = 0, collected_ = 0;
};

}  // namespace

std::shared_ptr<Stage> makeStage(Context& context) { return std::make_shared<Stage>(context); }

std::unique_ptr<PicturePlayer> PicturePlayer::begin(std::shared_ptr<Stage> stage, std::shared_ptr<const plan::Plan> p, std::span<const float> bases,
                                                    std::shared_ptr<PictureMedia> media, SoundSide sound, Diagnostics& diagnostics,
                                                    const PictureOptions& options) {
  return std::make_unique<Player>(std::move(stage), std::move(p), bases, std::move(media), std::move(sound), diagnostics, options);
}

std::unique_ptr<PicturePlayer> PicturePlayer::create(Context& context, const plan::Plan& p, std::span<const float> bases,
                                                     std::shared_ptr<media::DecodePool> pool, SoundSide sound, Diagnostics& diagnostics,
                                                     const PictureOptions& options) {
  auto plan = std::make_shared<const plan::Plan>(p);
  auto media = openPictureMedia(*plan, pool, nullptr, diagnostics);
  auto player = begin(makeStage(context), plan, bases, std::move(media), std::move(sound), diagnostics, options);
  while (player->prepare()) {}
  return player;
}

}  // namespace weft::gl
