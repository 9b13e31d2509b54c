#include "audio/from_picture.h"

namespace weft::audio {
namespace {

class FromPicture final : public Step {
 public:
  FromPicture(Workspace& space, PictureInbox& inbox, const plan::FromPictureStep& step)
      : inbox_(inbox), notFinite_(space.notFinite), node_(step.node), outs_(space.array<float*>(step.outs.size())) {
    for (size_t i = 0; i < outs_.size(); ++i) outs_[i] = space.signalOut(step.outs[i]);
  }
  void run(Tick& tick) override {
    const PictureInbox::Entry* entry = inbox_.take(tick.transport.position);
    if (!entry) return;  // the last values hold
    for (size_t i = 0; i < outs_.size(); ++i) {
      const float value = i < PictureInbox::kValues ? entry->values[i] : 0.f;
      if (!std::isfinite(value)) notFinite_.raise(node_);
      *outs_[i] = std::isfinite(value) ? value : 0.f;
    }
  }
  bool isSignal() const override { return true; }

 private:
  PictureInbox& inbox_;
  NodeFlags& notFinite_;
  int node_;
  std::span<float*> outs_;
};

}  // namespace

void PictureInbox::push(std::span<const float> values, int64_t at) {
  Entry entry;
  entry.at = at;
  std::copy_n(values.begin(), std::min(values.size(), kValues), entry.values.begin());
  if (!queue_.push(entry)) late_.fetch_add(1, std::memory_order_relaxed);
}

const PictureInbox::Entry* PictureInbox::take(int64_t position) {
  const bool back = position < last_;  // sought backwards: what waits belongs to the time before
  last_ = position;
  bool due = false;
  while (const Entry* entry = queue_.front()) {
    if (!back) {
      if (entry->at >= position + kBlock) break;
      if (entry->at < position) {
        late_.fetch_add(1, std::memory_order_relaxed);
      } else {
        held_ = *entry;
        due = true;
      }
    }
    queue_.pop();
  }
  return due ? &held_ : nullptr;
}

StepPtr makeStep(Workspace& space, PictureInbox& inbox, const plan::FromPictureStep& step) {
  return space.make<FromPicture>(space, inbox, step);
}

}  // namespace weft::audio
