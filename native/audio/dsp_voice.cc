#include "audio/dsp_voice.h"

#include <cmath>
#include <limits>

#include "rt/float_env.h"

namespace weft::audio {

DspVoice::DspVoice(std::shared_ptr<dsp::Instance> dsp, Workspace& space, const std::vector<plan::DspZone>& zones,
                   std::set<std::string>& missing, const std::string& prefix)
    : dsp_(std::move(dsp)), changes_(space.stack.changes()), seenChanges_(*changes_ - 1) {
  std::vector<Zone> moving, still;
  for (const auto& wanted : zones) {
    const auto& all = dsp_->zones();
    const auto zone = std::find_if(all.begin(), all.end(), [&, address = prefix + wanted.address](const dsp::Zone& z) { return z.address == address; });
    if (zone == all.end()) {
      missing.insert(wanted.address);
      continue;
    }
    (space.stack.moves(wanted.row) ? moving : still)
        .push_back({space.row(wanted.row), std::numeric_limits<float>::quiet_NaN(), zone->min, zone->max, zone->zone,
                    wanted.button || zone->button});
  }
  moving_ = space.array<Zone>(moving.size());
  still_ = space.array<Zone>(still.size());
  std::copy(moving.begin(), moving.end(), moving_.begin());
  std::copy(still.begin(), still.end(), still_.begin());
}

void DspVoice::write(Zone& zone) {
  zone.seen = *zone.row;
  // A button's range is 0..1 and Faust gives it none.
  const float min = zone.button ? 0.f : zone.min, max = zone.button ? 1.f : zone.max;
  if (std::isfinite(zone.seen)) *zone.zone = min <= max ? std::clamp(zone.seen, min, max) : zone.seen;
}

void DspVoice::forget() {
  for (std::span<Zone> zones : {moving_, still_})
    for (Zone& zone : zones) zone.seen = std::numeric_limits<float>::quiet_NaN();
  seenChanges_ = *changes_ - 1;
}

void DspVoice::settle(int sampleRate, const float* const* ins) {
  rt::NoDenormals off;
  for (std::span<Zone> zones : {moving_, still_})
    for (Zone& zone : zones) {
      write(zone);
      if (!zone.button) continue;
      *zone.zone = 0;
      zone.seen = std::numeric_limits<float>::quiet_NaN();
    }
  std::vector<float*> from, to;
  std::vector<float> nowhere(size_t(outputs()) * kBlock);
  for (int i = 0; i < inputs(); ++i) from.push_back(const_cast<float*>(ins[i]));
  for (int i = 0; i < outputs(); ++i) to.push_back(nowhere.data() + size_t(i) * kBlock);
  bool finite = true;
  for (int done = 0; finite && done < sampleRate;) {
    const int count = std::min(kBlock, sampleRate - done);
    dsp_->compute(count, from.data(), to.data());
    for (float* out : to) finite = finite && allFinite(out, count);
    done += count;
  }
  if (!finite) dsp_->clear();
}

}  // namespace weft::audio
