// A folder for rings, pictures that say of every pixel which frame it belongs to, and child processes.
#pragma once
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "frames/reader.h"
#include "frames/shared_file.h"
#include "frames/writer.h"

namespace ring_scene {

using namespace weft::frames;

class Folder {
 public:
  Folder() {
    char name[] = "/dev/shm/weft-units-XXXXXX";
    char onDisk[] = "/tmp/weft-units-XXXXXX";
    const char* made = mkdtemp(name);
    path = made ? made : mkdtemp(onDisk);
  }
  ~Folder() { std::system(("rm -rf '" + path + "'").c_str()); }
  std::string at(const char* name) const { return path + "/" + name; }
  std::string path;
};

inline uint32_t pixelOf(uint64_t frame, uint32_t i) { return uint32_t(frame * 2654435761u) ^ (i * 40503u); }

inline FrameMeta metaOf(int64_t frame, uint32_t width, uint32_t height) {
  FrameMeta m;
  m.frame = frame;
  m.sample = frame * 800;
  m.width = width;
  m.height = height;
  m.stride = width * 4;
  m.length = uint64_t(m.stride) * height;
  return m;
}

inline void paint(std::span<uint8_t> into, int64_t frame, uint64_t bytes) {
  auto* p = reinterpret_cast<uint32_t*>(into.data());
  for (uint32_t i = 0; i < bytes / 4; ++i) p[i] = pixelOf(frame, i);
}

inline bool isWhole(std::span<const uint8_t> pixels, const FrameMeta& m) {
  auto* p = reinterpret_cast<const uint32_t*>(pixels.data());
  for (uint32_t i = 0; i < m.length / 4; ++i)
    if (p[i] != pixelOf(m.frame, i)) return false;
  return m.sample == m.frame * 800;
}

inline void publish(RingWriter& w, int64_t frame, uint32_t width, uint32_t height) {
  const FrameMeta m = metaOf(frame, width, height);
  paint(w.begin(), frame, m.length);
  CHECK(w.publish(m));
}

inline std::unique_ptr<RingWriter> writer(const std::string& path, uint64_t generation, uint32_t slots, uint64_t capacity) {
  auto w = RingWriter::create(path, {generation, slots, capacity});
  if (auto* e = std::get_if<weft::Error>(&w)) FAIL(e->message);
  return std::move(std::get<0>(w));
}

inline std::unique_ptr<RingReader> reader(const std::string& path, uint64_t generation = 0) {
  auto r = RingReader::open(path, generation);
  if (auto* e = std::get_if<weft::Error>(&r)) FAIL(e->message);
  return std::move(std::get<0>(r));
}

// The code of the error, "" for none.
inline std::string refusal(const std::string& path, uint64_t generation = 0) {
  auto r = RingReader::open(path, generation);
  auto* e = std::get_if<weft::Error>(&r);
  return e ? e->code : "";
}

// Runs `work` in another process, which is killed at the end of the scope if it is still there.
class Child {
 public:
  explicit Child(const std::function<void()>& work) : pid(fork()) {
    if (pid == 0) {
      work();
      _exit(0);
    }
  }
  ~Child() {
    if (pid > 0 && !waited_) kill(pid, SIGKILL), wait();
  }
  // The exit status, or -signal.
  int wait() {
    int status = 0;
    waitpid(pid, &status, 0);
    waited_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  const pid_t pid;

 private:
  bool waited_ = false;
};

using namespace std::chrono_literals;

}  // namespace ring_scene
