#include "gl/try_out.h"

#include "gl/workshop.h"

namespace weft::gl {
namespace {

class Room final : public TrialRoom {
 public:
  explicit Room(std::unique_ptr<Context> context) : context_(std::move(context)), stage_(*context_) {}

  std::vector<int> tryOut(const plan::Plan& p, std::span<const float> bases, rt::BlackBox* box, Diagnostics& diagnostics) override {
    std::vector<char> drawn(p.programs.size());
    {
      Canvas canvas(stage_, p, diagnostics);
      RowValues rows(p, bases, nullptr);
      NotFinite flags(canvas);
      PictureSeconds seconds;
      Workshop workshop(canvas, flags, rows, seconds, true, {});
      for (int n = 0; n < int(p.programs.size()); ++n) workshop.compile(n);
      for (const auto& step : p.picture) {
        const auto* s = std::get_if<plan::ShaderStep>(&step);
        if (!s || drawn[size_t(s->program)]) continue;
        if (box) box->enter(rt::BlackBox::Loader, p.nodes[size_t(s->node)].path);
        bool spent = false;
        drawn[size_t(s->program)] = workshop.make(*s, spent) ? 1 : 2;
      }
    }
    stage_.pool.clear();
    stage_.programs.trim();
    std::vector<int> refused;
    for (int n = 0; n < int(drawn.size()); ++n)
      if (drawn[size_t(n)] == 2) refused.push_back(n);
    return refused;
  }

 private:
  std::unique_ptr<Context> context_;
  Stage stage_;
};

}  // namespace

std::variant<std::unique_ptr<TrialRoom>, Error> TrialRoom::create(const std::string& shaderCache) {
  auto made = Context::create(shaderCache);
  if (auto* error = std::get_if<Error>(&made)) return *error;
  return std::make_unique<Room>(std::move(std::get<0>(made)));
}

}  // namespace weft::gl
