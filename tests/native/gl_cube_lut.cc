#include <doctest/doctest.h>

#include <array>
#include <sstream>

#include "gl/cube_lut.h"

using namespace weft;

namespace {
gl::CubeLut read(const std::string& text) {
  std::istringstream in(text);
  auto made = gl::readCubeLut(in, "test.cube");
  REQUIRE(std::holds_alternative<gl::CubeLut>(made));
  return std::get<gl::CubeLut>(made);
}
std::string problem(const std::string& text) {
  std::istringstream in(text);
  auto made = gl::readCubeLut(in, "test.cube");
  REQUIRE(std::holds_alternative<Error>(made));
  return std::get<Error>(made).message;
}
std::array<float, 3> at(const gl::CubeLut& l, int r, int g, int b) {
  const size_t i = (size_t(g) * l.size * l.size + size_t(b) * l.size + r) * 4;
  return {l.pixels[i], l.pixels[i + 1], l.pixels[i + 2]};
}
using Color = std::array<float, 3>;
}  // namespace

TEST_CASE("A 3D .cube is laid out red across, green up, blue from slice to slice") {
  auto l = read("TITLE \"x\"\n# comment\nLUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 0.5\n1 0 0.5\n0 1 0.5\n1 1 0.5\n");
  CHECK(l.size == 2);
  CHECK(at(l, 1, 0, 0) == Color{1, 0, 0});
  CHECK(at(l, 0, 1, 0) == Color{0, 1, 0});
  CHECK(at(l, 1, 0, 1) == Color{1, 0, 0.5f});
}

TEST_CASE("A domain other than 0..1 is resampled to 0..1, and values outside it are held") {
  auto l = read("LUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n");
  CHECK(at(l, 1, 0, 0) == Color{0.5f, 0, 0});
  auto half = read("LUT_1D_SIZE 2\nDOMAIN_MAX 0.5 0.5 0.5\n0 0 0\n1 1 1\n");
  CHECK(half.size == 33);
  CHECK(at(half, 32, 16, 8) == Color{1, 1, 0.5f});
}

TEST_CASE("A 1D .cube bends each colour by itself") {
  auto l = read("LUT_1D_SIZE 3\n0 1 0\n0.25 0.5 0\n1 0 1\n");
  CHECK(at(l, 16, 16, 16) == Color{0.25f, 0.5f, 0});
  CHECK(at(l, 8, 0, 32) == Color{0.125f, 1, 1});
}

TEST_CASE("A .cube that is broken says where") {
  CHECK(problem("LUT_3D_SIZE 2\n0 0 0\n").find("1 rows instead of 8") != std::string::npos);
  CHECK(problem("LUT_3D_SIZE 9999\n").find("line 1") != std::string::npos);
  CHECK(problem("LUT_3D_SIZE 2\n0 0\n").find("line 2") != std::string::npos);
  CHECK(problem("hello").find("LUT_3D_SIZE") != std::string::npos);
}
