// Lets a wide program play beside the single one it was made from.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace weft::dsp {

// stem: of STEM.mc, STEM.wide and STEM.json. {} when every lane does as the single program does, each with controls and
// sound of its own and from memory that was taken over from the single one; {narrow: what differs} otherwise.
nlohmann::json tryWide(const std::string& stem);

}  // namespace weft::dsp
