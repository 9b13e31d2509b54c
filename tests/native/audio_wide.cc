// Voices computed at once against the same voices one by one, with the shipped programs.
#include <filesystem>
#include <random>

#include "audio/block_loop.h"
#include "audio_bench.h"
#include "dsp/lanes.h"
#include "faust_node.h"
#include "media_fixture.h"
#include "realtime_watch.h"

using namespace bench;

namespace {

namespace fs = std::filesystem;

// Machine code of a program in words, compiled beside this binary; stays until the process ends.
std::string compiled(const std::string& body) {
  static test::Folder folder;
  static int count = 0;
  const std::string file = folder / ("p" + std::to_string(count++) + ".dsp");
  test::writeFile(file, body);
  const auto worker = fs::read_symlink("/proc/self/exe").parent_path() / "weft-dsp";
  REQUIRE(std::system((worker.string() + " " + (folder / "cache") + " " + file + " > " + (folder / "answer")).c_str()) == 0);
  const std::string answer = test::readFile(folder / "answer");
  const auto said = nlohmann::json::parse(answer.substr(answer.find('\n') + 1), nullptr, false);
  return folder / ("cache/" + said["key"].get<std::string>() + ".mc");
}

audio::Sources onDisk() {
  return {[](const plan::DspProgram& program) { return dsp::Factory::load(program.machineCode); },
          [](const plan::Media&, bool) { return audio::OpenClip{}; }};
}

// A plan of chains, each of the same programs one behind the other. Where `together`, equal programs are one group.
struct Chains : Patch {
  bool together;
  std::vector<int> bypass;                              // rows, chain by chain
  std::map<std::string, int> rowOf;
  std::vector<int> heard;                               // buffer of each chain's end

  explicit Chains(bool together) : together(together) {
    plan.buffers = 300;
    plan.nodes.clear();
  }

  int faust(const std::string& machineCode, int inputs) {
    plan.dsp.push_back({machineCode, machineCode, inputs, 1});
    const auto wide = fs::path(machineCode).replace_extension(".wide");
    REQUIRE(fs::exists(wide));
    plan.dsp.back().wide = wide.string();
    return int(plan.dsp.size()) - 1;
  }
  struct Zone {
    std::string address;
    double base, min, max;
    bool moved = false;
    bool button = false;
  };
  struct Link {
    int program;
    std::vector<Zone> zones;  // base is for chain 0; each further one has a little more
  };

  // names: of the chains. Their numbers decide their controls.
  void chains(const std::vector<std::pair<std::string, int>>& names, const std::vector<Link>& links, int first = 3) {
    std::vector<int> ins(names.size(), 0);
    int buffer = first;
    for (size_t l = 0; l < links.size(); ++l) {
      std::vector<plan::DspStep> steps;
      std::vector<int> moved, outs;
      for (size_t c = 0; c < names.size(); ++c) {
        const auto& [name, number] = names[c];
        plan::DspStep step = dsp(links[l].program, plan::DspRate::Audio, l == 0 ? std::vector<int>{} : std::vector<int>{ins[c]}, {buffer});
        step.node = node(name + "/" + std::to_string(l));
        step.through = {l == 0 ? -1 : ins[c]};
        step.bypass = row(0, 0, 1, plan::RowKind::Bool);
        plan.rows.back().id = name + "." + std::to_string(l) + ".$bypass";
        bypass.push_back(step.bypass);
        for (const auto& zone : links[l].zones) {
          const int at = row(float(zone.base + (zone.max - zone.base) * 0.03 * number), zone.min, zone.max, zone.button ? plan::RowKind::Event : plan::RowKind::Float);
          plan.rows.back().id = name + "." + std::to_string(l) + zone.address;
          rowOf[plan.rows.back().id] = at;
          if (zone.moved) plan.rows.back().mods = {{plan::kSignalBeat, plan::Stage::Modulation, plan::Mode::Add, 0.01f * float(number + 1)}};
          if (zone.moved || zone.button) moved.push_back(at);
          step.zones.push_back({zone.address, at, zone.button});
        }
        step.together = together && names.size() >= 2 ? int(l) * 100 + int(c) / dsp::kLanes : -1;
        steps.push_back(step);
        outs.push_back(buffer++);
      }
      if (!moved.empty()) plan.sound.push_back(plan::StackStep{moved});
      for (auto& step : steps) plan.sound.push_back(step);
      ins = outs;
    }
    heard = ins;
    plan.taps = {heard};
    plan.sound.push_back(plan::TapStep{0});
  }
  void play() {
    player = audio::makeTickPlayer(plan, bases, onDisk(), diagnostics);
    for (const auto& d : diagnostics.take()) FAIL(d.message);
  }
  std::vector<std::vector<float>> last() {
    std::vector<std::vector<float>> channels;
    player->readTap(0, 64, channels);
    return channels;
  }
};

const std::vector<Chains::Zone> kOscillator = {{"/Oscillator/Shape", 1, 0, 3}, {"/Oscillator/Frequency", 60, 20, 20000, true}, {"/Oscillator/Level", -12, -60, 0}};
const std::vector<Chains::Zone> kFilter = {{"/Filter/Mode", 0, 0, 3}, {"/Filter/Cutoff", 500, 20, 20000, true}, {"/Filter/Resonance", 0.3, 0, 1}};
const std::vector<Chains::Zone> kGain = {{"/Gain/Gain", -6, -60, 24, true}, {"/Gain/Mute", 0, 0, 1}};

void voicesOf(Chains& p, const std::vector<std::pair<std::string, int>>& names, int first = 3) {
  p.chains(names, {{p.faust(test::machineCode("tools/oscillator"), 0), kOscillator}, {p.faust(test::machineCode("fx/filter"), 1), kFilter},
                   {p.faust(test::machineCode("tools/gain"), 1), kGain}}, first);
}
std::vector<std::pair<std::string, int>> named(int from, int to) {
  std::vector<std::pair<std::string, int>> names;
  for (int i = from; i < to; ++i) names.emplace_back("v" + std::to_string(i), i);
  return names;
}
double difference(const std::vector<std::vector<float>>& a, const std::vector<std::vector<float>>& b) {
  double worst = 0;
  for (size_t c = 0; c < a.size(); ++c)
    for (size_t i = 0; i < a[c].size(); ++i) worst = std::max(worst, double(std::abs(a[c][i] - b[c][i])));
  return worst;
}

}  // namespace

TEST_CASE("together: voices with moving controls and bypasses that come and go sound as they do one by one") {
  Chains one(false), all(true);
  for (Chains* p : {&one, &all}) {
    voicesOf(*p, named(0, 11));
    p->play();
  }
  std::mt19937 random(2);
  double worst = 0, loudest = 0;
  for (int tick = 0; tick < 1500; ++tick) {
    if (tick % 7 == 3) {
      const int row = one.bypass[random() % one.bypass.size()];
      const float to = float(random() % 2);
      for (Chains* p : {&one, &all}) p->player->setBase(row, to);
    }
    if (tick % 11 == 5) {
      auto turned = one.rowOf.begin();
      std::advance(turned, long(random() % one.rowOf.size()));
      const auto& r = one.plan.rows[size_t(turned->second)];
      const float to = float(r.min + (r.max - r.min) * double(random() % 1000) / 999);
      for (Chains* p : {&one, &all}) p->player->setBase(turned->second, to);
    }
    one.tick();
    all.tick();
    worst = std::max(worst, difference(one.last(), all.last()));
    for (const auto& c : one.last())
      for (float x : c) loudest = std::max(loudest, double(std::abs(x)));
  }
  CHECK(loudest > 0.1);
  CHECK(worst < 1e-6 * loudest);
}

TEST_CASE("together: buttons and inputs that the engine feeds act in their own voice") {
  const std::string program = compiled(
      "declare weft_inlets \"in\"; hit = button(\"hit\"); k = hslider(\"k\", 0.5, 0, 0.9, 0.01);"
      "process(x) = (x + hit : + ~ *(k)) + (int(k * 10) == 5) * 0.25;");
  Chains one(false), all(true);
  for (Chains* p : {&one, &all}) {
    p->plan.constants = {{4, 0.25f}};
    p->plan.sound.push_back(plan::RampStep{290, 4});
    const int f = p->faust(program, 1);
    p->chains(named(0, 5), {{f, {{"/program/hit", 0, 0, 1, false, true}, {"/program/k", 0.5, 0, 0.9}}}});
    for (auto& step : p->plan.sound)
      if (auto* d = std::get_if<plan::DspStep>(&step)) d->instances[0].ins = {290};
    p->play();
  }
  for (int tick = 0; tick < 60; ++tick) {
    for (Chains* p : {&one, &all}) p->player->setBase(p->rowOf.at("v2.0/program/hit"), tick == 20 ? 1.f : 0.f);
    one.tick();
    all.tick();
    CHECK(difference(one.last(), all.last()) < 1e-6);
    if (tick == 20) CHECK(std::abs(all.last()[2][0] - all.last()[1][0]) > 0.5);
  }
}

TEST_CASE("together: a voice whose numbers are none is silenced and named, its neighbours never know") {
  const std::string program = compiled("k = hslider(\"k\", 0.5, 0, 2, 0.01); process = + ~ *(k);");
  Chains one(false), all(true);
  for (Chains* p : {&one, &all}) {
    const int source = p->faust(test::machineCode("tools/oscillator"), 0), f = p->faust(program, 1);
    p->chains(named(0, 8), {{source, kOscillator}, {f, {{"/program/k", 0.5, 0, 2}}}});
    p->play();
  }
  bool named[2] = {false, false};
  for (int tick = 0; tick < 120; ++tick) {
    size_t side = 0;
    for (Chains* p : {&one, &all}) {
      const int row = p->rowOf.at("v5.1/program/k");
      if (tick == 30) p->player->setBase(row, 2);
      if (tick == 70) p->player->setBase(row, 0.5f);
      p->tick();
      for (int node : p->player->notFinite()) {
        CHECK(p->plan.nodes[size_t(node)].path == "v5/1");
        named[side] = true;
      }
      ++side;
      for (const auto& c : p->last())
        for (float x : c) CHECK(std::isfinite(x));
    }
    auto a = one.last(), b = all.last();
    if (tick >= 30 && tick < 75) {  // how large it grows before the end of numbers is not the same to the last bit
      a.erase(a.begin() + 5);
      b.erase(b.begin() + 5);
    }
    CHECK(difference(a, b) < 1e-6);
  }
  CHECK(named[0]);
  CHECK(named[1]);
}

TEST_CASE("together: nothing is allocated or locked while voices are computed at once, bypassed and cleared") {
  Chains p(true);
  voicesOf(p, named(0, 8));
  p.play();
  p.tick();
  long calls = 0;
  for (int tick = 0; tick < 200; ++tick) {
    p.player->setBase(p.bypass[size_t(tick) % p.bypass.size()], float(tick / 24 % 2));
    watch::Realtime watched;
    p.tick();
    calls += watched.allocations() + watched.locks();
  }
  CHECK(calls == 0);
}

namespace {

// Plans that follow one another in a loop that plays.
struct Show {
  audio::BlockLoop loop{48000, 120};
  Diagnostics diagnostics;
  std::shared_ptr<audio::TickPlayer> latest;
  std::vector<std::string> rows;
  std::vector<float> left;
  uint64_t number = 0;
  bool together;

  explicit Show(bool together) : together(together) { loop.push({audio::Command::Transport, 0, 0, signal::TransportCommand::play(), nullptr}); }
  void swap(const std::vector<std::pair<std::string, int>>& names, int first) {
    Chains p(together);
    voicesOf(p, names, first);
    // Each voice at a place of its own in the sum, so that all can be told apart by what is left.
    std::vector<int> ins = p.heard;
    p.plan.sound.push_back(plan::MixStep{299, ins});
    plan::OutStep out{p.node("out"), {299, 299}, {{"gain", p.row(-24, -90, 12)}}};
    p.plan.rows.back().id = "out.gain";
    p.plan.sound.push_back(out);
    auto next = std::make_shared<audio::TickPlayer>(p.plan, p.bases, onDisk(), diagnostics, latest.get());
    std::vector<int> before;
    for (const auto& row : p.plan.rows) {
      const auto found = std::find(rows.begin(), rows.end(), row.id);
      before.push_back(found == rows.end() ? -1 : int(found - rows.begin()));
    }
    auto transition = audio::layOut(latest, next, before);
    transition->number = ++number;
    REQUIRE(loop.push({audio::Command::Swap, 0, 0, {}, transition.get()}));
    transition.release();
    latest = next;
    rows.clear();
    for (const auto& row : p.plan.rows) rows.push_back(row.id);
  }
  void play(int ticks) {
    for (int i = 0; i < ticks; ++i) {
      float l[64], r[64];
      loop.tick(nullptr, 0, l, r);
      left.insert(left.end(), l, l + 64);
      while (audio::Transition* done = loop.done()) delete done;
    }
  }
};

}  // namespace

TEST_CASE("together: voices keep their state when an edit puts them with others, or leaves them alone") {
  Show one(false), all(true);
  for (Show* show : {&one, &all}) {
    show->swap(named(0, 8), 3);
    show->play(60);
    show->swap(named(2, 11), 7);  // other groups, other lanes, other buffers
    show->play(60);
    show->swap(named(4, 5), 5);   // one by itself
    show->play(60);
    show->swap(named(3, 9), 3);
    show->play(60);
  }
  double worst = 0, loudest = 0;
  for (size_t i = 0; i < one.left.size(); ++i) {
    worst = std::max(worst, double(std::abs(one.left[i] - all.left[i])));
    loudest = std::max(loudest, double(std::abs(one.left[i])));
  }
  CHECK(loudest > 0.01);
  CHECK(worst < 3e-6 * loudest);
}
