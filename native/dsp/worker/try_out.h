// Plays a new program before anyone else does: what crashes or hangs here never reaches the engine.
#pragma once
#include <nlohmann/json.hpp>
#include <string>

namespace weft::dsp {

// A second of silence, noise and full scale at defaults, then every control at its ends, as sound and as signal. Answers {} |
// {warning} | {error}; a crash or a hang ends this process.
nlohmann::json tryOut(const std::string& machineCode);

}  // namespace weft::dsp
