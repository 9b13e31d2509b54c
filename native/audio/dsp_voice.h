// An instance of a Faust program with its parameters and its places in the schedule's memory.
#pragma once
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "audio/step.h"
#include "dsp/factory.h"

namespace weft::audio {

class DspVoice {
 public:
  // Addresses that the program does not have are left out and added to missing. prefix: of the zones' addresses, such as
  // "/3" for lane 3 of a wide program.
  DspVoice(std::shared_ptr<dsp::Instance>, Workspace&, const std::vector<plan::DspZone>&, std::set<std::string>& missing,
           const std::string& prefix = {});

  // One program may stand in the schedules of two plans, of which one runs at a time.
  const std::shared_ptr<dsp::Instance>& instance() const { return dsp_; }
  int inputs() const { return dsp_->inputs(); }
  int outputs() const { return dsp_->outputs(); }

  // Writes the zones whose row has changed, then runs. [audio-rt]
  void compute(int count, float** ins, float** outs) {
    follow();
    dsp_->compute(count, ins, outs);
  }
  // Writes the zones whose row has changed. [audio-rt]
  void follow() {
    for (Zone& zone : moving_)
      if (*zone.row != zone.seen) write(zone);
    if (*changes_ != seenChanges_) [[unlikely]] {
      seenChanges_ = *changes_;
      for (Zone& zone : still_)
        if (*zone.row != zone.seen) write(zone);
    }
  }
  // Follows every row anew, since somebody else wrote the zones. [audio-rt]
  void forget();
  void clear() { dsp_->clear(); }

  // Smoothed parameters (si.smoo) start at 0 and would sweep to where they belong when the sound begins. So a program
  // that works on sound first runs for one second of rest: zones as they stand, buttons up, inputs silent (engine-fed
  // ones as they are). Its state is kept, since clear() would reset the smoothers too: filters and delays are at rest
  // then, and what has a whole number of periods in a second is where it would have started. Not settled are programs
  // that only make sound and signal programs: an oscillator and an LFO begin with their phase, a sound that is set off
  // by the first sample is heard, and their smoothers must start at their target by themselves. [loader]
  void settle(int sampleRate, const float* const* ins);

 private:
  struct Zone {
    const float* row;
    float seen;  // value of the row last written; NaN: none
    float min, max;
    float* zone;
    bool button;
  };
  static void write(Zone& zone);

  std::shared_ptr<dsp::Instance> dsp_;
  std::span<Zone> moving_, still_;  // rows with wires, or events; rows that only setBase changes
  const unsigned* changes_;
  unsigned seenChanges_;
};

}  // namespace weft::audio
