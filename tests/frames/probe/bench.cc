#include "bench.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>
#include <vector>

#include "frames/jpeg.h"
#include "frames/reader.h"
#include "frames/shared_file.h"
#include "frames/writer.h"
#include "picture.h"

namespace probe {
namespace {

using namespace weft::frames;
constexpr uint32_t kWidth = 1920, kHeight = 1080;
constexpr uint64_t kBytes = uint64_t(kWidth) * kHeight * 4;

int64_t nowNs(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

double part(std::vector<double> v, double q) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[std::min(v.size() - 1, size_t(q * double(v.size())))];
}

std::unique_ptr<RingWriter> writer(const std::string& path) {
  auto w = RingWriter::create(path, {1, 4, kBytes});
  if (auto* e = std::get_if<weft::Error>(&w)) {
    std::fprintf(stderr, "%s\n", e->message.c_str());
    std::exit(1);
  }
  return std::move(std::get<0>(w));
}

std::unique_ptr<RingReader> reader(const std::string& path) {
  auto r = RingReader::open(path, 1);
  if (std::get_if<weft::Error>(&r)) std::exit(1);
  return std::move(std::get<0>(r));
}

// Sees a frame as soon as a reader can: woken, lock and stamp looked at, no copy. Sends the delays in ms.
void watch(const std::string& path, int frames, int out) {
  auto opened = SharedFile::open(path);
  auto& file = *std::get<0>(opened);
  auto& h = *reinterpret_cast<const RingHeader*>(file.data());
  std::vector<double> delays;
  for (uint64_t before = 0; before < uint64_t(frames);) {
    const uint32_t wake = h.wake.load(std::memory_order_acquire);
    const uint64_t latest = h.latest.load(std::memory_order_acquire);
    if (latest == before) {
      SharedFile::wait(h.wake, wake, std::chrono::seconds(5));
      continue;
    }
    auto& s = *reinterpret_cast<const SlotHeader*>(file.data() + kHeaderBytes + latest % h.slots * h.slotBytes);
    if (s.lock.load(std::memory_order_acquire) == 2 * latest) delays.push_back(double(nowNs(CLOCK_MONOTONIC) - s.published) / 1e6);
    before = latest;
  }
  if (write(out, delays.data(), delays.size() * sizeof(double)) < 0) _exit(1);
}

void take(const std::string& path, int frames, int out) {
  auto r = reader(path);
  std::vector<uint8_t> into(r->shape().capacity, 1);
  std::vector<double> delays;
  SeenFrame seen;
  while (seen.number < uint64_t(frames) && r->next(into, seen, std::chrono::seconds(5)) == Seen::Frame)
    delays.push_back(double(nowNs(CLOCK_MONOTONIC) - seen.published) / 1e6);
  if (write(out, delays.data(), delays.size() * sizeof(double)) < 0) _exit(1);
}

// A pipe in the ring's place: what two processes need to wake each other at all.
int told[2];
void listen(const std::string&, int frames, int out) {
  std::vector<double> delays;
  int64_t sent = 0;
  for (int k = 0; k < frames && read(told[0], &sent, sizeof sent) == sizeof sent; ++k) delays.push_back(double(nowNs(CLOCK_MONOTONIC) - sent) / 1e6);
  if (write(out, delays.data(), delays.size() * sizeof(double)) < 0) _exit(1);
}

std::vector<double> oneRun(const std::string& path, int frames, void (*work)(const std::string&, int, int)) {
  auto w = writer(path);
  int result[2];
  if (pipe(result) != 0) std::exit(1);
  const pid_t child = fork();
  if (child == 0) {
    work(path, frames, result[1]);
    _exit(0);
  }
  close(result[1]);
  std::vector<uint8_t> picture(kBytes, 90);
  auto next = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
  for (int k = 1; k <= frames; ++k) {
    std::memcpy(w->begin().data(), picture.data(), kBytes);
    std::this_thread::sleep_until(next);
    if (work == listen) {
      const int64_t now = nowNs(CLOCK_MONOTONIC);
      if (write(told[1], &now, sizeof now) < 0) std::exit(1);
    } else {
      w->publish(metaOf(k, kWidth, kHeight));
    }
    next += std::chrono::microseconds(16667);
  }
  std::vector<double> delays(size_t(frames), 0);
  size_t got = 0;
  for (ssize_t n; (n = read(result[0], reinterpret_cast<char*>(delays.data()) + got, delays.size() * sizeof(double) - got)) > 0;) got += size_t(n);
  close(result[0]);
  waitpid(child, nullptr, 0);
  delays.resize(got / sizeof(double));
  return delays;
}

}  // namespace

int latency(const std::string& folder, int frames) {
  if (pipe(told) != 0) return 1;
  const auto piped = oneRun(folder + "/latency.ring", frames, listen);
  const auto seen = oneRun(folder + "/latency.ring", frames, watch);
  const auto copied = oneRun(folder + "/latency.ring", frames, take);
  std::printf("{\"seen\":{\"n\":%zu,\"p50\":%f,\"p99\":%f},\"copied\":{\"n\":%zu,\"p50\":%f,\"p99\":%f},\"pipe\":{\"n\":%zu,\"p50\":%f,\"p99\":%f}}\n", seen.size(), part(seen, .5),
              part(seen, .99), copied.size(), part(copied, .5), part(copied, .99), piped.size(), part(piped, .5), part(piped, .99));
  return 0;
}

int copy(const std::string& folder, int frames) {
  auto w = writer(folder + "/copy.ring");
  auto r = reader(folder + "/copy.ring");
  std::vector<uint8_t> picture(kBytes, 90), into(r->shape().capacity, 1), bare(r->shape().capacity, 1);
  std::vector<std::vector<uint8_t>> sources(4, std::vector<uint8_t>(kBytes, 3));
  std::vector<double> ours, theirs;
  SeenFrame seen;
  for (int k = 1; k <= frames; ++k) {
    std::memcpy(w->begin().data(), picture.data(), kBytes);
    w->publish(metaOf(k, kWidth, kHeight));
    const int64_t a = nowNs(CLOCK_THREAD_CPUTIME_ID);
    if (r->next(into, seen, std::chrono::nanoseconds(0)) != Seen::Frame) return 1;
    const int64_t b = nowNs(CLOCK_THREAD_CPUTIME_ID);
    auto& source = sources[size_t(k) % 4];
    std::memcpy(source.data(), picture.data(), kBytes);
    const int64_t c = nowNs(CLOCK_THREAD_CPUTIME_ID);
    std::memcpy(bare.data(), source.data(), kBytes);
    asm volatile("" : : "r"(bare.data()) : "memory");
    const int64_t d = nowNs(CLOCK_THREAD_CPUTIME_ID);
    if (k > 8) ours.push_back(double(b - a) / 1e6), theirs.push_back(double(d - c) / 1e6);
  }
  std::printf("{\"ours\":%f,\"memcpy\":%f}\n", part(ours, .5), part(theirs, .5));
  return 0;
}

int jpeg(const std::string& ppm, int quality, double seconds) {
  std::ifstream file(ppm, std::ios::binary);
  std::string kind;
  uint32_t width = 0, height = 0, most = 0;
  file >> kind >> width >> height >> most;
  file.get();
  std::vector<uint8_t> rgb(size_t(width) * height * 3), rgba(size_t(width) * height * 4, 255);
  if (kind != "P6" || !file.read(reinterpret_cast<char*>(rgb.data()), std::streamsize(rgb.size()))) return 1;
  for (size_t i = 0; i < size_t(width) * height; ++i) std::memcpy(&rgba[i * 4], &rgb[i * 3], 3);
  JpegEncoder encoder;
  Size size{};
  const auto start = std::chrono::steady_clock::now();
  double spent = 0;
  int n = 0;
  for (; spent < seconds; ++n) {
    if (std::holds_alternative<weft::Error>(encoder.encode({rgba.data(), width, height, width * 4}, {0, 0}, quality, size))) return 1;
    spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  std::printf("{\"megapixels\":%f}\n", double(width) * height * n / spent / 1e6);
  return 0;
}

}  // namespace probe
