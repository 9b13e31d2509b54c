// Programs made eight wide, beside the single ones they were made from.
#include <algorithm>
#include <fstream>
#include <random>

#include "dsp/lanes.h"
#include "faust_node.h"

using namespace weft;
using namespace weft::test;

namespace {

std::shared_ptr<dsp::Factory> load(const std::string& path) {
  auto loaded = dsp::Factory::load(path);
  REQUIRE(std::holds_alternative<std::shared_ptr<dsp::Factory>>(loaded));
  return std::get<0>(loaded);
}
std::string wideOf(const std::string& machineCode) { return fs::path(machineCode).replace_extension(".wide").string(); }

// The single program eight times, and the wide one, on the same sound and controls.
struct Both {
  std::vector<std::unique_ptr<dsp::Instance>> each;
  std::unique_ptr<dsp::Instance> wide;
  std::vector<Signal> in, one, many;
  std::mt19937 random{5};

  explicit Both(const std::string& name) {
    auto single = load(machineCode(name)), together = load(wideOf(machineCode(name)));
    for (int lane = 0; lane < dsp::kLanes; ++lane) each.push_back(single->instance(48000));
    wide = together->instance(48000);
    in.assign(size_t(wide->inputs()), Signal(64));
    one.assign(size_t(wide->outputs()), Signal(64));
    many = one;
  }
  float spread(float min, float max) { return std::uniform_real_distribution<float>(min, max)(random); }
  void turn(size_t lane, size_t zone, float value) {
    const auto& zones = each[lane]->zones();
    *zones[zone].zone = *wide->zones()[lane * zones.size() + zone].zone = value;
  }
  void turnAll() {
    for (size_t lane = 0; lane < each.size(); ++lane)
      for (size_t z = 0; z < each[lane]->zones().size(); ++z) {
        const auto& zone = each[lane]->zones()[z];
        turn(lane, z, zone.button ? float(random() % 2) : spread(zone.min, zone.max));
      }
  }
  // Largest difference of a block, over its loudest sample (at least 0.01).
  double block() {
    auto at = [](std::vector<Signal>& all, size_t first) {
      std::vector<float*> pointers;
      for (size_t i = first; i < all.size(); ++i) pointers.push_back(all[i].data());
      return pointers;
    };
    for (auto& x : in)
      for (float& v : x) v = spread(-0.5f, 0.5f);
    for (size_t lane = 0; lane < each.size(); ++lane)
      each[lane]->compute(64, at(in, lane * in.size() / 8).data(), at(one, lane * one.size() / 8).data());
    wide->compute(64, at(in, 0).data(), at(many, 0).data());
    double loudest = 0.01, worst = 0;
    for (size_t o = 0; o < one.size(); ++o)
      for (size_t i = 0; i < 64; ++i) {
        loudest = std::max(loudest, double(std::abs(one[o][i])));
        worst = std::max(worst, double(std::abs(one[o][i] - many[o][i])));
      }
    return worst / loudest;
  }
};

const char* const kWide[] = {"tools/oscillator", "tools/gain", "tools/pan", "tools/mixer", "fx/filter", "fx/drive"};

}  // namespace

TEST_CASE("wide: each lane gives what the single program gives, within a millionth") {
  for (const std::string name : kWide) {
    CAPTURE(name);
    Both both(name);
    double worst = 0;
    for (int i = 0; i < 300; ++i) {
      if (i % 50 == 0) both.turnAll();
      worst = std::max(worst, both.block());
    }
    CHECK(worst < 1e-6);
  }
}

TEST_CASE("wide: a voice goes on in another lane, in the single program and back, as if it had stayed") {
  Both both("tools/oscillator");
  both.turnAll();
  for (int i = 0; i < 20; ++i) both.block();
  // Voices change places: lane 3 plays what lane 5 played.
  std::vector<Signal> before;
  auto spare = load(machineCode("tools/oscillator"))->instance(48000);
  copyVoice(*both.wide, 5, *spare, 0);
  copyVoice(*both.wide, 3, *both.wide, 5);
  copyVoice(*spare, 0, *both.wide, 3);
  std::swap(both.each[3], both.each[5]);
  for (int i = 0; i < 20; ++i) CHECK(both.block() < 1e-6);
}

TEST_CASE("wide: what one lane breaks stays in that lane") {
  Both both("fx/filter");
  both.turnAll();
  for (int i = 0; i < 5; ++i) both.block();
  both.in[2][10] = std::numeric_limits<float>::infinity();
  std::vector<float*> in, out;
  for (auto& x : both.in) in.push_back(x.data());
  for (auto& x : both.many) out.push_back(x.data());
  both.wide->compute(64, in.data(), out.data());
  for (size_t lane = 0; lane < dsp::kLanes; ++lane)
    CHECK(std::all_of(both.many[lane].begin(), both.many[lane].end(), [](float x) { return std::isfinite(x); }) == (lane != 2));
}

TEST_CASE("wide: what is not understood is left alone, with a reason") {
  // A delay line whose place moves, tables, and a function without a vector form for every sample.
  for (const char* name : {"fx/delay", "fx/reverb", "fx/compressor"}) {
    CAPTURE(name);
    CHECK_FALSE(fs::exists(wideOf(machineCode(name))));
    std::ifstream facts(fs::path(machineCode(name)).replace_extension(".json"));
    CHECK(nlohmann::json::parse(facts)["narrow"].get<std::string>() != "");
  }
}
