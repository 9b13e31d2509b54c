#include "audio/wiring.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace weft::audio {
namespace {

// splitmix64 (S. Vigna), to fold numbers into one.
uint64_t mixed(uint64_t a, uint64_t b) {
  uint64_t z = a + 0x9e3779b97f4a7c15u * (b + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}
uint64_t hashOf(std::string_view text) { return std::hash<std::string_view>{}(text); }

class Reader {
 public:
  Reader(const plan::Plan& plan, Wiring& made)
      : plan_(plan), made_(made), buffers_(size_t(std::max(plan.buffers, plan::kSilence + 1))),
        slots_(size_t(std::max(plan.signals, plan::kSignalFrame + 1))) {
    made_.sets.emplace_back();
    for (int slot : {plan::kSignalTime, plan::kSignalBeat, plan::kSignalFrame}) slots_[size_t(slot)] = {Origin(slot)};
    for (const auto& [slot, value] : plan.constants) slots_[size_t(slot)] = {mixed(hashOf("constant"), std::bit_cast<uint32_t>(value))};
  }

  void read() {
    for (step_ = 0; step_ < plan_.sound.size(); ++step_) {
      made_.identity.emplace_back();
      made_.ins.emplace_back();
      std::visit([this](const auto& step) { add(step); }, plan_.sound[step_]);
    }
  }

 private:
  using In = Wiring::In;

  const std::string& path(int node) const { return plan_.nodes[size_t(node)].path; }
  // The second step of the same name, were there one, is another.
  uint64_t name(std::string identity) {
    if (const int n = seen_[identity]++; n > 0) identity += "#" + std::to_string(n);
    made_.identity.back() = std::move(identity);
    return hashOf(made_.identity.back());
  }

  In at(int buffer) const { return buffers_[size_t(std::max(buffer, plan::kSilence))]; }
  void reads(int buffer) { made_.ins.back().push_back(at(buffer)); }
  void writes(int buffer, std::vector<Origin> origins, int mix = -1) {
    if (buffer <= plan::kSilence || size_t(buffer) >= buffers_.size()) return;
    std::sort(origins.begin(), origins.end());
    buffers_[size_t(buffer)] = {int(made_.sets.size()), mix};
    made_.sets.push_back(std::move(origins));
  }
  void writesSlot(int slot, std::vector<Origin> origins) {
    if (slot > plan::kSignalZero && size_t(slot) < slots_.size()) slots_[size_t(slot)] = std::move(origins);
  }
  const std::vector<Origin>& slot(int i) const { return slots_[size_t(std::max(i, plan::kSignalZero))]; }

  void add(const plan::StackStep&) {}
  void add(const plan::AddStep& step) {
    std::vector<Origin> all;
    for (int in : step.ins) all.insert(all.end(), slot(in).begin(), slot(in).end());
    writesSlot(step.out, std::move(all));
  }
  void add(const plan::MixStep& step) {
    std::vector<Origin> all;
    for (int in : step.ins) {
      reads(in);
      const auto& set = made_.sets[size_t(at(in).origins)];
      all.insert(all.end(), set.begin(), set.end());
    }
    writes(step.out, std::move(all), int(step_));
  }
  void add(const plan::RampStep& step) {
    std::vector<Origin> from = slot(step.in);
    std::sort(from.begin(), from.end());
    uint64_t all = hashOf("ramp");
    for (Origin origin : from) all = mixed(all, origin);
    name("ramp " + std::to_string(all));
    writes(step.out, {mixed(all, 0)});
  }
  void add(const plan::ClipStep& step) {
    const uint64_t self = name("clip " + path(step.node) + " " + plan_.media[size_t(step.media)].path);
    for (size_t c = 0; c < step.outs.size(); ++c) writes(step.outs[c], {mixed(self, c)});
  }
  void add(const plan::DeviceInStep& step) {
    const uint64_t self = name("device " + path(step.node));
    for (size_t c = 0; c < step.outs.size(); ++c) writes(step.outs[c], {mixed(self, c)});
  }
  void add(const plan::FromPictureStep& step) {
    const uint64_t self = name("picture " + path(step.node));
    for (size_t o = 0; o < step.outs.size(); ++o) writesSlot(step.outs[o], {mixed(self, o)});
  }
  void add(const plan::TapStep& step) {
    uint64_t all = hashOf("tap");
    for (int buffer : plan_.taps[size_t(step.tap)]) {
      reads(buffer);
      all = mixed(all, hashOf("channel"));
      for (Origin origin : made_.sets[size_t(at(buffer).origins)]) all = mixed(all, origin);
    }
    name("tap " + std::to_string(all));
  }
  void add(const plan::OutStep& step) {
    name("out " + path(step.node));
    for (int in : step.ins) reads(in);
  }
  void add(const plan::DspStep& step) {
    const auto& program = plan_.dsp[size_t(step.program)];
    const uint64_t self = name("dsp " + path(step.node) + " " + program.key + " " + std::to_string(int(step.rate)) + " " +
                               std::to_string(step.instances.size()));
    if (step.rate != plan::DspRate::Signal) {
      for (const auto& instance : step.instances)
        for (int in : instance.ins) reads(in);
      // As many as a loaded program has outputs; one that could not be loaded has as many as its step says: the same.
      if (step.rate == plan::DspRate::Audio)
        for (size_t i = 0; i < step.instances.size() * size_t(program.outputs); ++i) reads(i < step.through.size() ? step.through[i] : -1);
    }
    for (size_t i = 0; i < step.instances.size(); ++i)
      for (size_t o = 0; o < step.instances[i].outs.size(); ++o) {
        const Origin origin = mixed(mixed(self, i), o);
        if (step.rate == plan::DspRate::Audio) writes(step.instances[i].outs[o], {origin});
        else writesSlot(step.instances[i].outs[o], {origin});
      }
  }

  const plan::Plan& plan_;
  Wiring& made_;
  size_t step_ = 0;
  std::vector<In> buffers_;                 // what lies in each at this place of the schedule
  std::vector<std::vector<Origin>> slots_;
  std::unordered_map<std::string, int> seen_;
};

}  // namespace

Wiring::Wiring(const plan::Plan& plan) { Reader(plan, *this).read(); }

}  // namespace weft::audio
