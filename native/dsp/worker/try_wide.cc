#include "dsp/worker/try_wide.h"

#include <cmath>
#include <random>
#include <vector>

#include "dsp/factory.h"
#include "dsp/lanes.h"

namespace weft::dsp {
namespace {

constexpr int kBlock = 64, kBlocks = 200;
// Rounding may differ in the last bit where vectors take other instructions; loops such as filters at resonance and
// envelopes that switch at a level make more of it.
constexpr double kSame = 1e-5;

using Buffers = std::vector<std::vector<float>>;
std::vector<float*> pointers(Buffers& buffers) {
  std::vector<float*> out;
  for (auto& b : buffers) out.push_back(b.data());
  return out;
}

std::string listen(Factory& single, Factory& wide, int rate) {
  auto all = wide.instance(rate);
  std::vector<std::unique_ptr<Instance>> each;
  for (int lane = 0; lane < kLanes; ++lane) each.push_back(single.instance(rate));
  const size_t ins = size_t(each[0]->inputs()), outs = size_t(each[0]->outputs()), zones = each[0]->zones().size();
  if (size_t(all->inputs()) != ins * kLanes || size_t(all->outputs()) != outs * kLanes || all->zones().size() != zones * kLanes)
    return "its lanes do not have the single program's inputs, outputs and controls";
  if (all->memory().size() != each[0]->memory().size() * kLanes || all->memory().empty()) return "its memory is not known";

  Buffers in(ins * kLanes, std::vector<float>(kBlock)), one(outs * kLanes, std::vector<float>(kBlock)), many = one;
  auto inAt = pointers(in), oneAt = pointers(one), manyAt = pointers(many);
  std::mt19937 random(1);
  std::uniform_real_distribution<float> spread(-1, 1);
  double loudest = 1e-3;
  for (int block = 0; block < kBlocks; ++block) {
    // Controls move now and then, each lane's for itself; lanes change over from single to wide in the middle.
    if (block % 25 == 1)
      for (size_t lane = 0; lane < kLanes; ++lane)
        for (size_t z = 0; z < zones; ++z) {
          const Zone& zone = each[lane]->zones()[z];
          const float min = zone.button ? 0 : zone.min, max = zone.button ? 1 : zone.max, place = (spread(random) + 1) / 2;
          const float value = random() % 4 == 0 ? (place > 0.5f ? max : min) : min + place * (max - min);
          *zone.zone = *all->zones()[lane * zones + z].zone = std::round(place) == place ? value : std::isfinite(value) ? value : zone.init;
        }
    for (auto& b : in)
      for (float& x : b) x = block % 40 < 30 ? spread(random) : 0;
    if (block == 10)
      for (int lane = 0; lane < kLanes; ++lane) copyVoice(*each[size_t(lane)], 0, *all, lane);
    for (size_t lane = 0; lane < kLanes; ++lane) each[lane]->compute(kBlock, inAt.data() + lane * ins, oneAt.data() + lane * outs);
    if (block < 10) continue;
    all->compute(kBlock, inAt.data(), manyAt.data());
    for (size_t o = 0; o < one.size(); ++o)
      for (size_t i = 0; i < kBlock; ++i) {
        const double a = one[o][i], b = many[o][i];
        if (std::isfinite(a) != std::isfinite(b)) return "a lane is finite where the single program is not, or the other way round";
        if (!std::isfinite(a)) return "";  // nothing can be told from here on
        loudest = std::max(loudest, std::abs(a));
        if (std::abs(a - b) > kSame * loudest) return "lanes differ from the single program by " + std::to_string(std::abs(a - b) / loudest);
      }
  }
  return "";
}

}  // namespace

nlohmann::json tryWide(const std::string& stem) {
  auto single = Factory::load(stem + ".mc"), wide = Factory::load(stem + ".wide");
  for (auto* loaded : {&single, &wide})
    if (auto* error = std::get_if<Error>(loaded)) return {{"narrow", error->message}};
  for (int rate : {48000, 96000})
    if (auto why = listen(*std::get<0>(single), *std::get<0>(wide), rate); !why.empty()) return {{"narrow", why}};
  return nlohmann::json::object();
}

}  // namespace weft::dsp
