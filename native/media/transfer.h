// Between gamma-encoded values and light. EXR files hold light and associated (premultiplied) alpha; frames hold
// gamma-encoded values and straight alpha. The curve is that of sRGB (IEC 61966-2-1), mirrored below zero, which is what
// compositing programs assume of display-referred pictures.
#pragma once
#include <cmath>

namespace weft::media {

inline float toLight(float v) {
  float a = std::fabs(v);
  return std::copysign(a <= 0.04045f ? a / 12.92f : std::pow((a + 0.055f) / 1.055f, 2.4f), v);
}

inline float fromLight(float v) {
  float a = std::fabs(v);
  return std::copysign(a <= 0.0031308f ? a * 12.92f : 1.055f * std::pow(a, 1 / 2.4f) - 0.055f, v);
}

}  // namespace weft::media
