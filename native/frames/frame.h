// What a slot says about its frame, as plain values.
#pragma once
#include <cstdint>

#include "frames/layout.h"

namespace weft::frames {

struct FrameMeta {
  int64_t frame = 0;   // on the canvas grid
  int64_t sample = 0;  // position of that frame
  uint32_t width = 0, height = 0;  // pixels
  uint32_t stride = 0;             // bytes from row to row; rows from the top; 0 for jpeg
  uint32_t format = kRgba;         // kRgba or kJpeg
  uint64_t length = 0;             // payload bytes: stride * height, or the size of the jpeg
  uint32_t flags = 0;              // kHeld | kCached
  uint32_t tier = 100;             // per cent of full resolution
};

// True when the fields agree with each other and the payload fits `capacity` bytes. [any]
inline bool fits(const FrameMeta& m, uint64_t capacity) {
  constexpr int64_t kExact = int64_t(1) << 53;  // JavaScript holds these as doubles
  if (m.width < 1 || m.width > kMaxSide || m.height < 1 || m.height > kMaxSide) return false;
  if (m.length < 1 || m.length > capacity || m.tier < 1 || m.tier > 100 || (m.flags & ~(kHeld | kCached)) != 0) return false;
  if (m.frame <= -kExact || m.frame >= kExact || m.sample <= -kExact || m.sample >= kExact) return false;
  if (m.format == kJpeg) return m.stride == 0;
  return m.format == kRgba && m.stride >= uint64_t(m.width) * 4 && m.length == uint64_t(m.stride) * m.height;
}

// One number over all fields of a slot's header before it, so that a header with any bit changed is found out.
// Each word goes through the finaliser of MurmurHash3 (a bijection of 64 bits). [any]
inline uint64_t checkOf(uint64_t lock, uint64_t generation, int64_t published, const FrameMeta& m) {
  const uint64_t words[] = {lock, generation, uint64_t(m.frame), uint64_t(m.sample), uint64_t(published), m.length,
                            uint64_t(m.width) | uint64_t(m.height) << 32, uint64_t(m.stride) | uint64_t(m.format) << 32,
                            uint64_t(m.flags) | uint64_t(m.tier) << 32};
  uint64_t h = kMagic;
  for (uint64_t w : words) {
    h ^= w;
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53u;
    h ^= h >> 33;
  }
  return h;
}

}  // namespace weft::frames
