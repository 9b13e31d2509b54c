// Plans that follow one another while sound plays: what lives on, what fades, and that nothing else is touched.
#include <doctest/doctest.h>

#include <complex>
#include <cstring>
#include <numbers>
#include <random>

#include "audio/block_loop.h"
#include "audio_voices.h"
#include "realtime_watch.h"

using namespace bench;

namespace {

class Stage {
 public:
  Stage() : loop_(48000, 120) { loop_.push({audio::Command::Transport, 0, 0, signal::TransportCommand::play(), nullptr}); }

  std::map<std::string, Program> programs;

  plan::Plan planOf(const Voices& voices) const { return bench::planOf(voices, programs); }

  // Prepares and swaps. False: the queue is full.
  bool swap(const plan::Plan& plan, std::vector<float> bases = {}) {
    const audio::Sources sources{
        [this](const plan::DspProgram& program) -> std::variant<std::shared_ptr<dsp::Factory>, Error> {
          return std::shared_ptr<dsp::Factory>(std::make_shared<ProgramFactory>(programs.at(program.key)));
        },
        [](const plan::Media&, bool) { return audio::OpenClip{}; }};
    bases.resize(plan.rows.size());
    auto next = std::make_shared<audio::TickPlayer>(plan, bases, sources, diagnostics_, latest_.get());
    std::vector<int> rows;
    for (const auto& row : plan.rows) {
      const auto found = std::find(rows_.begin(), rows_.end(), row.id);
      rows.push_back(found == rows_.end() ? -1 : int(found - rows_.begin()));
    }
    auto transition = audio::layOut(latest_, next, rows);
    transition->number = ++number_;
    if (!loop_.push({audio::Command::Swap, 0, 0, {}, transition.get()})) return false;
    transition.release();
    latest_ = next;
    rows_.clear();
    for (const auto& row : plan.rows) rows_.push_back(row.id);
    return true;
  }
  bool swap(const Voices& voices) { return swap(planOf(voices)); }
  void set(int row, float value) { loop_.push({audio::Command::Set, row, value, {}, nullptr}); }

  void play(int ticks) {
    for (int i = 0; i < ticks; ++i) {
      float left[64], right[64];
      {
        watch::Realtime watched;
        loop_.tick(nullptr, 0, left, right);
        calls += watched.allocations() + watched.locks();
      }
      this->left.insert(this->left.end(), left, left + 64);
      this->right.insert(this->right.end(), right, right + 64);
      while (audio::Transition* done = loop_.done()) {
        delete done;
        ++freed;
      }
    }
  }

  audio::BlockLoop& loop() { return loop_; }
  std::shared_ptr<audio::TickPlayer> latest() const { return latest_; }

  std::vector<float> left, right;
  long calls = 0, freed = 0;

 private:
  audio::BlockLoop loop_;
  Diagnostics diagnostics_;
  std::shared_ptr<audio::TickPlayer> latest_;
  std::vector<std::string> rows_;
  uint64_t number_ = 0;
};

// Loudest sample above 6 kHz: a Blackman-windowed sinc, which lets nothing below 5 kHz through within 75 dB of a sound of
// full scale, so low voices must be quiet enough: see the callers.
double above6k(const std::vector<float>& x) {
  constexpr int kHalf = 256;
  std::vector<double> taps(2 * kHalf + 1);
  for (int i = -kHalf; i <= kHalf; ++i) {
    const double a = std::numbers::pi * (i + kHalf) / kHalf;
    const double window = 0.42 - 0.5 * std::cos(a) + 0.08 * std::cos(2 * a);
    const double c = 6000 / (kRate / 2);
    const double low = i == 0 ? c : std::sin(std::numbers::pi * c * i) / (std::numbers::pi * i);
    taps[size_t(i + kHalf)] = window * ((i == 0 ? 1 : 0) - low);
  }
  double loudest = 0;
  for (size_t n = 0; n + taps.size() <= x.size(); ++n) {
    double sum = 0;
    for (size_t t = 0; t < taps.size(); ++t) sum += taps[t] * x[n + t];
    loudest = std::max(loudest, std::abs(sum));
  }
  return loudest;
}
double dB(double x) { return 20 * std::log10(std::max(x, 1e-12)); }

struct Duo : Stage {
  Voices both{{{"a", "sine a", "memory"}, {"b", "sine b", ""}}, {"a"}, {"b"}};
  Voices one{{{"a", "sine a", "memory"}}, {"a"}, {}};
  Duo() { programs = {{"sine a", sine(997, 0.3)}, {"sine b", sine(441, 0.3)}, {"memory", memory()}}; }
};

}  // namespace

TEST_CASE("swap: a branch that nobody touched is the same to the bit as without the edit") {
  Duo untouched, edited;
  untouched.swap(untouched.both);
  edited.swap(edited.both);
  untouched.play(400);
  for (int i = 0; i < 20; ++i) {
    edited.play(20);
    edited.swap(i % 2 == 0 ? edited.one : edited.both);
  }
  CHECK(edited.left.size() == untouched.left.size());
  CHECK(std::memcmp(edited.left.data(), untouched.left.data(), edited.left.size() * sizeof(float)) == 0);
  CHECK(edited.calls == 0);
}

TEST_CASE("swap: a voice that is removed leaves without a click, within 5 ms, and one that is added comes so") {
  Duo stage;
  stage.swap(stage.both);
  stage.play(100);
  const size_t cut = stage.right.size();
  stage.swap(stage.one);
  stage.play(100);
  for (size_t i = cut + 4 * 64; i < stage.right.size(); ++i) REQUIRE(stage.right[i] == 0);
  CHECK(stage.right[cut + 100] != 0);
  stage.swap(stage.both);
  stage.play(100);
  // The filter's own ends: the voice's first sample is 0 and it is left in full swing, so leave out both.
  const std::vector<float> heard(stage.right.begin() + 640, stage.right.end());
  CHECK(dB(above6k(heard)) < -80);
  // The measure sees a click: the voice cut off at its loudest.
  std::vector<float> clicked(stage.right.begin() + 640, stage.right.begin() + long(cut));
  const size_t loudest = size_t(std::max_element(clicked.begin() + 2000, clicked.begin() + 2200) - clicked.begin());
  std::fill(clicked.begin() + long(loudest), clicked.end(), 0.f);
  CHECK(dB(above6k(clicked)) > -30);
}

TEST_CASE("swap: of sounds that meet at an inlet only the one whose wire goes fades") {
  Stage stage;
  stage.programs = {{"sine a", sine(997, 0.25)}, {"sine b", sine(441, 0.25)}, {"sine c", sine(300, 0.25)}};
  const Voices three{{{"a", "sine a", ""}, {"b", "sine b", ""}, {"c", "sine c", ""}}, {"a", "b", "c"}, {"a", "c"}};
  const Voices two{{{"a", "sine a", ""}, {"b", "sine b", ""}, {"c", "sine c", ""}}, {"a", "b"}, {"a", "c"}};
  stage.swap(three);
  stage.play(50);
  stage.swap(two);
  stage.play(50);
  // The right side is untouched; the left lost c.
  double off = 0, most = 0;
  for (size_t i = 0; i < stage.left.size(); ++i) {
    const double t = 2 * std::numbers::pi * double(i) / kRate;
    const double a = 0.25 * std::sin(997 * t), b = 0.25 * std::sin(441 * t), c = 0.25 * std::sin(300 * t);
    off = std::max(off, std::abs(stage.right[i] - (a + c)));
    const double rest = stage.left[i] - (a + b);
    if (i < 50 * 64) off = std::max(off, std::abs(rest - c));
    else if (i >= 54 * 64) off = std::max(off, std::abs(rest));
    else most = std::max(most, std::abs(rest) - std::abs(c));
  }
  CHECK(off < 1e-5);
  CHECK(most < 1e-5);
}

TEST_CASE("swap: a voice keeps its phase when it is wired elsewhere, and starts anew when its program changes") {
  Stage stage;
  stage.programs = {{"count", counter()}, {"count again", counter()}};
  for (auto& [key, program] : stage.programs) {
    program.compute = [](int n, float**, float** outs, std::map<std::string, float>&, std::vector<double>& state) {
      state.resize(1);
      for (int i = 0; i < n; ++i) outs[0][i] = float(state[0]++ * 1e-6);
    };
  }
  stage.swap(Voices{{{"a", "count", ""}}, {"a"}, {}});
  stage.play(20);
  stage.swap(Voices{{{"a", "count", ""}}, {"a"}, {"a"}});
  stage.play(20);
  const auto at = [&](size_t i) { return std::lround(stage.left[i] * 1e6); };
  CHECK(at(40 * 64 - 1) == 40 * 64 - 1);
  CHECK(stage.right[40 * 64 - 1] == stage.left[40 * 64 - 1]);
  stage.swap(Voices{{{"a", "count again", ""}}, {"a"}, {"a"}});
  stage.play(20);
  CHECK(at(60 * 64 - 1) == 16 * 64 - 1);  // four ticks went to the fade
}

TEST_CASE("swap: a value set while a swap is under way is heard at once and stays") {
  Duo stage;
  stage.programs["one"] = constant(0.5f);
  const Voices before{{{"a", "one", ""}, {"b", "sine b", ""}}, {"a"}, {"b"}};
  const Voices after{{{"a", "one", ""}}, {"a"}, {}};
  stage.swap(before);
  stage.play(10);
  CHECK(stage.left.back() == 0.5f);
  stage.swap(after);
  stage.swap(before);
  stage.swap(after);
  stage.set(0, -6.0206f);  // while the first of three is not even begun
  stage.play(2);
  CHECK(stage.left.back() == doctest::Approx(0.25).epsilon(1e-4));
  stage.play(100);
  CHECK(stage.left.back() == doctest::Approx(0.25).epsilon(1e-4));
  CHECK(stage.loop().playing().swap == 4);
  CHECK(stage.freed == 4);
}

TEST_CASE("swap: a gain that is on its way, a bypass that fades and a button that is down go on") {
  Stage stage;
  stage.programs = {{"one", constant(0.5f)}};
  Voices voices{{{"a", "one", ""}}, {"a"}, {"a"}};
  plan::Plan plan = stage.planOf(voices);
  // A bypass over 5 ms, set one tick before the swap.
  plan::Row bypass{};
  bypass.id = "a.$bypass";
  bypass.kind = plan::RowKind::Bool;
  bypass.max = 1;
  bypass.record = -1;
  plan.rows.push_back(bypass);
  std::get<plan::DspStep>(plan.sound[0]).bypass = 1;
  std::get<plan::DspStep>(plan.sound[0]).through = {-1};
  for (bool swapped : {false, true}) {
    Stage each;
    each.programs = stage.programs;
    each.swap(plan);
    each.play(5);
    each.set(1, 1);
    each.set(0, -12);
    each.play(1);
    if (swapped) each.swap(plan, {-12, 1});
    each.play(10);
    stage.left.insert(stage.left.end(), each.left.begin(), each.left.end());
  }
  const size_t half = stage.left.size() / 2;
  CHECK(std::equal(stage.left.begin(), stage.left.begin() + long(half), stage.left.begin() + long(half)));
  CHECK(stage.left[6 * 64 - 1] > 0);
  CHECK(stage.left.back() == 0);
}

TEST_CASE("swap: taps go on where they were, and the new player's records begin with its first tick") {
  Duo stage;
  stage.swap(stage.both);
  stage.play(100);
  auto old = stage.latest();
  stage.swap(stage.both);
  stage.play(10);
  CHECK(stage.loop().playing().since == 100 * 64);
  CHECK(stage.latest()->records().read(0).transport.now == 100 * 64);
  CHECK(stage.latest()->records().last() == 9);
  CHECK(old->records().last() == 99);
  std::vector<std::vector<float>> channels;
  stage.latest()->readTap(0, 64 * 60, channels);
  CHECK(std::equal(channels[0].begin(), channels[0].end(), stage.left.end() - 64 * 60));
}

TEST_CASE("swap: a thousand random edits: the untouched branch to the bit, no click, no call to the system") {
  Duo control;
  Stage stage;
  stage.programs = control.programs;
  control.swap(control.both);
  for (int i = 0; i < 12; ++i) stage.programs["voice " + std::to_string(i)] = sine(110 + 31 * i, 0.04);
  std::mt19937 random(7);
  auto chance = [&](int of) { return int(random() % unsigned(of)) == 0; };
  Voices all{{{"a", "sine a", "memory"}}, {"a"}, {}};
  stage.swap(all);
  long swaps = 1;
  for (int edit = 0; edit < 1000; ++edit) {
    Voices next{{{"a", "sine a", "memory"}}, {"a"}, {}};
    for (int i = 0; i < 12; ++i) {
      if (chance(2)) continue;
      const std::string name = "v" + std::to_string(i);
      next.voices.push_back({name, "voice " + std::to_string(i), ""});
      if (!chance(5)) next.right.push_back(name);
    }
    if (chance(3)) std::shuffle(next.right.begin(), next.right.end(), random);
    if (swaps - stage.freed < long(audio::BlockLoop::kMostSwaps)) {
      stage.swap(next);
      ++swaps;
    }
    stage.play(int(random() % 8));
  }
  stage.play(200);
  control.play(int(stage.left.size() / 64));
  CHECK(stage.freed == swaps);
  CHECK(stage.calls == 0);
  CHECK(std::memcmp(stage.left.data(), control.left.data(), stage.left.size() * sizeof(float)) == 0);
  CHECK(dB(above6k(stage.right)) < -80);
}
