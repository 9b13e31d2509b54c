// An instance of a Faust program with its parameters and its places in the schedule's memory.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "audio/step.h"
#include "dsp/factory.h"

namespace weft::audio {

class DspVoice {
 public:
  DspVoice(std::unique_ptr<dsp::Instance>, const Workspace&, const std::vector<plan::DspZone>&);

  int inputs() const { return dsp_->inputs(); }
  int outputs() const { return dsp_->outputs(); }

  // [audio-rt]
  void compute(int count, float** ins, float** outs) {
    for (Zone& zone : zones_)
      if (*zone.row != zone.seen) write(zone);
    dsp_->compute(count, ins, outs);
  }
  void clear() { dsp_->clear(); }

  // Smoothed parameters (si.smoo) start at 0 and would sweep to where they belong when the sound begins. So an audio
  // program first runs for one second of rest: zones as they stand, buttons up, inputs silent (engine-fed ones
  // constant). Its state is kept, since clear() would reset the smoothers too: filters and delays are at rest, and what
  // has a whole number of periods in a second is where it would have started. Signal programs are not settled: an LFO
  // begins with its phase, and at tick rate a smoother is a choice of the node. [loader]
  void settle(int sampleRate, const float* const* ins);

 private:
  struct Zone {
    const float* row;
    float* zone;
    float seen;  // value of the row last written; NaN: none
    float min, max;
    bool button;
  };
  static void write(Zone& zone);

  std::unique_ptr<dsp::Instance> dsp_;
  std::vector<Zone> zones_;
};

}  // namespace weft::audio
