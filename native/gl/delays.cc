#include "gl/delays.h"

#include <algorithm>

namespace weft::gl {
namespace {

class DelayOut final : public Step {
 public:
  DelayOut(Canvas& c, const plan::DelayOutStep& s, DelayLine& line) : c_(c), s_(s), line_(line) {}
  void draw(const Drawing& d) override {
    const size_t frames = size_t(std::max(1.f, valueOf(s_.rows, "frames", d.rows, 1)));
    const auto& p = line_.pictures;
    c_.slots.set(s_.out, frames <= p.size() ? p[p.size() - frames] : c_.blank(c_.width, c_.height));
  }

 private:
  Canvas& c_;
  const plan::DelayOutStep& s_;
  DelayLine& line_;
};

class DelayIn final : public Step {
 public:
  DelayIn(Canvas& c, const plan::DelayInStep& s, DelayLine& line, int longest)
      : c_(c), s_(s), line_(line), longest_(size_t(std::max(1, longest))) {}
  void draw(const Drawing& d) override {
    if (d.time.still) return;
    line_.pictures.push_back(c_.slots[s_.in]);
    while (line_.pictures.size() > longest_) line_.pictures.pop_front();
  }
  void reset() override { line_.pictures.clear(); }
  void follow(Step& step) override {
    if (auto* before = dynamic_cast<DelayIn*>(&step)) line_.pictures = std::move(before->line_.pictures);
  }

 private:
  Canvas& c_;
  const plan::DelayInStep& s_;
  DelayLine& line_;
  size_t longest_;
};

}  // namespace

std::unique_ptr<Step> makeDelayOut(Canvas& c, const plan::DelayOutStep& s, DelayLine& line) {
  return std::make_unique<DelayOut>(c, s, line);
}
std::unique_ptr<Step> makeDelayIn(Canvas& c, const plan::DelayInStep& s, DelayLine& line, int longest) {
  return std::make_unique<DelayIn>(c, s, line, longest);
}

}  // namespace weft::gl
