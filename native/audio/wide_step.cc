#include "audio/wide_step.h"

#include <algorithm>

namespace weft::audio {

Lane::Lane(std::shared_ptr<dsp::Instance> wide, int number, std::shared_ptr<dsp::Instance> single, Workspace& space,
           const std::vector<plan::DspZone>& zones, std::set<std::string> ignored)
    : wide_(std::move(wide)), single_(std::move(single)), number_(number), zones_(wide_, space, zones, ignored, "/" + std::to_string(number)) {}

void Lane::enter() {
  copyVoice(*single_, 0, *wide_, number_);
  zones_.forget();
  in_ = true;
}

void Lane::rest() {
  if (in_) copyVoice(*wide_, number_, *single_, 0);
  in_ = false;
}

void Lane::clear() {
  rest();
  single_->clear();
}

WideProgram::WideProgram(Workspace& space, std::shared_ptr<dsp::Instance> wide)
    : space_(space), wide_(std::move(wide)), ins_(space.array<float*>(size_t(wide_->inputs()))), outs_(space.array<float*>(size_t(wide_->outputs()))),
      places_(space.memory()) {
  places_.reserve(dsp::kLanes);
  // Lanes without a voice hear silence, and nobody hears them.
  for (float*& in : ins_) in = const_cast<float*>(space.in(plan::kSilence));
  float* nowhere = space.array<float>(kBlock).data();
  for (float*& out : outs_) out = nowhere;
}

void WideProgram::add(WideMember& member, const plan::DspStep& step) {
  for (size_t i = 0; i < member.voices() && places_.size() < dsp::kLanes; ++i) {
    const auto voice = member.voice(i);
    if (!voice.single || voice.single->memory().empty()) return;
    Place& place = places_.emplace_back(Place{&member, voice.ins, voice.outs, std::nullopt});
    place.lane.emplace(wide_, int(places_.size()) - 1, voice.single, space_, step.zones);
    *voice.lane = &*place.lane;
  }
}

void WideProgram::run(Tick&) {
  bool any = false;
  for (size_t lane = 0; lane < places_.size(); ++lane) {
    Place& place = places_[lane];
    if (!place.member->runs()) {
      place.lane->rest();
      continue;
    }
    place.lane->follow();
    any = true;
    std::copy(place.ins.begin(), place.ins.end(), ins_.begin() + long(lane * place.ins.size()));
    std::copy(place.outs.begin(), place.outs.end(), outs_.begin() + long(lane * place.outs.size()));
  }
  if (any) wide_->compute(kBlock, ins_.data(), outs_.data());
}

bool apart(std::span<const plan::DspStep* const> group) {
  std::set<int> written;
  for (const auto* step : group)
    for (const auto& instance : step->instances) written.insert(instance.outs.begin(), instance.outs.end());
  for (const auto* step : group)
    for (const auto& instance : step->instances)
      for (int in : instance.ins)
        if (in > plan::kSilence && written.contains(in)) return false;
  return true;
}

}  // namespace weft::audio
