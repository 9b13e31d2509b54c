#include "gl/workshop.h"

#include <algorithm>

#include "gl/constants.h"

namespace weft::gl {
namespace {
constexpr size_t kSpecial = 64;  // programs with constants at most: each takes a tenth of a second to compile
}

Workshop::Workshop(Canvas& c, NotFinite& flags, const RowValues& rows, PictureSeconds& seconds, bool tryOut,
                   const std::vector<int>& refused, std::span<const float> constants)
    : c_(c), notFinite_(flags), rows_(rows), seconds_(seconds), tryOut_(tryOut), programs_(c.plan.programs.size()),
      passes_(c.plan.programs.size(), 1), constants_(constants.begin(), constants.end()) {
  // Steps that share a program are of one type and have the same passes.
  for (const auto& step : c.plan.picture)
    if (const auto* s = std::get_if<plan::ShaderStep>(&step)) passes_[size_t(s->program)] = std::max<int>(1, int(s->passes.size()));
  for (int p : refused) passes_[size_t(p)] = 0;
}

bool Workshop::compile(int program) { return constants_.empty() && compileNow(program); }

bool Workshop::compileNow(int program) {
  const auto n = size_t(program);
  if (passes_[n] == 0 || programs_[n]) return false;
  const bool known = c_.stage.programs.find(c_.plan.programs[n], passes_[n]) != nullptr;
  auto made = c_.stage.programs.get(c_.info, c_.plan.programs[n], passes_[n]);
  if (made->refusal) {
    refuse(program, *made->refusal);
    passes_[n] = 0;
  } else {
    programs_[n] = std::move(made);
  }
  return !known;
}

Workshop::Own Workshop::ownOf(const plan::ShaderStep& s) {
  const auto n = size_t(s.program);
  if (!constants_.empty() && passes_[n] > 0) {
    auto text = special_.size() < kSpecial ? withConstants(c_.plan, s, constants_) : std::nullopt;
    if (text) {
      auto made = c_.stage.programs.get(c_.info, special_.emplace_back(std::move(*text)), passes_[n]);
      if (!made->refusal) return {std::move(made), &special_.back()};
      if (made->refusal->code == "shader.slow") {
        refuse(s.program, *made->refusal);
        return {};
      }
      // What does not compile is reported with the general program, or fails with constants only (an index out of range).
    }
    compileNow(s.program);
  }
  return {programs_[n], &c_.plan.programs[n]};
}

std::unique_ptr<ShaderStep> Workshop::make(const plan::ShaderStep& s, bool& spent) {
  if (s.passes.empty()) return nullptr;
  auto [program, text] = ownOf(s);
  if (!program) return nullptr;
  auto step = makeShaderStep(c_, s, program);
  const uint64_t key = c_.key();
  if (tryOut_ ? program->triedFor == key : program->warmFor == key) return step;
  spent = true;
  notFinite_.bind();
  const FrameTime start{};
  const Drawing d{start, rows_, {}, seconds_, 0, 0.0};
  if (tryOut_) {
    if (const auto why = rehearse(c_, s, *text, *step, d)) {
      program->refusal = Refusal{"shader.slow", *why, 0, 0};
      program->passes.clear();
      step.reset();
      refuse(s.program, *program->refusal);
      if (program == programs_[size_t(s.program)]) {
        programs_[size_t(s.program)].reset();
        passes_[size_t(s.program)] = 0;
      }
      program.reset();
    } else {
      program->triedFor = key;
    }
  } else {
    TexturePtr blank = c_.picture();
    step->rehearse(d, {0.5, 0.5, 0, 0}, blank);
  }
  if (program) program->warmFor = key;
  notFinite_.clear();
  return step;
}

void Workshop::refuse(int program, const Refusal& why) {
  const auto& files = c_.plan.programs[size_t(program)].files;
  Diagnostic d{why.code, "error", why.why, "", "", why.line};
  if (why.source >= 0 && why.source < int(files.size())) {
    d.node = c_.path(files[size_t(why.source)].node);
    d.file = files[size_t(why.source)].file;
  }
  c_.diagnostics.add(d);
}

}  // namespace weft::gl
