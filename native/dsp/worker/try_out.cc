#include "dsp/worker/try_out.h"

#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "dsp/factory.h"

namespace weft::dsp {
namespace {

constexpr int kBlock = 64;
using Source = std::function<float()>;

struct Count {
  long finite = 0, bad = 0;
  bool flood() const { return bad > finite; }
};

class Bench {
 public:
  explicit Bench(Instance& instance) : instance_(instance), in_(instance.inputs(), std::vector<float>(kBlock)), out_(instance.outputs(), std::vector<float>(kBlock)) {
    for (auto& b : in_) ins_.push_back(b.data());
    for (auto& b : out_) outs_.push_back(b.data());
  }
  Count play(int samples, const Source& source) {
    Count count;
    for (int done = 0; done < samples; done += kBlock) {
      for (auto& b : in_)
        for (float& x : b) x = source();
      instance_.compute(kBlock, ins_.data(), outs_.data());
      for (const auto& b : out_)
        for (float x : b) ++(std::isfinite(x) ? count.finite : count.bad);
    }
    return count;
  }

 private:
  Instance& instance_;
  std::vector<std::vector<float>> in_, out_;
  std::vector<float*> ins_, outs_;
};

}  // namespace

nlohmann::json tryOut(const std::string& machineCode) {
  auto loaded = Factory::load(machineCode);
  if (auto* error = std::get_if<Error>(&loaded)) return {{"error", error->message}};
  auto& factory = *std::get<std::shared_ptr<Factory>>(loaded);
  std::string warning;
  for (int rate : {48000, 750}) {
    auto instance = factory.instance(rate);
    Bench bench(*instance);
    std::mt19937 random(1);
    std::uniform_real_distribution<float> spread(-1, 1);
    const Source silence = [] { return 0.0f; }, noise = [&] { return spread(random); }, full = [] { return 1.0f; };
    double seconds = 0;
    const Source clock = [&] { return float(seconds += 100.0 / rate); };
    struct Case {
      const char* name;
      const Source& source;
    };
    for (const Case& c : {Case{"silence", silence}, {"noise", noise}, {"full scale", full}, {"a running clock", clock}})
      if (bench.play(rate, c.source).flood())
        return {{"error", std::string("The program gives numbers that are not finite on ") + c.name + ". Guard divisions, logarithms and feedback."}};

    const int brief = rate / 16;
    auto flood = [&](const std::string& what) {
      bool silent = bench.play(brief, silence).flood(), loud = bench.play(brief, noise).flood();
      instance->clear();
      if ((silent || loud) && warning.empty()) warning = "The program gives numbers that are not finite with " + what + ". Guard divisions, logarithms and feedback.";
    };
    auto reset = [&] {
      for (const auto& z : instance->zones()) *z.zone = z.init;
    };
    for (const auto& z : instance->zones()) {
      *z.zone = z.min;
      flood(z.address + " at its least");
      *z.zone = z.max;
      flood(z.address + " at its most");
      reset();
    }
    for (bool most : {false, true}) {
      for (const auto& z : instance->zones()) *z.zone = most ? z.max : z.min;
      flood(most ? "every control at its most" : "every control at its least");
      reset();
    }
  }
  if (warning.empty()) return nlohmann::json::object();
  return {{"warning", warning}};
}

}  // namespace weft::dsp
