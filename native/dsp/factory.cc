#include "dsp/factory.h"

#include <faust/dsp/llvm-dsp.h>

#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "dsp/controls.h"
#include "dsp/sha256.h"

namespace weft::dsp {
namespace {

// libfaust keeps one table of factories per process and does not guard it.
std::mutex& libfaust() {
  static std::mutex mutex;
  return mutex;
}

class MachineFactory;

class MachineInstance final : public Instance {
 public:
  MachineInstance(std::shared_ptr<MachineFactory> factory, ::llvm_dsp* dsp, int rate) : factory_(std::move(factory)), dsp_(dsp) {
    dsp_->init(rate);
    ControlList list;
    dsp_->buildUserInterface(&list);
    for (const auto& c : list.controls)
      if (c.zone && c.kind != "bargraph") zones_.push_back({c.address, c.zone, c.init, c.min, c.max, c.kind == "button"});
    inputs_ = dsp_->getNumInputs();
    outputs_ = dsp_->getNumOutputs();
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

 private:
  std::shared_ptr<MachineFactory> factory_;  // outlives dsp_: libfaust frees an instance's code with its factory
  ::llvm_dsp* dsp_;
  std::vector<Zone> zones_;
  int inputs_ = 0, outputs_ = 0;
};

class MachineFactory final : public Factory, public std::enable_shared_from_this<MachineFactory> {
 public:
  explicit MachineFactory(::llvm_dsp_factory* factory) : factory_(factory) {}
  ~MachineFactory() override {
    std::lock_guard lock(libfaust());
    deleteDSPFactory(factory_);
  }
  std::unique_ptr<Instance> instance(int rate) override {
    std::lock_guard lock(libfaust());
    return std::make_unique<MachineInstance>(shared_from_this(), factory_->createDSPInstance(), rate);
  }

 private:
  ::llvm_dsp_factory* factory_;
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
  auto dot = path.rfind(".mc");
  auto facts = nlohmann::json::parse(read(path.substr(0, dot) + ".json"), nullptr, false);
  if (facts.is_discarded() || !facts.is_object()) return failed("has no description beside it.");
  if (facts.value("machine", std::string()) != sha256(code)) return failed("is damaged.");
  if (facts.value("identity", std::string()) != identity()) return failed("was made for another processor or another Faust.");
  std::lock_guard lock(libfaust());
  std::string error;
  auto* factory = readDSPFactoryFromMachine(code, "", error);
  if (!factory) return failed("does not load: " + error);
  return std::shared_ptr<Factory>(std::make_shared<MachineFactory>(factory));
}

}  // namespace weft::dsp
