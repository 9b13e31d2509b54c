// SHA-256 (FIPS 180-4) of cache keys and machine code. Hex, lower case. [any]
#pragma once
#include <string>
#include <string_view>

namespace weft::dsp {

std::string sha256(std::string_view data);

}  // namespace weft::dsp
