// Where programs are compiled and tried out while others play: a context of its own, on a thread that may take its time. What it
// compiles lies in the driver's shader cache when the playing context asks for it.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "gl/context.h"
#include "plan/plan.h"
#include "rt/black_box.h"

namespace weft::gl {

class TrialRoom {
 public:
  // The calling thread becomes its thread. Error engine.gl. [loader]
  static std::variant<std::unique_ptr<TrialRoom>, Error> create(const std::string& shaderCache);
  virtual ~TrialRoom() = default;
  // Numbers of the programs that may not be drawn; each is a diagnostic. What was tried before is not tried again. The node at
  // hand is written to the box (may be null). [loader]
  virtual std::vector<int> tryOut(const plan::Plan&, std::span<const float> bases, rt::BlackBox*, Diagnostics&) = 0;
};

}  // namespace weft::gl
