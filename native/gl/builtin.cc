#include "gl/builtin.h"

#include <cstdio>
#include <cstdlib>

namespace weft::gl {

// origin, extent: the picture's rectangle in canvas pixels. taps: samples along each side, spread over the part of the
// picture that lies under one canvas pixel, so that shrinking averages instead of skipping. straight: weighs colours by
// their alpha, since those of transparent pixels mean nothing.
const char* const Builtin::kFit = R"(
in vec2 isf_FragNormCoord;
out vec4 color;
uniform sampler2D image;
uniform vec2 origin;
uniform vec2 extent;
uniform ivec2 taps;
uniform bool straight;

vec4 weighed(vec2 at) {
  ivec2 size = textureSize(image, 0);
  vec2 p = at * vec2(size) - 0.5;
  ivec2 low = ivec2(floor(p));
  vec2 f = p - vec2(low);
  vec4 c[4];
  for (int i = 0; i < 4; ++i) {
    c[i] = texelFetch(image, clamp(low + ivec2(i & 1, i >> 1), ivec2(0), size - 1), 0);
    c[i].rgb *= c[i].a;
  }
  return mix(mix(c[0], c[1], f.x), mix(c[2], c[3], f.x), f.y);
}

void main() {
  vec2 pixel = gl_FragCoord.xy;
  vec2 inside = step(origin, pixel) * step(pixel, origin + extent);
  if (inside.x * inside.y == 0.0) {
    color = vec4(0.0);
    return;
  }
  vec2 low = (pixel - 0.5 - origin) / extent;
  vec2 each = 1.0 / (extent * vec2(taps));
  vec4 sum = vec4(0.0);
  for (int y = 0; y < taps.y; ++y)
    for (int x = 0; x < taps.x; ++x) {
      vec2 at = low + (vec2(x, y) + 0.5) * each;
      sum += straight ? weighed(at) : textureLod(image, at, 0.0);
    }
  sum /= float(taps.x * taps.y);
  color = straight && sum.a > 0.0 ? vec4(sum.rgb / sum.a, sum.a) : sum;
}
)";

const char* const Builtin::kShrink = R"(
out vec4 color;
uniform sampler2D image;
uniform ivec2 size;
void main() {
  ivec2 whole = textureSize(image, 0);
  ivec2 at = ivec2(gl_FragCoord.xy);
  ivec2 low = at * whole / size;
  ivec2 high = max((at + 1) * whole / size, low + 1);
  vec4 sum = vec4(0.0);
  for (int y = low.y; y < high.y; ++y)
    for (int x = low.x; x < high.x; ++x) sum += texelFetch(image, ivec2(x, y), 0);
  ivec2 n = high - low;
  color = sum / float(n.x * n.y);
}
)";

const Program& Builtin::get(std::unique_ptr<Program>& kept, const char* fragment) {
  if (!kept) {
    auto made = compileProgram(info_, std::nullopt, fragment);
    if (auto* e = std::get_if<CompileError>(&made)) {
      std::fprintf(stderr, "A built-in shader does not compile (line %d): %s\n", e->line, e->message.c_str());
      std::abort();
    }
    kept = std::move(std::get<std::unique_ptr<Program>>(made));
  }
  return *kept;
}

}  // namespace weft::gl
