// Pictures that say of every pixel which frame it belongs to: tests/frames/program.ts knows the same ones.
#pragma once
#include <cstdint>
#include <span>

#include "frames/frame.h"

namespace probe {

inline uint32_t pixelOf(int64_t frame, uint32_t i) { return uint32_t(uint64_t(frame) * 2654435761u) ^ (i * 40503u); }

inline weft::frames::FrameMeta metaOf(int64_t frame, uint32_t width, uint32_t height) {
  weft::frames::FrameMeta m;
  m.frame = frame;
  m.sample = frame * 800;
  m.width = width;
  m.height = height;
  m.stride = width * 4;
  m.length = uint64_t(m.stride) * height;
  return m;
}

inline void paint(std::span<uint8_t> into, int64_t frame, uint64_t bytes) {
  auto* p = reinterpret_cast<uint32_t*>(into.data());
  for (uint32_t i = 0; i < bytes / 4; ++i) p[i] = pixelOf(frame, i);
}

}  // namespace probe
