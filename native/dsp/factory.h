// Faust machine code from the cache, and its instances.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "plan/diagnostics.h"

namespace weft::dsp {

struct Zone {
  std::string address;
  float* zone;
  float init, min, max;
  bool button;
};

// One running copy of a program. compute() is realtime-safe.
class Instance {
 public:
  virtual ~Instance() = default;
  virtual int inputs() const = 0;
  virtual int outputs() const = 0;
  virtual const std::vector<Zone>& zones() const = 0;
  virtual void compute(int count, float** ins, float** outs) = 0;  // [audio-rt]
  virtual void clear() = 0;  // resets delay lines and filters, keeps zones. [audio-rt]

  // Voices in this instance: 1, or kLanes. Inputs, outputs and zones are those of all lanes, lane after lane; zone
  // "/a/b" of lane 3 has the address "/3/a/b".
  virtual int lanes() const { return 1; }
  // All that it remembers, zones and constants too; empty where that is not known. Word w of a lane lies at
  // w * lanes() + lane: what one instance holds in a lane may go on in another of the same program. [audio-rt]
  virtual std::span<float> memory() { return {}; }
};

// Copies a voice's memory from one instance to another of the same program and rate. [audio-rt]
void copyVoice(Instance& from, int fromLane, Instance& to, int toLane);

class Factory {
 public:
  // Reads a .mc file that the DSP worker left, or the .wide one beside it: the same program for kLanes voices. Error
  // dsp.compile when it does not load here. [loader]
  static std::variant<std::shared_ptr<Factory>, Error> load(const std::string& machineCodePath);
  virtual ~Factory() = default;
  // rate: samples per second, or ticks per second for signal programs. The instance keeps its factory alive. [loader]
  virtual std::unique_ptr<Instance> instance(int rate) = 0;
};

// Faust version, LLVM version and CPU features: part of every cache key. [any]
std::string identity();

}  // namespace weft::dsp
