// What threads share beside queues: a value, and counts.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "rt/histogram.h"
#include "rt/seqlock.h"

using namespace weft;

TEST_CASE("seqlock: a reader never sees half of one value and half of another") {
  struct Many { int64_t a, b, c, d, e; };
  rt::Seqlock<Many> shared(Many{});
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int64_t i = 1; i <= 300000; ++i) shared.write({i, i, i, i, i});
    done = true;
  });
  int64_t torn = 0, last = 0, back = 0;
  while (!done) {
    const Many m = shared.read();
    torn += m.a != m.b || m.a != m.c || m.a != m.d || m.a != m.e;
    back += m.a < last;
    last = m.a;
  }
  writer.join();
  CHECK(torn == 0);
  CHECK(back == 0);
  CHECK(shared.read().e == 300000);
}

TEST_CASE("histogram: percentiles are right to three per cent, and the largest is exact") {
  rt::Histogram counts;
  CHECK(counts.percentile(0.5) == 0);
  for (uint64_t i = 1; i <= 100000; ++i) counts.add(i * 7);
  CHECK(double(counts.percentile(0.5)) == doctest::Approx(350000).epsilon(0.035));
  CHECK(double(counts.percentile(0.99)) == doctest::Approx(693000).epsilon(0.035));
  CHECK(counts.max() == 700000);
  CHECK(counts.percentile(1) == 700000);
  CHECK(counts.total() == 100000);
  counts.add(uint64_t(1) << 60);
  CHECK(counts.max() == uint64_t(1) << 60);
}
