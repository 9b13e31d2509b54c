// Several voices of one program computed at once.
//
// Each voice is a step's own, as if it ran alone: its step fades it, passes it by, watches its numbers. Only the computing is done
// here, before the first of them, in one program that holds a voice in each lane. What a voice remembers lies in its lane
// while it runs there, and in the single program that its step has while it does not: bypassed, cleared, or on its way
// from one plan's schedule to the next.
#pragma once
#include <optional>
#include <set>
#include <span>
#include <string>

#include "audio/dsp_voice.h"
#include "audio/step.h"
#include "dsp/lanes.h"

namespace weft::audio {

class Lane {
 public:
  // [loader]
  Lane(std::shared_ptr<dsp::Instance> wide, int number, std::shared_ptr<dsp::Instance> single, Workspace&,
       const std::vector<plan::DspZone>&, std::set<std::string> missing = {});

  void follow() {
    if (!in_) enter();
    zones_.follow();
  }
  void rest();   // its voice goes on in the single program, until the next follow(). [audio-rt]
  void clear();  // what Instance::clear does. [audio-rt]

 private:
  void enter();

  std::shared_ptr<dsp::Instance> wide_, single_;
  int number_;
  DspVoice zones_;
  bool in_ = false;
};

// A step whose voices may be computed here.
class WideMember {
 public:
  struct Voice {
    std::shared_ptr<dsp::Instance> single;
    std::span<float*> ins, outs;  // read anew at each tick: fades turn them elsewhere
    Lane** lane;                  // set: the step does not compute the voice itself
  };
  virtual ~WideMember() = default;
  virtual size_t voices() const = 0;
  virtual Voice voice(size_t) = 0;
  // False while nothing of its program is heard. [audio-rt]
  virtual bool runs() const = 0;
};

class WideProgram final : public Step {
 public:
  WideProgram(Workspace&, std::shared_ptr<dsp::Instance> wide);
  // A step that runs later than this one. At most kLanes voices in all. [loader]
  void add(WideMember&, const plan::DspStep&);
  void run(Tick&) override;

 private:
  struct Place {
    WideMember* member;
    std::span<float*> ins, outs;
    std::optional<Lane> lane;
  };

  Workspace& space_;
  std::shared_ptr<dsp::Instance> wide_;
  std::span<float*> ins_, outs_;
  std::pmr::vector<Place> places_;  // by lane
};

// True when no step of the group writes what another reads, which computing them at once asks for. group: their steps.
bool apart(std::span<const plan::DspStep* const> group);

}  // namespace weft::audio
