// Colour look-up tables in Adobe's .cube form (Cube LUT Specification 1.0).
#pragma once
#include <istream>
#include <string>
#include <variant>
#include <vector>

#include "plan/diagnostics.h"

namespace weft::gl {

inline constexpr int kLargestLut = 65;

// A LUT as an N*N x N strip: slice b (blue) begins at x = b*N, red runs along x, green along y from the bottom.
// Colours 0..1 index the whole domain; a domain that is not 0..1 and 1D tables are resampled to it.
struct CubeLut {
  int size = 0;               // N, 2..65
  std::vector<float> pixels;  // rgba, N*N*N
};

// Error media.corrupt with the line. [any]
std::variant<CubeLut, Error> readCubeLut(std::istream&, const std::string& name);

}  // namespace weft::gl
