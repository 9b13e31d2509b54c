/*{
  "TITLE": "Glitch blocks",
  "DESCRIPTION": "Blocks of the picture jump, stretch and lose their colours, as in a broken stream.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Glitch"],
  "KEYWORDS": ["digital", "broken", "macroblock", "corruption", "shift", "tear"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Part of the blocks that break." },
    { "NAME": "size", "TYPE": "float", "DEFAULT": 8.0, "MIN": 1.0, "MAX": 40.0, "UNIT": "%", "SCALE": "log", "DESCRIPTION": "Height of a block in percent of the picture's height." },
    { "NAME": "shift", "TYPE": "float", "DEFAULT": 15.0, "MIN": 0.0, "MAX": 100.0, "UNIT": "%", "DESCRIPTION": "How far blocks jump, in percent of the picture's width." },
    { "NAME": "color", "TYPE": "float", "DEFAULT": 0.4, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Part of the broken blocks that lose or swap colours." },
    { "NAME": "rate", "TYPE": "float", "DEFAULT": 8.0, "MIN": 0.0, "MAX": 60.0, "UNIT": "Hz", "DESCRIPTION": "New breaks so many times a second; 0 stands still." },
    { "NAME": "kick", "TYPE": "event", "DESCRIPTION": "Breaks everything for this frame." }
  ]
}*/

// PCG3D integer hash (Jarzynski and Olano, 2020)
uvec3 hash3(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  return v;
}

vec3 chance(uvec3 key) {
  return vec3(hash3(key ^ uvec3(WEFT_SEED, 0u, 0u)) >> 8u) / 16777216.0;
}

void main() {
  vec2 p = isf_FragNormCoord;
  uint beat = uint(floor(TIME * rate + 0.001));
  float part = kick ? 1.0 : amount;
  vec2 unit = size * 0.01 * vec2(RENDERSIZE.y / RENDERSIZE.x, 1.0);
  vec2 at = p;
  vec4 c = IMG_THIS_PIXEL(inputImage);
  bool broken = false;
  // three sizes of block, the largest first
  for (uint layer = 0u; layer < 3u; ++layer) {
    vec2 block = unit * vec2(4.0, 1.0) / float(layer + 1u);
    vec3 who = chance(uvec3(uvec2(floor(p / block)) + 64u, beat * 3u + layer));
    if (who.x < part * 0.6) {
      at.x = fract(at.x + (who.y - 0.5) * 2.0 * shift * 0.01);
      if (who.z > 0.7) at.y = fract(at.y + (who.z - 0.85) * shift * 0.005);
      broken = true;
    }
  }
  if (broken) c = IMG_NORM_PIXEL(inputImage, at);
  vec3 tone = chance(uvec3(uvec2(floor(p / unit / vec2(2.0, 1.0))) + 977u, beat));
  if (tone.x < part * color) {
    if (tone.y < 0.33) c.rgb = c.gbr;
    else if (tone.y < 0.66) c.rgb = floor(c.rgb * 3.0 + 0.5) / 3.0;
    else c.rgb = 1.0 - c.rgb;
  }
  gl_FragColor = c;
}
