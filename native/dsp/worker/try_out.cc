#include "dsp/worker/try_out.h"

#include <cmath>
#include <functional>
#include <random>
#include <set>
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

// When more numbers were bad than good: at defaults, and with controls at their ends.
struct Findings {
  std::set<std::string> always, atEnds;
};

Findings listen(Factory& factory, int rate) {
  Findings found;
  auto instance = factory.instance(rate);
  Bench bench(*instance);
  std::mt19937 random(1);
  std::uniform_real_distribution<float> spread(-1, 1);
  const Source silence = [] { return 0.0f; }, noise = [&] { return spread(random); }, full = [] { return 1.0f; };
  double seconds = 0;
  const Source clock = [&] { return float(seconds += 100.0 / rate); };
  auto always = [&](const char* name, const Source& source) {
    if (bench.play(rate, source).flood()) found.always.insert(std::string("on ") + name);
  };
  always("silence", silence);
  always("noise", noise);
  always("full scale", full);
  always("a running clock", clock);

  auto ends = [&](const std::string& what) {
    bool silent = bench.play(rate / 16, silence).flood(), loud = bench.play(rate / 16, noise).flood();
    instance->clear();
    if (silent || loud) found.atEnds.insert("with " + what);
  };
  auto reset = [&] {
    for (const auto& z : instance->zones()) *z.zone = z.init;
  };
  for (const auto& z : instance->zones())
    for (bool most : {false, true}) {
      *z.zone = most ? z.max : z.min;
      ends(z.address + (most ? " at its most" : " at its least"));
      reset();
    }
  for (bool most : {false, true}) {
    for (const auto& z : instance->zones()) *z.zone = most ? z.max : z.min;
    ends(most ? "every control at its most" : "every control at its least");
    reset();
  }
  return found;
}

}  // namespace

nlohmann::json tryOut(const std::string& machineCode) {
  auto loaded = Factory::load(machineCode);
  if (auto* error = std::get_if<Error>(&loaded)) return {{"error", error->message}};
  auto& factory = *std::get<std::shared_ptr<Factory>>(loaded);
  // A program is made for one of the two rates, and need not be good at the other: what floods at both is bad.
  Findings sound = listen(factory, 48000);
  Findings signal = listen(factory, 750);
  auto sentence = [](const std::string& when) { return "The program gives numbers that are not finite " + when + ". Guard divisions, logarithms and feedback."; };
  for (const auto& when : sound.always)
    if (signal.always.contains(when)) return {{"error", sentence(when)}};
  for (const auto& when : sound.atEnds)
    if (signal.atEnds.contains(when)) return {{"warning", sentence(when)}};
  return nlohmann::json::object();
}

}  // namespace weft::dsp
