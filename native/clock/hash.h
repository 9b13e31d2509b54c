// Fingerprints of pictures and sound: XXH3-128, hex.
#pragma once
#include <xxhash.h>

#include <string>

#include "media/frame.h"

namespace weft::clock {

inline std::string hex(XXH128_hash_t h) {
  XXH128_canonical_t c;
  XXH128_canonicalFromHash(&c, h);
  static const char digits[] = "0123456789abcdef";
  std::string out;
  for (unsigned char b : c.digest) {
    out += digits[b >> 4];
    out += digits[b & 15];
  }
  return out;
}

// Of a picture's bytes, rows from the bottom.
inline std::string hashOf(const media::Frame& f) { return hex(XXH3_128bits(f.pixels.data(), f.pixels.size())); }

}  // namespace weft::clock
