#include "audio/transition.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace weft::audio {
namespace {

using Set = std::vector<Origin>;

Set without(const Set& a, const Set& b) {
  Set rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

// Turns addresses of one schedule so that some of the sounds that meet there can be faded, and no others.
class Side {
 public:
  explicit Side(Schedule& schedule) : schedule_(schedule), addresses_(schedule.wiring.ins.size()) {}

  // Input `in` of step `step` of the plan, of whose sounds `some` fade.
  void fade(size_t step, size_t in, Set some) {
    const auto& at = schedule_.wiring.ins[step][in];
    const Set& all = schedule_.wiring.sets[size_t(at.origins)];
    if (some.empty()) return;
    if (all == some) {
      turn(step, in);
      return;
    }
    // They meet in a sum. A sum may feed several inlets of one wire; it is gone through once.
    if (at.mix < 0 || !summed_.insert(at.mix).second) return;
    const auto mix = size_t(at.mix);
    for (size_t i = 0; i < schedule_.wiring.ins[mix].size(); ++i) {
      const Set& here = schedule_.wiring.sets[size_t(schedule_.wiring.ins[mix][i].origins)];
      Set both;
      std::set_intersection(here.begin(), here.end(), some.begin(), some.end(), std::back_inserter(both));
      fade(mix, i, both);
      some = without(some, both);
    }
  }

  std::vector<Fade> take() {
    std::stable_sort(fades_.begin(), fades_.end(), [](const Fade& a, const Fade& b) { return a.before < b.before; });
    return std::move(fades_);
  }

 private:
  void turn(size_t step, size_t in) {
    auto& addresses = addresses_[step];
    const size_t place = size_t(schedule_.at[step]);
    if (addresses.empty()) schedule_.steps[place]->inputs(addresses);
    if (in >= addresses.size() || !turned_.insert({step, in}).second) return;
    Fade fade;
    fade.before = size_t(schedule_.reads[step]);
    fade.address = addresses[in];
    fades_.push_back(fade);
  }

  Schedule& schedule_;
  std::vector<std::vector<const float**>> addresses_;  // by step, once asked for
  std::set<int> summed_;
  std::set<std::pair<size_t, size_t>> turned_;
  std::vector<Fade> fades_;
};

// By identity: the step of the plan.
using Places = std::unordered_map<std::string_view, size_t>;
Places placesOf(const Wiring& wiring) {
  Places places;
  for (size_t i = 0; i < wiring.identity.size(); ++i)
    if (!wiring.identity[i].empty()) places.emplace(wiring.identity[i], i);
  return places;
}

bool isTap(const std::string& identity) { return identity.starts_with("tap "); }
bool isOutput(const std::string& identity) { return identity.starts_with("out "); }

// Fades what `mine` has and `other` has not.
std::vector<Fade> differences(Schedule& mine, const Wiring& other, const Places& places) {
  Side side(mine);
  for (size_t step = 0; step < mine.wiring.identity.size(); ++step) {
    const auto& identity = mine.wiring.identity[step];
    if (identity.empty() || isTap(identity)) continue;
    const auto found = places.find(identity);
    if (found == places.end() && !isOutput(identity)) continue;  // what it makes fades where it is heard
    const auto& ins = mine.wiring.ins[step];
    for (size_t in = 0; in < ins.size(); ++in) {
      const Set& here = mine.wiring.sets[size_t(ins[in].origins)];
      static const Set nothing;
      const Set* there = &nothing;
      if (found != places.end() && in < other.ins[found->second].size()) there = &other.sets[size_t(other.ins[found->second][in].origins)];
      if (here != *there) side.fade(step, in, without(here, *there));
    }
  }
  return side.take();
}

}  // namespace

std::unique_ptr<Transition> layOut(std::shared_ptr<TickPlayer> from, std::shared_ptr<TickPlayer> to, std::vector<int> rows) {
  auto made = std::make_unique<Transition>();
  made->rowBefore = std::move(rows);
  if (from) {
    Schedule &old = from->schedule(), &next = to->schedule();
    made->leaving = differences(old, next.wiring, placesOf(next.wiring));
    made->coming = differences(next, old.wiring, placesOf(old.wiring));
    for (const auto& [identity, kept] : next.kept) {
      const auto found = old.kept.find(identity);
      if (found == old.kept.end()) continue;
      made->steps.emplace_back(kept.step, found->second.step);
      const auto& theirs = found->second.slots;
      for (size_t i = 0; i < std::min(kept.slots.size(), theirs.size()); ++i)
        made->slots.emplace_back(next.space->signalOut(kept.slots[i]), old.space->signal(theirs[i]));
    }
  }
  made->from = std::move(from);
  made->to = std::move(to);
  return made;
}

}  // namespace weft::audio
