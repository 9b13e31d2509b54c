// sound-probe FOLDER DEVICE SETS EDITS: plays the plans of a folder live and measures, for the bench. Prints one JSON object.
// FOLDER holds 0.plan, 0.bases, 1.plan, 1.bases: a plan and the same with a wire less.
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "audio/live_sound.h"

using namespace weft;
using namespace std::chrono_literals;

namespace {

int64_t nanoseconds(clockid_t clock = CLOCK_MONOTONIC) {
  timespec t;
  clock_gettime(clock, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}
std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Loaded {
  std::string text;
  plan::Plan plan;
  std::vector<float> bases;
  explicit Loaded(const std::string& path) : text(read(path + ".plan")), plan(std::get<0>(plan::decode(text))), bases(plan.rows.size()) {
    const std::string bytes = read(path + ".bases");
    std::memcpy(bases.data(), bytes.data(), std::min(bytes.size(), bases.size() * sizeof(float)));
  }
};

void print(const char* name, std::vector<double> ms) {
  std::sort(ms.begin(), ms.end());
  auto at = [&](double p) { return ms.empty() ? 0 : ms[std::min(ms.size() - 1, size_t(p * double(ms.size())))]; };
  std::printf("\"%s\":{\"n\":%zu,\"p50\":%.4f,\"p99\":%.4f,\"max\":%.4f},", name, ms.size(), at(0.5), at(0.99), at(1));
}

// Milliseconds from `since` until sample n of now is heard, or was.
double heardAfter(const audio::LiveSound& live, int64_t since, int64_t n, int rate) {
  const int64_t ns = nanoseconds();
  return double(ns - since) * 1e-6 + (double(n) - live.heard(ns).value_or(double(n))) * 1e3 / rate;
}

}  // namespace

int main(int, char** argv) {
  const std::string folder = argv[1];
  const Loaded plans[] = {Loaded(folder + "/0"), Loaded(folder + "/1")};
  const int sets = std::atoi(argv[3]), edits = std::atoi(argv[4]), rate = plans[0].plan.sampleRate;
  audio::LiveOptions options;
  options.device.name = argv[2];
  options.device.frames = 64;
  options.sampleRate = rate;
  Diagnostics diagnostics;
  auto live = audio::LiveSound::create(std::move(options), media::makeDecodePool(1, 64 << 20));
  auto load = [&](const Loaded& from) {
    auto prepared = live->prepare(from.plan, from.bases, diagnostics);
    auto player = prepared->player();
    const auto swap = live->swap(std::move(prepared));
    while (live->playing().swap < *swap) std::this_thread::sleep_for(200us);
    return player;
  };
  auto player = load(plans[0]);
  live->transport(signal::TransportCommand::play());
  std::this_thread::sleep_for(1s);

  std::printf("{");
  // A row that no signal moves, up and down; its value is written in the tick that it is heard in.
  int row = 0;
  while (row + 1 < int(plans[0].plan.rows.size()) && (!plans[0].plan.rows[size_t(row)].mods.empty() || plans[0].plan.rows[size_t(row)].kind != plan::RowKind::Float)) ++row;
  const auto& of = plans[0].plan.rows[size_t(row)];
  std::vector<double> computed, heard;
  for (int i = 0; i < sets; ++i) {
    const auto value = float(of.min + (of.max - of.min) * (i % 2 == 0 ? 0.25 : 0.75));
    const int64_t since = nanoseconds();
    live->set(row, value);
    while (player->value(row) != value) std::this_thread::yield();
    const int64_t now = live->state().now;
    computed.push_back(double(nanoseconds() - since) * 1e-6);
    heard.push_back(heardAfter(*live, since, now, rate));
    std::this_thread::sleep_for(std::chrono::microseconds(700 + 137 * (i % 13)));
  }
  print("setComputed", computed);
  print("setHeard", heard);

  const auto before = live->stats();
  std::this_thread::sleep_for(2s);
  const auto calm = live->stats();
  std::vector<double> decoding, preparing, swapped, sounded;
  for (int i = 0; i < edits; ++i) {
    const Loaded& from = plans[(i + 1) % 2];
    const int64_t since = nanoseconds();
    // Processor time: what a busy machine adds is in the times until it plays.
    const int64_t cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
    auto decoded = std::get<0>(plan::decode(from.text));
    const int64_t read = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
    auto next = live->prepare(decoded, from.bases, diagnostics);
    decoding.push_back(double(read - cpu) * 1e-6);
    preparing.push_back(double(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - read) * 1e-6);
    const auto swap = live->swap(std::move(next));
    while (live->playing().swap < *swap) std::this_thread::sleep_for(200us);
    swapped.push_back(double(nanoseconds() - since) * 1e-6);
    sounded.push_back(heardAfter(*live, since, live->playing().since, rate));
  }
  print("editDecoded", decoding);
  print("editPrepared", preparing);
  print("editSwapped", swapped);
  print("editHeard", sounded);
  const auto after = live->stats();
  std::printf("\"calmXruns\":%.4f,\"editXruns\":%.4f,\"load\":%.3f,\"callbackP50\":%.1f,\"callbackP99\":%.1f,\"callbackMax\":%.1f,\"state\":\"%s\",\"realtime\":%s}\n",
              double(calm.xruns - before.xruns) * 1e3 / double(std::max(1L, calm.callbacks - before.callbacks)),
              double(after.xruns - calm.xruns) * 1e3 / double(std::max(1L, after.callbacks - calm.callbacks)), after.load, after.callbackUs.p50,
              after.callbackUs.p99, after.callbackUs.max, after.state, after.realtime ? "true" : "false");
  return 0;
}
