#include "gl/cube_lut.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace weft::gl {
namespace {

using Color = std::array<float, 3>;
constexpr int kSizeOf1d = 33;

struct Table {
  int size1d = 0, size3d = 0;
  Color low{0, 0, 0}, high{1, 1, 1};
  std::vector<Color> rows;
};

Color mix(const Color& a, const Color& b, float t) {
  return {a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t};
}

// Place of an input 0..1 in a table of n entries over low..high.
float place(float in, float low, float high, int n) {
  const float u = high > low ? (in - low) / (high - low) : in;
  return std::clamp(u, 0.f, 1.f) * float(n - 1);
}

Color at3d(const Table& t, const Color& in) {
  const int n = t.size3d;
  int i[3];
  float f[3];
  for (int c = 0; c < 3; ++c) {
    const float p = place(in[c], t.low[c], t.high[c], n);
    i[c] = std::min(int(p), n - 2);
    f[c] = p - float(i[c]);
  }
  auto row = [&](int r, int g, int b) { return t.rows[size_t((i[2] + b) * n + i[1] + g) * n + i[0] + r]; };
  auto plane = [&](int b) {
    return mix(mix(row(0, 0, b), row(1, 0, b), f[0]), mix(row(0, 1, b), row(1, 1, b), f[0]), f[1]);
  };
  return mix(plane(0), plane(1), f[2]);
}

Color at1d(const Table& t, const Color& in) {
  Color out{};
  for (int c = 0; c < 3; ++c) {
    const float p = place(in[c], t.low[c], t.high[c], t.size1d);
    const int i = std::min(int(p), t.size1d - 2);
    out[c] = t.rows[i][c] + (t.rows[i + 1][c] - t.rows[i][c]) * (p - float(i));
  }
  return out;
}

std::variant<Table, Error> read(std::istream& in, const std::string& name) {
  Table t;
  std::string line;
  int number = 0;
  auto fail = [&](const std::string& why) {
    return Error{"media.corrupt", "The LUT " + name + " " + why + " (line " + std::to_string(number) + ")."};
  };
  while (std::getline(in, line)) {
    ++number;
    line.resize(std::min(line.size(), line.find('#')));
    std::istringstream words(line);
    words.imbue(std::locale::classic());
    std::string key;
    if (!(words >> key) || key == "TITLE") continue;
    if (key == "LUT_3D_SIZE") {
      if (!(words >> t.size3d) || t.size3d < 2 || t.size3d > 256) return fail("has a size that is not 2..256");
    } else if (key == "LUT_1D_SIZE") {
      if (!(words >> t.size1d) || t.size1d < 2 || t.size1d > 65536) return fail("has a size that is not 2..65536");
    } else if (key == "DOMAIN_MIN" || key == "DOMAIN_MAX") {
      Color& c = key == "DOMAIN_MIN" ? t.low : t.high;
      if (!(words >> c[0] >> c[1] >> c[2])) return fail("has a domain without three numbers");
    } else if (key == "LUT_3D_INPUT_RANGE" || key == "LUT_1D_INPUT_RANGE") {
      float low, high;
      if (!(words >> low >> high)) return fail("has an input range without two numbers");
      t.low = {low, low, low};
      t.high = {high, high, high};
    } else if (std::isalpha(static_cast<unsigned char>(key[0]))) {
      continue;  // a key of some other program
    } else {
      std::istringstream numbers(line);
      numbers.imbue(std::locale::classic());
      Color c;
      if (!(numbers >> c[0] >> c[1] >> c[2])) return fail("has a row without three numbers");
      for (float v : c)
        if (!std::isfinite(v)) return fail("has a number that is not finite");
      t.rows.push_back(c);
      if (t.rows.size() > size_t(256) * 256 * 256) return fail("is too long");
    }
  }
  const size_t wanted = t.size3d ? size_t(t.size3d) * t.size3d * t.size3d : size_t(t.size1d);
  if (wanted == 0) return fail("names no LUT_3D_SIZE or LUT_1D_SIZE");
  if (t.rows.size() != wanted)
    return fail("has " + std::to_string(t.rows.size()) + " rows instead of " + std::to_string(wanted));
  return t;
}

}  // namespace

std::variant<CubeLut, Error> readCubeLut(std::istream& in, const std::string& name) {
  auto made = read(in, name);
  if (auto* e = std::get_if<Error>(&made)) return *e;
  const Table& t = std::get<Table>(made);
  CubeLut lut;
  lut.size = t.size3d ? std::min(t.size3d, kLargestLut) : kSizeOf1d;
  const int n = lut.size;
  lut.pixels.resize(size_t(n) * n * n * 4, 1.f);
  for (int g = 0; g < n; ++g)
    for (int b = 0; b < n; ++b)
      for (int r = 0; r < n; ++r) {
        const Color in{float(r) / float(n - 1), float(g) / float(n - 1), float(b) / float(n - 1)};
        const Color out = t.size3d ? at3d(t, in) : at1d(t, in);
        std::copy(out.begin(), out.end(), lut.pixels.begin() + (size_t(g) * n * n + size_t(b) * n + r) * 4);
      }
  return lut;
}

}  // namespace weft::gl
