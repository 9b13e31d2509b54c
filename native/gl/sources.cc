#include "gl/sources.h"

#include <algorithm>
#include <chrono>

#include "gl/fit.h"

namespace weft::gl {
namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point t) { return std::chrono::duration<double>(Clock::now() - t).count(); }

Fit fitOf(const plan::Rows& rows, const RowValues& values) {
  return Fit(std::clamp(int(valueOf(rows, "fit", values, 0)), 0, 3));
}

TexturePtr uploaded(Canvas& c, const media::Frame& f) {
  TexturePtr t = c.pool.acquire(f.width, f.height,
                                f.format == media::PixelFormat::Rgba8 ? Format::Rgba8 : Format::Rgba16f);
  t->upload(f.pixels.data());
  return t;
}

void report(Canvas& c, int node, int media, const Error& e) {
  c.diagnostics.add({e.code, "error", e.message, c.path(node), c.plan.media[media].path, 0});
}

// A media picture on the canvas, uploaded and fitted again only when it or the fit has changed.
class Shown {
 public:
  void show(Canvas& c, int slot, const media::FramePtr& frame, Fit fit) {
    if (frame != frame_) {
      frame_ = frame;
      texture_ = uploaded(c, *frame);
      fitted_.reset();
    }
    if (!fitted_ || fit != fit_ || c.width != width_ || c.height != height_) {
      fit_ = fit;
      width_ = c.width;
      height_ = c.height;
      fitted_ = fitted(c, texture_, fit, !frame->opaque);
    }
    c.slots.set(slot, fitted_);
  }
  void again(Canvas& c, int slot) { c.slots.set(slot, fitted_ ? fitted_ : c.blank(c.width, c.height)); }
  void forget() { *this = {}; }

 private:
  media::FramePtr frame_;
  TexturePtr texture_, fitted_;
  Fit fit_ = Fit::Contain;
  int width_ = 0, height_ = 0;
};

class ClipStep final : public Step {
 public:
  ClipStep(Canvas& c, const plan::PictureClipStep& s, std::unique_ptr<media::ClipPictures> pictures)
      : c_(c), s_(s), pictures_(std::move(pictures)) {}

  void draw(const Drawing& d) override {
    media::FramePtr frame = pictures_ ? next(d) : nullptr;
    const auto start = Clock::now();
    if (frame)
      shown_.show(c_, s_.out, frame, fitOf(s_.rows, d.rows));
    else
      shown_.again(c_, s_.out);  // what cannot be had holds the picture before
    d.seconds.upload += since(start);
  }
  void reset() override { shown_.forget(); }
  void follow(Step& step) override {
    auto* before = dynamic_cast<ClipStep*>(&step);
    if (!before || pictures_) return;
    pictures_ = std::move(before->pictures_);
    shown_ = std::move(before->shown_);
  }
  long late() const override { return pictures_ ? pictures_->late() : 0; }

 private:
  media::FramePtr next(const Drawing& d) {
    const auto start = Clock::now();
    const double rate = c_.plan.sampleRate;
    const signal::ClipState clip = d.rows.clip(s_.clip);
    const double elapsed = double(d.time.position - d.rows.transport().position) / rate;
    const double speed = elapsed < clip.seamAfter ? clip.speed : clip.seamSpeed;
    auto frame = pictures_->at(clip.at(elapsed), 1.0 / rate, speed, d.time.wait);
    if (const Error e = pictures_->problem(); !e.code.empty()) report(c_, s_.node, s_.media, e);
    d.seconds.decodeWait += since(start);
    return frame;
  }

  Canvas& c_;
  const plan::PictureClipStep& s_;
  std::unique_ptr<media::ClipPictures> pictures_;
  Shown shown_;
};

class ImageStep final : public Step {
 public:
  ImageStep(Canvas& c, const plan::ImageStep& s, media::FramePtr frame) : c_(c), s_(s), frame_(std::move(frame)) {}
  void draw(const Drawing& d) override {
    if (frame_)
      shown_.show(c_, s_.out, frame_, fitOf(s_.rows, d.rows));
    else
      shown_.again(c_, s_.out);
  }
  void follow(Step& step) override {
    auto* before = dynamic_cast<ImageStep*>(&step);
    if (!before || frame_) return;
    frame_ = before->frame_;
    shown_ = before->shown_;
  }

 private:
  Canvas& c_;
  const plan::ImageStep& s_;
  media::FramePtr frame_;
  Shown shown_;
};

}  // namespace

std::unique_ptr<Step> makeClipStep(Canvas& c, const plan::PictureClipStep& s, std::unique_ptr<media::ClipPictures> pictures) {
  return std::make_unique<ClipStep>(c, s, std::move(pictures));
}
std::unique_ptr<Step> makeImageStep(Canvas& c, const plan::ImageStep& s, media::FramePtr frame) {
  return std::make_unique<ImageStep>(c, s, std::move(frame));
}

}  // namespace weft::gl
