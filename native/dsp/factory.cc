#include "dsp/factory.h"

#include <faust/dsp/llvm-dsp.h>

#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "dsp/controls.h"
#include "dsp/lanes.h"
#include "dsp/sha256.h"

namespace weft::dsp {
namespace {

// libfaust keeps one table of factories per process and does not guard it.
std::mutex& libfaust() {
  static std::mutex mutex;
  return mutex;
}

class MachineFactory;

// words: of one voice's memory; 0: not known. anchor: the word of its first control.
struct Layout {
  int lanes = 1, words = 0, anchor = 0;
};

class MachineInstance final : public Instance {
 public:
  MachineInstance(std::shared_ptr<MachineFactory> factory, ::llvm_dsp* dsp, const Layout& layout, int rate)
      : factory_(std::move(factory)), dsp_(dsp), lanes_(layout.lanes) {
    dsp_->init(rate);
    ControlList list;
    dsp_->buildUserInterface(&list);
    for (const auto& c : list.controls)
      if (c.zone && c.kind != "bargraph") zones_.push_back({c.address, c.zone, c.init, c.min, c.max, c.kind == "button"});
    inputs_ = dsp_->getNumInputs();
    outputs_ = dsp_->getNumOutputs();
    // The first control of the description is at a known place, so the others need not be.
    if (layout.words > 0 && !list.controls.empty() && list.controls.front().zone)
      memory_ = {list.controls.front().zone - layout.anchor * lanes_, size_t(layout.words * lanes_)};
  }
  ~MachineInstance() override {
    std::lock_guard lock(libfaust());
    delete dsp_;
  }
  int inputs() const override { return inputs_; }
  int outputs() const override { return outputs_; }
  const std::vector<Zone>& zones() const override { return zones_; }
  void compute(int count, float** ins, float** outs) override { dsp_->compute(count, ins, outs); }
  void clear() override { dsp_->instanceClear(); }
  int lanes() const override { return lanes_; }
  std::span<float> memory() override { return memory_; }

 private:
  std::shared_ptr<MachineFactory> factory_;  // outlives dsp_: libfaust frees an instance's code with its factory
  ::llvm_dsp* dsp_;
  std::vector<Zone> zones_;
  int inputs_ = 0, outputs_ = 0, lanes_;
  std::span<float> memory_;
};

class MachineFactory final : public Factory, public std::enable_shared_from_this<MachineFactory> {
 public:
  MachineFactory(::llvm_dsp_factory* factory, const Layout& layout) : factory_(factory), layout_(layout) {}
  ~MachineFactory() override {
    std::lock_guard lock(libfaust());
    deleteDSPFactory(factory_);
  }
  std::unique_ptr<Instance> instance(int rate) override {
    std::lock_guard lock(libfaust());
    return std::make_unique<MachineInstance>(shared_from_this(), factory_->createDSPInstance(), layout_, rate);
  }

 private:
  ::llvm_dsp_factory* factory_;
  Layout layout_;
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return file ? text.str() : std::string();
}

}  // namespace

std::variant<std::shared_ptr<Factory>, Error> Factory::load(const std::string& path) {
  auto failed = [&](const std::string& why) {
    return Error{"dsp.compile", "The machine code " + path + " " + why + " Compile it again: delete it from the cache and read the node files anew."};
  };
  const std::string code = read(path);
  if (code.empty()) return failed("could not be read.");
  // LLVM trusts what it loads, so damaged or foreign code must be found before.
  const auto dot = path.rfind('.');
  const bool wide = path.ends_with(".wide");
  auto facts = nlohmann::json::parse(read(path.substr(0, dot) + ".json"), nullptr, false);
  if (facts.is_discarded() || !facts.is_object()) return failed("has no description beside it.");
  const auto machine = wide ? facts.value("wide", nlohmann::json::object()) : facts;
  if (machine.value("machine", std::string()) != sha256(code)) return failed("is damaged.");
  if (facts.value("identity", std::string()) != identity()) return failed("was made for another processor or another Faust.");
  std::lock_guard lock(libfaust());
  std::string error;
  auto* factory = readDSPFactoryFromMachine(code, "", error);
  if (!factory) return failed("does not load: " + error);
  const auto memory = facts.value("memory", nlohmann::json::object());
  const Layout layout{wide ? kLanes : 1, memory.value("words", 0), memory.value("anchor", 0)};
  return std::shared_ptr<Factory>(std::make_shared<MachineFactory>(factory, layout));
}

void copyVoice(Instance& from, int fromLane, Instance& to, int toLane) {
  const auto source = from.memory(), target = to.memory();
  const size_t a = size_t(from.lanes()), b = size_t(to.lanes());
  for (size_t w = 0; w * a < source.size() && w * b < target.size(); ++w) target[w * b + size_t(toLane)] = source[w * a + size_t(fromLane)];
}

}  // namespace weft::dsp
