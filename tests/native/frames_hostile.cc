// The frame ring when what shares it is broken, slow or dead.
#include <fcntl.h>
#include <sys/mman.h>

#include <random>
#include <thread>

#include "frames_scene.h"

using namespace ring_scene;

namespace {

constexpr uint32_t kW = 32, kH = 16;

// The file once more, to scribble in.
class Scribble {
 public:
  explicit Scribble(const std::string& path) {
    const int fd = open(path.c_str(), O_RDWR);
    struct stat s {};
    REQUIRE(fstat(fd, &s) == 0);
    bytes = size_t(s.st_size);
    at = static_cast<volatile uint8_t*>(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    close(fd);
  }
  ~Scribble() { munmap(const_cast<uint8_t*>(at), bytes); }
  volatile uint8_t* at;
  size_t bytes;
};

// Every byte that means something: of the header, and of each slot's header.
std::vector<size_t> headerBytes(const RingShape& shape) {
  std::vector<size_t> out;
  for (size_t i = 0; i < 128; ++i) out.push_back(i);
  for (uint32_t s = 0; s < shape.slots; ++s)
    for (size_t i = 0; i < kSlotHeaderBytes; ++i) out.push_back(kHeaderBytes + s * shape.slotBytes + i);
  return out;
}

// A ring as its writer left it when it was killed, with frame 1.
void leaveRing(const std::string& path, uint32_t side) {
  Child writes([&] {
    auto w = writer(path, 9, 2, side * side * 4);
    publish(*w, 1, side, side);
    kill(getpid(), SIGKILL);
  });
  REQUIRE(writes.wait() == -SIGKILL);
}

void publishForever(RingWriter& w) {
  for (int64_t k = 1;; ++k) {
    const FrameMeta m = metaOf(k, kW, kH);
    paint(w.begin(), k, m.length);
    if (!w.publish(m)) _exit(3);
  }
}

bool asWritten(std::span<const uint8_t> pixels, const SeenFrame& f) {
  return f.meta.width == kW && f.meta.height == kH && f.meta.stride == kW * 4 && f.meta.flags == 0 && f.meta.tier == 100 &&
         f.number == uint64_t(f.meta.frame) && isWhole(pixels, f.meta);
}

// Waits for a message of a child, sent by tell().
void hear(int fd) {
  char c;
  REQUIRE(read(fd, &c, 1) == 1);
}
void tell(int fd) {
  if (write(fd, "x", 1) != 1) _exit(4);
}

}  // namespace

TEST_CASE("ring: with any header byte changed under a reader, a frame is whole or skipped, and the next one comes") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 9, 3, kW * kH * 4);
  auto r = reader(folder.at("a.ring"), 9);
  Scribble scribble(folder.at("a.ring"));
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  std::mt19937 random(1);
  int64_t k = 0;
  for (size_t at : headerBytes(r->shape()))
    for (int how = 0; how < 10; ++how) {
      publish(*w, ++k, kW, kH);
      const uint8_t before = scribble.at[at];
      scribble.at[at] = how < 8 ? before ^ uint8_t(1 << how) : how == 8 ? uint8_t(~before) : uint8_t(random());
      if (r->next(into, seen, 0ns) == Seen::Frame) REQUIRE(asWritten(into, seen));
      for (uint32_t i = 0; i < 3; ++i) publish(*w, ++k, kW, kH);  // once round, all slots are written anew
      REQUIRE(r->next(into, seen, 0ns) == Seen::Frame);
      REQUIRE(seen.meta.frame == k);
      REQUIRE(asWritten(into, seen));
    }
}

TEST_CASE("ring: opened with any header byte changed, it is refused or its frames are whole") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 9, 3, kW * kH * 4);
  for (int64_t k = 1; k <= 5; ++k) publish(*w, k, kW, kH);
  Scribble scribble(folder.at("a.ring"));
  const auto shape = reader(folder.at("a.ring"))->shape();
  std::vector<uint8_t> into(shape.capacity);
  SeenFrame seen;
  for (size_t at : headerBytes(shape))
    for (int value = 0; value < 256; value += 3) {
      const uint8_t before = scribble.at[at];
      scribble.at[at] = uint8_t(value);
      auto opened = RingReader::open(folder.at("a.ring"), 0);
      if (auto* r = std::get_if<std::unique_ptr<RingReader>>(&opened))
        if ((*r)->next(into, seen, 0ns) == Seen::Frame) REQUIRE(asWritten(into, seen));
      scribble.at[at] = before;
    }
  CHECK(reader(folder.at("a.ring"))->next(into, seen, 0ns) == Seen::Frame);
}

TEST_CASE("ring: while another process writes and a third scribbles over all headers, no frame is torn") {
  Folder folder;
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  Child writes([&] {
    auto w = writer(folder.at("a.ring"), 9, 3, kW * kH * 4);
    tell(ready[1]);
    publishForever(*w);
  });
  hear(ready[0]);
  auto r = reader(folder.at("a.ring"), 9);
  const auto places = headerBytes(r->shape());
  Child scribbles([&] {
    Scribble scribble(folder.at("a.ring"));
    std::mt19937 random(7);
    for (;;) scribble.at[places[random() % places.size()]] = uint8_t(random());
  });
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  for (int whole = 0; whole < 2000;) {
    const Seen s = r->next(into, seen, 10ms);
    REQUIRE(s != Seen::Gone);
    if (s != Seen::Frame) continue;
    REQUIRE(asWritten(into, seen));
    ++whole;
  }
}

TEST_CASE("ring: a writer much faster than its reader never tears a frame") {
  Folder folder;
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  Child writes([&] {
    auto w = writer(folder.at("a.ring"), 9, 2, kW * kH * 4);
    tell(ready[1]);
    publishForever(*w);
  });
  hear(ready[0]);
  auto r = reader(folder.at("a.ring"), 9);
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  uint64_t before = 0;
  for (int whole = 0; whole < 5000;) {
    if (r->next(into, seen, 10ms) != Seen::Frame) continue;
    REQUIRE(asWritten(into, seen));
    REQUIRE(seen.number > before);
    before = seen.number;
    ++whole;
  }
}

TEST_CASE("ring: a stopped reader holds up nobody and goes on with whole frames") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 9, 3, kW * kH * 4);
  int ready[2];
  REQUIRE(pipe(ready) == 0);
  Child reads([&] {
    auto r = reader(folder.at("a.ring"));
    std::vector<uint8_t> into(r->shape().capacity);
    SeenFrame seen;
    tell(ready[1]);
    for (;;) {
      const Seen s = r->next(into, seen, 1h);
      if (s == Seen::Closed) _exit(seen.meta.frame == 3000 ? 0 : 1);
      if (s != Seen::Frame || !asWritten(into, seen)) _exit(2);
    }
  });
  hear(ready[0]);
  auto other = reader(folder.at("a.ring"));
  std::vector<uint8_t> into(other->shape().capacity);
  SeenFrame seen;
  for (int64_t k = 1; k <= 3000; ++k) {
    if (k % 500 == 100) kill(reads.pid, SIGSTOP);
    publish(*w, k, kW, kH);
    REQUIRE(other->next(into, seen, 0ns) == Seen::Frame);
    if (k % 500 == 400) kill(reads.pid, SIGCONT);
  }
  w.reset();
  CHECK(reads.wait() == 0);
}

TEST_CASE("ring: of a writer killed in the middle of a frame the frame before can be read") {
  Folder folder;
  for (int64_t last = 0; last < 8; ++last) {
    const std::string path = folder.at(std::to_string(last).c_str());
    int half[2];
    REQUIRE(pipe(half) == 0);
    Child writes([&] {
      auto w = writer(path, 9, 3, kW * kH * 4);
      for (int64_t k = 1; k <= last; ++k) publish(*w, k, kW, kH);
      paint(w->begin(), last + 1, kW * kH * 2);
      tell(half[1]);
      pause();
    });
    hear(half[0]);
    kill(writes.pid, SIGKILL);
    CHECK(writes.wait() == -SIGKILL);
    auto r = reader(path, 9);
    std::vector<uint8_t> into(r->shape().capacity);
    SeenFrame seen;
    CHECK(r->next(into, seen, 0ns) == (last == 0 ? Seen::Nothing : Seen::Frame));
    if (last > 0) CHECK((seen.meta.frame == last && asWritten(into, seen)));
    CHECK(r->next(into, seen, 1ms) == Seen::Nothing);
  }
}

TEST_CASE("ring: writers killed at any moment leave whole frames only") {
  Folder folder;
  for (int round = 0; round < 30; ++round) {
    const std::string path = folder.at(std::to_string(round).c_str());
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    Child writes([&] {
      auto w = writer(path, 9, 3, kW * kH * 4);
      tell(ready[1]);
      publishForever(*w);
    });
    hear(ready[0]);
    auto r = reader(path, 9);
    std::vector<uint8_t> into(r->shape().capacity);
    SeenFrame seen;
    for (int whole = 0; whole < 3 + round; ++whole) {
      REQUIRE(r->next(into, seen, 1h) == Seen::Frame);
      REQUIRE(asWritten(into, seen));
    }
    kill(writes.pid, SIGKILL);
    CHECK(writes.wait() == -SIGKILL);
    const auto newest = seen.number;
    while (r->next(into, seen, 0ns) == Seen::Frame) REQUIRE((asWritten(into, seen) && seen.number > newest));
    auto late = reader(path, 9);
    REQUIRE(late->next(into, seen, 0ns) == Seen::Frame);
    REQUIRE(asWritten(into, seen));
  }
}

TEST_CASE("ring: a frame of another generation is skipped") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 9, 3, kW * kH * 4);
  publish(*w, 1, kW, kH);
  auto r = reader(folder.at("a.ring"), 9);
  Scribble scribble(folder.at("a.ring"));
  // slot 1 as another engine would have left it, check and all
  auto& slot = *reinterpret_cast<SlotHeader*>(const_cast<uint8_t*>(scribble.at) + kHeaderBytes + r->shape().slotBytes);
  slot.generation = 8;
  slot.check = checkOf(2, 8, slot.published, metaOf(1, kW, kH));
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  CHECK(r->next(into, seen, 0ns) == Seen::Nothing);
  CHECK(r->skipped() == 1);
  publish(*w, 2, kW, kH);
  CHECK(r->next(into, seen, 0ns) == Seen::Frame);
}

TEST_CASE("ring: a file cut short under its reader is an answer, not a crash") {
  Folder folder;
  constexpr uint32_t kSide = 512;
  int64_t cutWithin = 0;
  for (int round = 0; round < 24; ++round) {
    const std::string path = folder.at(std::to_string(round).c_str());
    leaveRing(path, kSide);
    auto first = reader(path);
    std::vector<uint8_t> into(first->shape().capacity);
    SeenFrame seen;
    int ready[2];
    REQUIRE(pipe(ready) == 0);
    Child cuts([&] {
      char c;
      if (read(ready[0], &c, 1) != 1) _exit(1);
      const off_t sizes[] = {0, 4096, 100000, kHeaderBytes + kSide * kSide * 4 + 4096 + 300000};
      if (truncate(path.c_str(), sizes[round % 4]) != 0) _exit(2);
    });
    tell(ready[1]);
    for (;;) {  // the same frame again and again, by readers that were there before the cut
      auto opened = RingReader::open(path, 9);
      if (std::get_if<weft::Error>(&opened)) break;
      auto& r = std::get<0>(opened);
      const Seen s = r->next(into, seen, 0ns);
      if (s == Seen::Frame) {
        REQUIRE(isWhole(into, seen.meta));
        continue;
      }
      cutWithin += s == Seen::Gone;
      break;
    }
    CHECK(cuts.wait() == 0);
    CHECK(first->next(into, seen, 0ns) == Seen::Gone);
    CHECK(first->next(into, seen, 1h) == Seen::Gone);
  }
  MESSAGE("cut while it was read: ", cutWithin, " of 24");
}

TEST_CASE("ring: a bus error that is none of a reader's stays fatal") {
  Folder folder;
  const std::string path = folder.at("a.ring");
  leaveRing(path, 64);
  Child faults([&] {
    auto r = reader(path);
    Scribble own(path);
    if (truncate(path.c_str(), 0) != 0) _exit(42);
    _exit(own.at[5000] == 0 ? 42 : 43);
  });
  const int status = faults.wait();
  CHECK((status == -SIGBUS || (status != 0 && status != 42 && status != 43)));  // the latter: as ASan ends
}
