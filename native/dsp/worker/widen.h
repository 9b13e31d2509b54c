// One program for eight voices: every number of a Faust program becomes a vector with a lane per voice.
#pragma once
#include <string>
#include <variant>

namespace weft::dsp {

struct NotWide {
  std::string why;
};

// module: what Faust writes before it is optimised. The program that comes back
//   has inputs, outputs and controls of all lanes, lane after lane; control "/a/b" of lane 3 has the address "/3/a/b"
//   holds word w of a lane's memory at word w * kLanes + lane, w as in the program it was made from
//   gives each lane what the single program gives, but for the rounding of the last bit
// A branch is entered while any lane takes it. Not wide, since lanes would have to be worked out one by one: programs with
// tables, with delays whose place in memory moves, or with functions such as sine for every sample. [any]
std::variant<std::string, NotWide> widen(const std::string& module);

}  // namespace weft::dsp
