// Where a line of a program's text comes from. [any]
#pragma once

namespace weft::gl {

// Lines of source S are numbered from S * kSourceLines + 1, because Mesa forgets the source number of a #line.
inline constexpr int kSourceLines = 100000;
inline void placeOf(int& source, int& line) {
  if (line <= kSourceLines) return;
  source = line / kSourceLines;
  line %= kSourceLines;
}

}  // namespace weft::gl
