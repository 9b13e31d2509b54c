// A writer of frame rings that does what it is told on stdin, one answer a line; and the ring's measurements.
//
//   ring-probe write PATH GENERATION WIDTH HEIGHT SLOTS
//     frame K    publishes frame K          half K   paints half of frame K and leaves it
//     run A B    publishes A … B at once    jpeg K   publishes the next line's hex as a JPEG of the ring's size
//     held K     frame K, held, tier 50
//   ring-probe latency FOLDER FRAMES | copy FOLDER FRAMES | jpeg FILE.ppm QUALITY SECONDS
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

#include "bench.h"
#include "frames/writer.h"
#include "picture.h"

namespace {

using namespace weft::frames;

int write(char** arg) {
  const auto width = uint32_t(std::atoi(arg[2])), height = uint32_t(std::atoi(arg[3]));
  auto made = RingWriter::create(arg[0], {std::strtoull(arg[1], nullptr, 10), uint32_t(std::atoi(arg[4])), uint64_t(width) * height * 4});
  if (auto* e = std::get_if<weft::Error>(&made)) {
    std::cout << e->code << std::endl;
    return 1;
  }
  auto& w = *std::get<0>(made);
  std::cout << "ready" << std::endl;
  auto publish = [&](FrameMeta m) {
    probe::paint(w.begin(), m.frame, m.length);
    return w.publish(m);
  };
  std::string word;
  int64_t k = 0, last = 0;
  while (std::cin >> word >> k) {
    bool ok = true;
    FrameMeta m = probe::metaOf(k, width, height);
    if (word == "frame") ok = publish(m);
    else if (word == "run" && std::cin >> last)
      for (; k <= last; ++k) ok = publish(probe::metaOf(k, width, height)) && ok;
    else if (word == "half") probe::paint(w.begin(), k, m.length / 2);
    else if (word == "held") {
      m.flags = kHeld;
      m.tier = 50;
      ok = publish(m);
    } else if (word == "jpeg" && std::cin >> word) {
      m.format = kJpeg;
      m.stride = 0;
      m.length = word.size() / 2;
      auto into = w.begin();
      for (size_t i = 0; i < m.length; ++i) into[i] = uint8_t(std::stoi(word.substr(2 * i, 2), nullptr, 16));
      ok = w.publish(m);
    } else ok = false;
    std::cout << (ok ? "done" : "refused") << std::endl;
  }
  return 0;
}

}  // namespace

int main(int count, char** arg) {
  const std::string what = count > 1 ? arg[1] : "";
  if (what == "write" && count == 7) return write(arg + 2);
  if (what == "latency" && count == 4) return probe::latency(arg[2], std::atoi(arg[3]));
  if (what == "copy" && count == 4) return probe::copy(arg[2], std::atoi(arg[3]));
  if (what == "jpeg" && count == 5) return probe::jpeg(arg[2], std::atoi(arg[3]), std::atof(arg[4]));
  std::fprintf(stderr, "ring-probe write|latency|copy|jpeg …\n");
  return 2;
}
