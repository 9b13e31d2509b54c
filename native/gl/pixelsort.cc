#include "gl/pixelsort.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "gl/half_float.h"

namespace weft::gl {
namespace {

constexpr int kKeyBits = 22, kDigitBits = 11;
constexpr uint32_t kGreatest = (1u << kKeyBits) - 1;
constexpr int kSmallRun = 192;  // below it a comparison sort is quicker than two counting passes
constexpr int kColumns = 16;    // columns gathered at once, so that each cache line is read once

struct Color {
  float r, g, b;
};

Color colorOf(uint32_t p) { return {float(p & 255) / 255.f, float(p >> 8 & 255) / 255.f, float(p >> 16 & 255) / 255.f}; }
Color colorOf(uint64_t p) {
  return {fromHalf(uint16_t(p)), fromHalf(uint16_t(p >> 16)), fromHalf(uint16_t(p >> 32))};
}

float hue(const Color& c) {
  const float most = std::max({c.r, c.g, c.b}), least = std::min({c.r, c.g, c.b}), d = most - least;
  if (d <= 0) return 0;
  const float h = most == c.r ? (c.g - c.b) / d : most == c.g ? 2 + (c.b - c.r) / d : 4 + (c.r - c.g) / d;
  return (h < 0 ? h + 6 : h) / 6;
}

float saturation(const Color& c) {
  const float most = std::max({c.r, c.g, c.b}), least = std::min({c.r, c.g, c.b});
  return most > 0 ? (most - least) / most : 0;
}

float keyOf(const Color& c, SortKey key) {
  switch (key) {
    case SortKey::Hue: return hue(c);
    case SortKey::Saturation: return saturation(c);
    case SortKey::Red: return c.r;
    case SortKey::Green: return c.g;
    case SortKey::Blue: return c.b;
    case SortKey::Luminance: break;
  }
  return 0.2126f * c.r + 0.7152f * c.g + 0.0722f * c.b;
}

template <class Pixel>
class Sorter {
 public:
  Sorter(const SortSettings& s, int longest)
      : s_(s), inside_(size_t(longest)), items_(size_t(longest)), other_(size_t(longest)) {}

  void line(Pixel* p, int n) {
    for (int i = 0; i < n; ++i) {
      const float k = keyOf(colorOf(p[i]), s_.key);
      inside_[i] = k >= s_.low && k <= s_.high;
      const auto whole = uint32_t(std::clamp(k, 0.f, 1.f) * float(kGreatest));
      items_[i] = {s_.descending ? kGreatest - whole : whole, p[i]};
    }
    for (int from = 0; from < n;) {
      if (!inside_[from]) {
        ++from;
        continue;
      }
      int to = from;
      while (to < n && inside_[to]) ++to;
      sort(from, to);
      for (int i = from; i < to; ++i) p[i] = items_[i].pixel;
      from = to;
    }
  }

 private:
  struct Item {
    uint32_t key;
    Pixel pixel;
  };

  void sort(int from, int to) {
    if (to - from < kSmallRun) {
      std::stable_sort(items_.begin() + from, items_.begin() + to,
                       [](const Item& a, const Item& b) { return a.key < b.key; });
      return;
    }
    digit(items_, other_, from, to, 0);
    digit(other_, items_, from, to, kDigitBits);
  }

  static void digit(std::vector<Item>& in, std::vector<Item>& out, int from, int to, int shift) {
    constexpr uint32_t mask = (1u << kDigitBits) - 1;
    int starts[(1 << kDigitBits) + 1] = {};
    for (int i = from; i < to; ++i) ++starts[(in[i].key >> shift & mask) + 1];
    for (uint32_t d = 1; d <= mask; ++d) starts[d] += starts[d - 1];
    for (int i = from; i < to; ++i) out[from + starts[in[i].key >> shift & mask]++] = in[i];
  }

  const SortSettings& s_;
  std::vector<uint8_t> inside_;
  std::vector<Item> items_, other_;
};

template <class Pixel>
void rows(Pixel* p, int width, int from, int to, const SortSettings& s) {
  Sorter<Pixel> sorter(s, width);
  for (int y = from; y < to; ++y) sorter.line(p + size_t(y) * width, width);
}

template <class Pixel>
void columns(Pixel* p, int width, int height, int from, int to, const SortSettings& s) {
  Sorter<Pixel> sorter(s, height);
  std::vector<Pixel> gathered(size_t(height) * kColumns);
  for (int x = from; x < to; x += kColumns) {
    const int n = std::min(kColumns, to - x);
    for (int y = 0; y < height; ++y)
      for (int i = 0; i < n; ++i) gathered[size_t(i) * height + y] = p[size_t(y) * width + x + i];
    for (int i = 0; i < n; ++i) sorter.line(gathered.data() + size_t(i) * height, height);
    for (int y = 0; y < height; ++y)
      for (int i = 0; i < n; ++i) p[size_t(y) * width + x + i] = gathered[size_t(i) * height + y];
  }
}

template <class Pixel>
void sortAll(Pixel* p, int width, int height, const SortSettings& s, int threads) {
  const int lines = s.vertical ? width : height;
  const int n = std::clamp(threads, 1, std::max(1, lines / 32));
  auto part = [&](int i) {
    const int from = int(int64_t(lines) * i / n), to = int(int64_t(lines) * (i + 1) / n);
    if (s.vertical)
      columns(p, width, height, from, to, s);
    else
      rows(p, width, from, to, s);
  };
  std::vector<std::jthread> others;
  for (int i = 1; i < n; ++i) others.emplace_back(part, i);
  part(0);
}

}  // namespace

void sortPixels(uint8_t* rgba8, int width, int height, const SortSettings& s, int threads) {
  sortAll(reinterpret_cast<uint32_t*>(rgba8), width, height, s, threads);
}
void sortPixelsHalf(uint16_t* rgbaHalf, int width, int height, const SortSettings& s, int threads) {
  sortAll(reinterpret_cast<uint64_t*>(rgbaHalf), width, height, s, threads);
}

}  // namespace weft::gl
