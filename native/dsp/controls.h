// What a Faust program puts on its face: controls, and metadata of the program and of each control.
#pragma once
#include <faust/dsp/dsp.h>
#include <faust/gui/UI.h>
#include <faust/gui/meta.h>

#include <string>
#include <utility>
#include <vector>

namespace weft::dsp {

using Metadata = std::vector<std::pair<std::string, std::string>>;

struct Control {
  std::string kind;     // "slider" | "entry" | "button" | "checkbox" | "bargraph" | "soundfile"
  std::string label;
  std::string address;  // "/group/label"; unique within a program (a second one gets "#2")
  float* zone = nullptr;
  float init = 0, min = 0, max = 1, step = 1;
  Metadata meta;
};

// Controls in the order of the program's buildUserInterface. [any]
class ControlList : public ::UI {
 public:
  std::vector<Control> controls;

  void openTabBox(const char* label) override { open(label); }
  void openHorizontalBox(const char* label) override { open(label); }
  void openVerticalBox(const char* label) override { open(label); }
  void closeBox() override;
  void addButton(const char* label, float* zone) override { add("button", label, zone, 0, 0, 1, 1); }
  void addCheckButton(const char* label, float* zone) override { add("checkbox", label, zone, 0, 0, 1, 1); }
  void addVerticalSlider(const char* label, float* zone, float init, float min, float max, float step) override {
    add("slider", label, zone, init, min, max, step);
  }
  void addHorizontalSlider(const char* label, float* zone, float init, float min, float max, float step) override {
    add("slider", label, zone, init, min, max, step);
  }
  void addNumEntry(const char* label, float* zone, float init, float min, float max, float step) override {
    add("entry", label, zone, init, min, max, step);
  }
  void addHorizontalBargraph(const char* label, float* zone, float min, float max) override { add("bargraph", label, zone, 0, min, max, 0); }
  void addVerticalBargraph(const char* label, float* zone, float min, float max) override { add("bargraph", label, zone, 0, min, max, 0); }
  void addSoundfile(const char* label, const char*, Soundfile**) override { add("soundfile", label, nullptr, 0, 0, 0, 0); }
  void declare(float* zone, const char* key, const char* value) override;

 private:
  void open(const char* label) { groups_.push_back(label); pending_.clear(); }
  void add(const char* kind, const char* label, float* zone, float init, float min, float max, float step);

  std::vector<std::string> groups_;
  Metadata pending_;
};

// `declare key "value";` of the program, also those of its imports (key "file.lib/key"). [any]
struct ProgramMetadata : ::Meta {
  Metadata entries;
  void declare(const char* key, const char* value) override { entries.emplace_back(key, value); }
};

}  // namespace weft::dsp
