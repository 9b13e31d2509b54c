// Measurements of the frame ring; each prints one JSON object.
#pragma once
#include <string>

namespace probe {

// Two processes, 1080p RGBA at 60 frames a second: from publish() until the reader is awake and has looked at the slot,
// and until it has its copy.
int latency(const std::string& folder, int frames);
// The reader's copy against a bare memcpy of the same size, in turn, thread time.
int copy(const std::string& folder, int frames);
// Encodes a PPM again and again: pixels a second.
int jpeg(const std::string& ppm, int quality, double seconds);

}  // namespace probe
