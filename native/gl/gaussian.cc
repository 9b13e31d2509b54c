#include "gl/gaussian.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <thread>
#include <utility>

#include "media/vectors.h"

namespace weft::gl {
namespace {

// Pixels of the small picture per standard deviation: it is blurred there, with a few reads, and widened by straight lines.
constexpr double kPixels = 3;
constexpr double kReach = 3.3;  // standard deviations: 0.1 % of the bell lies beyond

// One axis: blocks of `step` pixels make one of the small picture.
struct Axis {
  int step = 1, full, small;
  std::vector<float> weights;  // of the middle, then of each pair of neighbours

  Axis(int size, double sigma) : full(size) {
    step = std::max(1, int(sigma / kPixels));
    small = (size + step - 1) / step;
    // The mean of a block and the straight lines blur too: their variances are taken off.
    const double k = step, rest = sigma * sigma - (step > 1 ? (k * k - 1) / 12 + k * k / 6 : 0);
    const double s = std::sqrt(std::max(rest, 0.0)) / k;
    weights = {1};
    if (s < 0.05) return;
    double sum = 1;
    for (int i = 1; i <= int(std::ceil(kReach * s)); ++i) {
      weights.push_back(float(std::exp(-0.5 * i * i / (s * s))));
      sum += 2.0 * double(weights.back());
    }
    for (float& w : weights) w = float(double(w) / sum);
  }
  int reach() const { return int(weights.size()) - 1; }
  // The small pixels on both sides of a full one, and how near the second is.
  struct Between {
    int a, b;
    float t;
  };
  Between at(int i) const {
    const double p = (i + 0.5) / step - 0.5, low = std::floor(p);
    return {int(low), std::min(int(low) + 1, small), float(p - low)};
  }
};

WEFT_VECTORS bool opaque(const uint32_t* pixels, int n) {
  uint32_t all = ~0u;
  for (int i = 0; i < n; ++i) all &= pixels[i];
  return (all & 0xff000000u) == 0xff000000u;
}

WEFT_VECTORS void addBytes(const uint8_t* __restrict from, int n, uint16_t* __restrict sum) {
  for (int i = 0; i < n; ++i) sum[i] = uint16_t(sum[i] + from[i]);
}

WEFT_VECTORS void addWeighed(const uint8_t* __restrict from, int pixels, float* __restrict sum) {
  for (int i = 0; i < pixels; ++i) {
    const float a = float(from[4 * i + 3]), share = a * (1.f / 255.f);
    sum[4 * i] += float(from[4 * i]) * share;
    sum[4 * i + 1] += float(from[4 * i + 1]) * share;
    sum[4 * i + 2] += float(from[4 * i + 2]) * share;
    sum[4 * i + 3] += a;
  }
}

WEFT_VECTORS void widen(const uint16_t* __restrict from, int n, float* __restrict to) {
  for (int i = 0; i < n; ++i) to[i] = float(from[i]);
}

// Means of `step` neighbours; `from` goes on to a whole number of blocks.
WEFT_VECTORS void shrink(const float* __restrict from, int small, int step, float share, float* __restrict to) {
  for (int x = 0; x < small; ++x) {
    float s[4] = {0, 0, 0, 0};
    const float* p = from + size_t(x) * size_t(step) * 4;
    for (int j = 0; j < step; ++j)
      for (int c = 0; c < 4; ++c) s[c] += p[4 * j + c];
    for (int c = 0; c < 4; ++c) to[4 * x + c] = s[c] * share;
  }
}

WEFT_VECTORS void scaled(const float* __restrict from, float w, int n, float* __restrict to) {
  for (int i = 0; i < n; ++i) to[i] = from[i] * w;
}
WEFT_VECTORS void addPair(const float* __restrict a, const float* __restrict b, float w, int n, float* __restrict to) {
  for (int i = 0; i < n; ++i) to[i] += (a[i] + b[i]) * w;
}
WEFT_VECTORS void addPairs(const float* __restrict a, const float* __restrict b, float w, const float* __restrict c,
                           const float* __restrict d, float v, int n, float* __restrict to) {
  for (int i = 0; i < n; ++i) to[i] += (a[i] + b[i]) * w + (c[i] + d[i]) * v;
}

// taps(i): the row that lies i away, for i from -reach to reach.
template <class Taps>
void weigh(const Axis& axis, const Taps& taps, int n, float* to) {
  scaled(taps(0), axis.weights[0], n, to);
  int i = 1;
  for (; i + 1 <= axis.reach(); i += 2)
    addPairs(taps(-i), taps(i), axis.weights[size_t(i)], taps(-i - 1), taps(i + 1), axis.weights[size_t(i) + 1], n, to);
  if (i <= axis.reach()) addPair(taps(-i), taps(i), axis.weights[size_t(i)], n, to);
}

// The straight line from each small pixel to the next, `step` full pixels long. shares: how near the second is, for each of the `step` places.
WEFT_VECTORS void stretch(const float* __restrict small, int count, int step, const float* __restrict shares, float* __restrict to) {
  for (int x = 0; x < count; ++x) {
    const float* a = small + size_t(x) * 4;
    float base[4], slope[4];
    for (int c = 0; c < 4; ++c) {
      base[c] = a[c];
      slope[c] = a[c + 4] - a[c];
    }
    for (int j = 0; j < step; ++j)
      for (int c = 0; c < 4; ++c) to[(size_t(x) * size_t(step) + size_t(j)) * 4 + size_t(c)] = base[c] + slope[c] * shares[j];
  }
}

WEFT_VECTORS void between(const float* __restrict a, const float* __restrict b, float t, int n, uint8_t* __restrict to) {
  for (int i = 0; i < n; ++i) to[i] = uint8_t(int(a[i] + (b[i] - a[i]) * t + 0.5f));
}
void betweenWeighed(const float* a, const float* b, float t, int pixels, uint8_t* to) {
  for (int i = 0; i < 4 * pixels; i += 4) {
    float v[4];
    for (int c = 0; c < 4; ++c) v[c] = a[i + c] + (b[i + c] - a[i + c]) * t;
    const float whole = 255.f / std::max(v[3], 255e-5f);
    for (int c = 0; c < 3; ++c) to[i + c] = uint8_t(std::min(int(v[c] * whole + 0.5f), 255));
    to[i + 3] = uint8_t(v[3] + 0.5f);
  }
}

// part(first, last) for each thread's share of `count` rows.
void shared(int count, int threads, const std::function<void(int, int)>& part) {
  const int n = std::clamp(threads, 1, std::max(1, count / 32));
  std::vector<std::jthread> others;
  for (int i = 1; i < n; ++i) others.emplace_back(part, int(int64_t(count) * i / n), int(int64_t(count) * (i + 1) / n));
  part(0, count / n);
}

}  // namespace

void Gaussian::blur(const uint8_t* rgba, uint8_t* out, int width, int height, double sigmaX, double sigmaY, int threads) {
  const Axis across(width, sigmaX), down(height, sigmaY);
  // One small pixel more on each side, which the edge goes on into.
  const size_t n = size_t(width) * 4, stride = size_t(across.small + 2) * 4;
  across_.resize(stride * size_t(down.small + 2));
  std::atomic<bool> clear{false};

  // The small picture, blurred along its rows.
  shared(down.small + 2, threads, [&](int first, int last) {
    const int pad = across.reach() + 1, blocks = across.small * across.step;
    std::vector<uint16_t> bytes(n);
    std::vector<float> sums(size_t(blocks) * 4), padded(stride + size_t(pad) * 8);
    float* row = padded.data() + size_t(pad) * 4;
    for (int y = first - 1; y < last - 1; ++y) {
      const auto line = [&](int i) { return rgba + size_t(std::clamp(y * down.step + i, 0, height - 1)) * n; };
      bool whole = true;
      for (int i = 0; i < down.step && whole; ++i) whole = opaque(reinterpret_cast<const uint32_t*>(line(i)), width);
      if (whole) {
        std::fill(bytes.begin(), bytes.end(), 0);
        for (int i = 0; i < down.step; ++i) addBytes(line(i), int(n), bytes.data());
        widen(bytes.data(), int(n), sums.data());
      } else {
        clear = true;
        std::fill(sums.begin(), sums.end(), 0.f);
        for (int i = 0; i < down.step; ++i) addWeighed(line(i), width, sums.data());
      }
      const float *left = sums.data(), *right = sums.data() + n - 4;
      for (int x = width; x < blocks; ++x) std::copy_n(right, 4, &sums[size_t(x) * 4]);
      shrink(sums.data(), across.small, across.step, 1.f / float(across.step * down.step), row);
      const float share = 1.f / float(down.step);
      for (int i = 1; i <= pad; ++i)
        for (int c = 0; c < 4; ++c) {
          row[c - 4 * i] = left[c] * share;
          row[4 * (across.small + i - 1) + c] = right[c] * share;
        }
      weigh(across, [&](int i) { return row + (i - 1) * 4; }, int(stride), across_.data() + size_t(y + 1) * stride);
    }
  });

  // Along its columns, and back to full size.
  const int lead = (across.step + 1) / 2;  // pixels of the first straight line that lie outside
  std::vector<float> shares(size_t(across.step));
  for (int j = 0; j < across.step; ++j) shares[size_t(j)] = float((j - lead + 0.5) / across.step + 0.5);
  shared(height, threads, [&](int first, int last) {
    std::vector<float> small(stride), wide[2];
    for (auto& w : wide) w.resize(size_t(across.small + 1) * size_t(across.step) * 4);
    int held[2] = {-2, -2};
    const auto wideRow = [&](int y) -> const float* {
      const size_t place = size_t(y & 1);
      const float* start = wide[place].data() + size_t(lead) * 4;
      if (std::exchange(held[place], y) == y) return start;
      weigh(down, [&](int i) { return across_.data() + size_t(std::clamp(y + i, -1, down.small) + 1) * stride; }, int(stride), small.data());
      stretch(small.data(), across.small + 1, across.step, shares.data(), wide[place].data());
      return start;
    };
    for (int y = first; y < last; ++y) {
      const auto [a, b, t] = down.at(y);
      const float *above = wideRow(a), *below = wideRow(b);
      uint8_t* to = out + size_t(y) * n;
      clear ? betweenWeighed(above, below, t, width, to) : between(above, below, t, int(n), to);
    }
  });
}

}  // namespace weft::gl
