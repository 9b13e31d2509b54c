#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <thread>

#include "rt/float_env.h"
#include "rt/spsc_queue.h"
#include "rt/thread_tag.h"

using namespace weft;

TEST_CASE("queue: refuses when full, loses nothing, goes on after a pop") {
  rt::SpscQueue<int> queue(4);
  CHECK(queue.capacity() == 4);
  for (int i = 0; i < 4; ++i) CHECK(queue.push(i));
  CHECK_FALSE(queue.push(99));
  int got = -1;
  for (int i = 0; i < 4; ++i) {
    CHECK(queue.pop(got));
    CHECK(got == i);
    CHECK(queue.push(i + 4));
    CHECK_FALSE(queue.push(99));
  }
  for (int i = 4; i < 8; ++i) {
    CHECK(queue.pop(got));
    CHECK(got == i);
  }
  CHECK_FALSE(queue.pop(got));
  CHECK(queue.front() == nullptr);
}

TEST_CASE("queue: keeps order over many times its capacity") {
  for (size_t capacity : {1, 2, 3, 5, 64}) {
    rt::SpscQueue<size_t> queue(capacity);
    size_t in = 0, out = 0;
    for (size_t round = 0; round < 1000; ++round) {
      for (size_t i = 0; i <= round % (queue.capacity() + 1); ++i)
        if (queue.push(in)) ++in;
      size_t got;
      for (size_t i = 0; i < (round * 7) % (queue.capacity() + 2); ++i)
        if (queue.pop(got)) CHECK(got == out++);
    }
    size_t got;
    while (queue.pop(got)) CHECK(got == out++);
    CHECK(in == out);
  }
}

TEST_CASE("queue: two threads pass half a million items through a small queue whole and in order") {
  struct Item {
    uint64_t number, check;
  };
  rt::SpscQueue<Item> queue(16);
  constexpr uint64_t kItems = 500'000;
  std::thread writer([&] {
    for (uint64_t i = 0; i < kItems;)
      if (queue.push({i, i * 0x9e3779b97f4a7c15u}))
        ++i;
      else
        std::this_thread::yield();
  });
  uint64_t next = 0, wrong = 0;
  while (next < kItems) {
    Item item;
    if (!queue.pop(item)) {
      std::this_thread::yield();
      continue;
    }
    if (item.number != next || item.check != next * 0x9e3779b97f4a7c15u) ++wrong;
    ++next;
  }
  writer.join();
  CHECK(wrong == 0);
  CHECK(queue.front() == nullptr);
}

TEST_CASE("denormals: flushed inside the scope, back to before after it") {
  volatile float tiny = std::numeric_limits<float>::min(), half = 0.5f;
  CHECK(tiny * half > 0);
  {
    rt::NoDenormals off;
    volatile float product = tiny * half;
    CHECK(product == 0);
  }
  volatile float product = tiny * half;
  CHECK(product > 0);
}

TEST_CASE("thread roles: a named thread may only run what its roles allow") {
  CHECK(rt::mayRunHere(rt::kAudioRt));
  {
    rt::ThreadRole role(rt::kAudioRt | rt::kRender);
    CHECK(rt::mayRunHere(rt::kAudioRt));
    CHECK(rt::mayRunHere(rt::kRender | rt::kLoader));
    CHECK_FALSE(rt::mayRunHere(rt::kLoader));
    std::thread([] { CHECK(rt::mayRunHere(rt::kLoader)); }).join();
  }
  CHECK(rt::mayRunHere(rt::kLoader));
}
