#include "gl/rehearsal.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <thread>

#include "gl/loops.h"

namespace weft::gl {
namespace {

// Turns of all loops for one pixel. Software GL stops at 65,535 in silence.
int budget(const GlInfo& i) { return i.software ? 65000 : 1 << 18; }
constexpr double kTiles[] = {1.0 / 256, 1.0 / 64, 1.0 / 24};  // sides, of the picture
constexpr double kLongEnough = 0.02;  // seconds; a longer measurement needs no larger tiles

double processorSeconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return double(t.tv_sec) + double(t.tv_nsec) * 1e-9;
}

// Seconds for nine tiles spread over the picture.
double nine(Canvas& c, ShaderStep& step, const Drawing& d, const TexturePtr& blank, double side) {
  glFinish();
  const auto wall = std::chrono::steady_clock::now();
  const double processor = processorSeconds();
  for (int i = 0; i < 9; ++i) {
    const double x = (1 + i % 3 * 2) / 6.0, y = (1 + i / 3 * 2) / 6.0;
    step.rehearse(d, {x - side / 2, y - side / 2, side, side}, blank);
  }
  glFinish();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  // Software GL draws on every core: its work, shared among them, is what a machine with nothing else to do would need.
  const double cores = std::clamp(std::thread::hardware_concurrency(), 1u, 16u);
  return c.info.software ? std::min(seconds, (processorSeconds() - processor) / cores) : seconds;
}

double frameSeconds(Canvas& c, ShaderStep& step, const Drawing& d, const TexturePtr& blank) {
  step.rehearse(d, {0.5, 0.5, 0, 0}, blank);
  for (double side : kTiles) {
    double seconds = nine(c, step, d, blank, side);
    // Tiles are never smaller than 4 pixels: on a small canvas they cover more than their share.
    const double share = 9 * std::max(side, 4.0 / c.width) * std::max(side, 4.0 / c.height);
    const double scale = std::max(1.0, 1 / share);
    for (int again = 0; again < 2 && seconds * scale > kSlowestFrame; ++again)
      seconds = std::min(seconds, nine(c, step, d, blank, side));
    if (seconds > kLongEnough || side == kTiles[2] || scale <= 4) return seconds * scale;
  }
  return 0;
}

// Whether some pixel used up its budget.
bool endless(Canvas& c, const plan::ShaderStep& s, const plan::Program& p, const Drawing& d, const TexturePtr& blank) {
  auto made = compileProgram(c.info, p.vertex, withBudget(p.fragment, budget(c.info)));
  if (std::holds_alternative<CompileError>(made)) return false;  // a form of loop that was not understood: the timing decides
  auto counted = std::make_shared<StoredProgram>();
  counted->passes.push_back(std::move(std::get<std::unique_ptr<Program>>(made)));
  auto step = makeShaderStep(c, s, counted);
  GLuint query = 0, over = 0;
  glGenQueries(1, &query);
  auto drawn = [&](auto draw) {
    glBeginQuery(GL_ANY_SAMPLES_PASSED, query);
    draw();
    glEndQuery(GL_ANY_SAMPLES_PASSED);
    glGetQueryObjectuiv(query, GL_QUERY_RESULT, &over);
    return over != 0;
  };
  if (!drawn([&] { step->rehearse(d, {0.5, 0.5, 0, 0}, blank); })) drawn([&] { nine(c, *step, d, blank, kTiles[0]); });
  glDeleteQueries(1, &query);
  return over != 0;
}

std::string seconds(double s) {
  return s >= 100 ? "more than 100" : std::to_string(int(std::ceil(s)));
}

}  // namespace

std::optional<std::string> rehearse(Canvas& c, const plan::ShaderStep& s, const plan::Program& p, ShaderStep& step, const Drawing& d) {
  TexturePtr blank = c.picture();
  blank->clear();
  if (!readLoops(p.fragment).plain && endless(c, s, p, d, blank))
    return "The shader's loops turn more than " + std::to_string(budget(c.info)) + " times for one pixel. Give them a smaller bound.";
  const double each = frameSeconds(c, step, d, blank);
  if (each <= kSlowestFrame) return std::nullopt;
  return "The shader would take about " + seconds(each) + " s for one frame of " + std::to_string(c.width) + " x " +
         std::to_string(c.height) + " pixels. Let it do less for each pixel, or render a smaller picture.";
}

}  // namespace weft::gl
