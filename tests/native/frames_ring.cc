// The frame ring between one writer and its readers, in good order.
#include <fcntl.h>

#include <thread>

#include "frames_scene.h"

using namespace ring_scene;

TEST_CASE("a ring hands over the newest frame, whole, with what the writer said of it") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 7, 3, 64 * 32 * 4);
  auto r = reader(folder.at("a.ring"), 7);
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  CHECK(r->next(into, seen, 0ns) == Seen::Nothing);
  for (int64_t k = 100; k < 110; ++k) {  // more than three times round
    publish(*w, k, 64, 32);
    REQUIRE(r->next(into, seen, 0ns) == Seen::Frame);
    CHECK(seen.meta.frame == k);
    CHECK(seen.meta.width == 64);
    CHECK(seen.meta.height == 32);
    CHECK(seen.number == uint64_t(k - 99));
    CHECK(isWhole(into, seen.meta));
    CHECK(r->next(into, seen, 0ns) == Seen::Nothing);  // each once
  }
  publish(*w, 200, 64, 32);
  publish(*w, 201, 32, 16);  // smaller than the slot
  REQUIRE(r->next(into, seen, 0ns) == Seen::Frame);
  CHECK(seen.meta.frame == 201);
  CHECK(seen.meta.width == 32);
  CHECK(isWhole(into, seen.meta));
  FrameMeta jpeg = metaOf(202, 64, 32);
  jpeg.format = kJpeg;
  jpeg.stride = 0;
  jpeg.length = 100;
  jpeg.flags = kHeld | kCached;
  jpeg.tier = 50;
  paint(w->begin(), 202, 100);
  REQUIRE(w->publish(jpeg));
  REQUIRE(r->next(into, seen, 0ns) == Seen::Frame);
  CHECK(seen.meta.format == kJpeg);
  CHECK(seen.meta.flags == (kHeld | kCached));
  CHECK(seen.meta.tier == 50);
  CHECK(isWhole(into, seen.meta));
  CHECK(r->skipped() == 0);
}

TEST_CASE("a writer publishes nothing that does not fit its slot") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 7, 2, 16 * 16 * 4);
  CHECK_FALSE(w->publish(metaOf(1, 16, 16)));  // begin() first
  CHECK(w->begin().size() == 16 * 16 * 4);
  CHECK(w->begin().data() == w->begin().data());
  CHECK_FALSE(w->publish(metaOf(1, 17, 16)));
  CHECK_FALSE(w->publish(metaOf(1, 0, 16)));
  FrameMeta m = metaOf(1, 16, 16);
  m.stride = 60;
  CHECK_FALSE(w->publish(m));
  m = metaOf(1, 16, 16);
  m.length -= 4;
  CHECK_FALSE(w->publish(m));
  m = metaOf(1, 16, 16);
  m.tier = 0;
  CHECK_FALSE(w->publish(m));
  CHECK(w->published() == 0);
  CHECK(w->publish(metaOf(1, 16, 16)));
}

TEST_CASE("a ring is made only in a folder closed to others, for its owner, once, and goes with its writer") {
  Folder folder;
  const std::string path = folder.at("a.ring");
  auto codeOf = [](const std::string& p, RingSpec spec) {
    auto w = RingWriter::create(p, spec);
    auto* e = std::get_if<weft::Error>(&w);
    return e ? e->code : "";
  };
  {
    auto w = writer(path, 1, 2, 4096);
    struct stat s {};
    REQUIRE(stat(path.c_str(), &s) == 0);
    CHECK((s.st_mode & 0777) == 0600);
    CHECK(uint64_t(s.st_blocks) * 512 >= uint64_t(s.st_size));  // reserved, not a hole
    CHECK(codeOf(path, {1, 2, 4096}) == "ring.create");         // there already
  }
  CHECK(access(path.c_str(), F_OK) != 0);
  for (mode_t open : {0710, 0701, 0770, 0755}) {
    chmod(folder.path.c_str(), open);
    CHECK(codeOf(path, {1, 2, 4096}) == "ring.create");
  }
  chmod(folder.path.c_str(), 0700);
  CHECK(codeOf(folder.at("none/a.ring"), {1, 2, 4096}) == "ring.create");
  CHECK(codeOf(path, {1, 1, 4096}) == "ring.create");
  CHECK(codeOf(path, {1, 65, 4096}) == "ring.create");
  CHECK(codeOf(path, {1, 2, 0}) == "ring.create");
  CHECK(codeOf(path, {1, 2, kMaxPayload + 1}) == "ring.create");
  CHECK(access(path.c_str(), F_OK) != 0);
}

TEST_CASE("a reader sleeps until it is woken by a frame, by an interrupt, by the end of the ring") {
  Folder folder;
  const std::string path = folder.at("a.ring");
  auto w = writer(path, 1, 4, 4096);
  auto r = reader(path);
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  auto waiting = [&](const std::function<void()>& then) {
    Seen answer = Seen::Gone;
    std::atomic<bool> done{false};
    std::thread t([&] { answer = r->next(into, seen, 1h), done = true; });
    then();
    while (!done) std::this_thread::yield();
    t.join();
    return answer;
  };
  CHECK(waiting([&] { publish(*w, 1, 32, 32); }) == Seen::Frame);
  CHECK(waiting([&] { r->interrupt(); }) == Seen::Nothing);
  CHECK(r->next(into, seen, 1ms) == Seen::Nothing);
  publish(*w, 2, 32, 32);
  CHECK(waiting([&] { w.reset(); }) == Seen::Frame);  // the last one is still handed out
  CHECK(r->next(into, seen, 1h) == Seen::Closed);
  CHECK(isWhole(into, seen.meta));
}

TEST_CASE("a waiting reader costs next to no processor time") {
  Folder folder;
  auto w = writer(folder.at("a.ring"), 1, 4, 4096);
  auto r = reader(folder.at("a.ring"));
  std::vector<uint8_t> into(r->shape().capacity);
  SeenFrame seen;
  timespec from{}, to{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
  CHECK(r->next(into, seen, 500ms) == Seen::Nothing);
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
  CHECK((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1'000'000 < 100);
}

TEST_CASE("a resize and a new engine are new rings, and each reader keeps to its own") {
  Folder folder;
  auto small = writer(folder.at("1.ring"), 5, 2, 16 * 16 * 4);
  auto r = reader(folder.at("1.ring"), 5);
  publish(*small, 1, 16, 16);
  auto large = writer(folder.at("2.ring"), 5, 2, 64 * 64 * 4);
  publish(*large, 2, 64, 64);
  small.reset();
  std::vector<uint8_t> into(64 * 64 * 4);
  SeenFrame seen;
  CHECK(r->next(into, seen, 0ns) == Seen::Frame);
  CHECK(seen.meta.width == 16);
  CHECK(r->next(into, seen, 1h) == Seen::Closed);
  auto next = reader(folder.at("2.ring"), 5);
  CHECK(next->next(into, seen, 0ns) == Seen::Frame);
  CHECK(seen.meta.width == 64);
  CHECK(isWhole(into, seen.meta));
  CHECK(refusal(folder.at("2.ring"), 6) == "ring.foreign");
  CHECK(refusal(folder.at("1.ring")) == "ring.open");
}

TEST_CASE("what is no ring is refused when it is opened") {
  Folder folder;
  auto put = [&](const std::string& text) {
    const int fd = open(folder.at("x").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    CHECK(write(fd, text.data(), text.size()) == ssize_t(text.size()));
    close(fd);
    return folder.at("x");
  };
  CHECK(refusal(put("")) == "ring.open");
  CHECK(refusal(put("short")) == "ring.foreign");
  CHECK(refusal(put(std::string(100000, '\0'))) == "ring.foreign");
  CHECK(refusal(folder.path) == "ring.open");
  CHECK(refusal("/dev/zero") == "ring.open");
  REQUIRE(symlink("x", folder.at("link").c_str()) == 0);
  CHECK(refusal(folder.at("link")) == "ring.open");
  REQUIRE(mkfifo(folder.at("pipe").c_str(), 0600) == 0);
  CHECK(refusal(folder.at("pipe")) == "ring.open");
}
