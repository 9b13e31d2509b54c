#include "audio/device_in_step.h"

namespace weft::audio {
namespace {

constexpr float kZero = 0;

class DeviceIn final : public Step {
 public:
  DeviceIn(Workspace& space, const plan::DeviceInStep& step)
      : channel_(row(space, step, "channel")), mono_(row(space, step, "mono")), gain_(row(space, step, "gain")),
        notFinite_(space.notFinite), node_(step.node) {
    for (size_t c = 0; c < 2; ++c) outs_[c] = space.out(c < step.outs.size() ? step.outs[c] : -1);
  }

  void run(Tick& tick) override {
    const int first = int(*channel_) - 1;
    const Pair wanted{first, *mono_ > 0.5f ? first : first + 1};
    const float to = gain_.factor(), from = begun_ ? last_ : to;
    const Pair before = begun_ ? heard_ : wanted;
    for (size_t c = 0; c < 2; ++c) {
      const float *is = channel(tick, wanted, c), *was = channel(tick, before, c);
      float* out = outs_[c];
      if (is == was) {
        for (int i = 0; i < kBlock; ++i) out[i] = is ? is[i] * gainAt(from, to, i) : 0.f;
      } else {
        for (int i = 0; i < kBlock; ++i) {
          const float x = gainAt(0, 1, i), a = was ? was[i] : 0.f, b = is ? is[i] : 0.f;
          out[i] = (a + (b - a) * x) * gainAt(from, to, i);
        }
      }
      if (!allFinite(out, kBlock)) [[unlikely]] {
        clearBlock(out);
        notFinite_.raise(node_);
      }
    }
    last_ = to;
    heard_ = wanted;
    begun_ = true;
  }
  void carry(const Step& before) override {
    const auto& other = static_cast<const DeviceIn&>(before);
    last_ = other.last_;
    heard_ = other.heard_;
    begun_ = other.begun_;
  }

 private:
  struct Pair {
    int left, right;
  };
  static const float* row(const Workspace& space, const plan::DeviceInStep& step, const char* name) {
    const auto found = step.rows.find(name);
    return found == step.rows.end() || found->second < 0 ? &kZero : space.row(found->second);
  }
  // Null: silence. The last channel is heard on both sides.
  static const float* channel(const Tick& tick, Pair pair, size_t side) {
    const int count = int(tick.heard.size());
    const int wanted = side == 0 || pair.right >= count ? pair.left : pair.right;
    return wanted >= 0 && wanted < count ? tick.heard[size_t(wanted)] : nullptr;
  }

  const float *channel_, *mono_;
  Gain gain_;
  NodeFlags& notFinite_;
  int node_;
  float* outs_[2];
  float last_ = 1;
  Pair heard_{0, 1};
  bool begun_ = false;
};

}  // namespace

StepPtr makeStep(Workspace& space, const plan::DeviceInStep& step) { return space.make<DeviceIn>(space, step); }

}  // namespace weft::audio
