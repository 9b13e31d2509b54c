// Loops in GLSL text: those that are too long on their face, and a copy whose loops end in any case. [any]
#pragma once
#include <string>
#include <string_view>

namespace weft::gl {

struct Loops {
  bool huge = false;     // a constant loop of more than 65,535 turns
  double turns = 0;      // of it
  int source = 0, line = 0;  // where, by the #line in force
  // Every loop's turns are constant, and few also where they lie inside one another: no trial is needed.
  bool plain = true;
};

inline constexpr double kMostTurns = 65535;

// Reads `for` headers whose bounds are numbers, #defines of numbers or constants; comments are skipped.
Loops readLoops(std::string_view glsl);

// The text with each loop's condition joined by a count: past `turns` turns of all loops together a pixel's loops end.
// Only pixels to which that happened are drawn; the others are discarded.
std::string withBudget(std::string_view glsl, int turns);

}  // namespace weft::gl
