// Programs for several voices at once.
#pragma once

namespace weft::dsp {

// Voices in a wide program: as many floats as the vectors of common processors hold.
inline constexpr int kLanes = 8;

}  // namespace weft::dsp
