// Makes the programs of one plan ready: compiled, tried out, drawn once. [render]
#pragma once
#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "gl/not_finite.h"
#include "gl/rehearsal.h"
#include "gl/shader_step.h"

namespace weft::gl {

class Workshop {
 public:
  // tryOut: a program that would be too slow, or whose loops do not end, is refused. refused: these are from the start.
  // constants: bases by row, of which steps get programs of their own (see constants.h); empty: none do.
  Workshop(Canvas&, NotFinite&, const RowValues&, PictureSeconds&, bool tryOut, const std::vector<int>& refused,
           std::span<const float> constants = {});

  // Compiles program n unless the stage has it, or steps get programs of their own. True if that took time. A refusal is a
  // diagnostic.
  bool compile(int program);
  // The step, its program tried out and drawn once; null where the program may not be drawn. spent: true if that took time.
  std::unique_ptr<ShaderStep> make(const plan::ShaderStep&, bool& spent);

 private:
  // A step's program, and its text.
  struct Own {
    std::shared_ptr<StoredProgram> program;
    const plan::Program* text;
  };
  Own ownOf(const plan::ShaderStep&);
  bool compileNow(int program);
  void refuse(int program, const Refusal&);

  Canvas& c_;
  NotFinite& notFinite_;
  const RowValues& rows_;
  PictureSeconds& seconds_;
  const bool tryOut_;
  std::vector<std::shared_ptr<StoredProgram>> programs_;  // null: refused
  std::vector<int> passes_;
  const std::vector<float> constants_;
  std::deque<plan::Program> special_;  // texts with constants
};

}  // namespace weft::gl
