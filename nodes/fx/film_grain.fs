/*{
  "TITLE": "Film grain",
  "DESCRIPTION": "Grain that lives in the midtones, with its own size, colour and rate.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Look"],
  "KEYWORDS": ["noise", "film", "texture", "iso", "dither"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Strength of the grain." },
    { "NAME": "size", "TYPE": "float", "DEFAULT": 1.5, "MIN": 1.0, "MAX": 8.0, "UNIT": "px", "DESCRIPTION": "Size of a grain, for a picture 1080 pixels high." },
    { "NAME": "color", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 is grey grain, 1 differs in red, green and blue." },
    { "NAME": "shadows", "TYPE": "float", "DEFAULT": 0.4, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much grain black and white keep." },
    { "NAME": "rate", "TYPE": "float", "DEFAULT": 24.0, "MIN": 0.0, "MAX": 60.0, "UNIT": "Hz", "DESCRIPTION": "New grain so many times a second; 0 stands still." }
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

vec3 speck(ivec2 cell, uint layer) {
  return vec3(hash3(uvec3(uvec2(cell), layer) ^ uvec3(WEFT_SEED)) >> 8u) / 16777216.0;
}

// Smooth noise with a nearly normal spread: the sum of two bilinear fields, -1..1
vec3 grain(vec2 p, uint layer) {
  vec3 sum = vec3(0.0);
  for (uint k = 0u; k < 2u; ++k) {
    vec2 q = p + float(k) * vec2(0.5, 0.5);
    ivec2 i = ivec2(floor(q));
    vec2 f = fract(q);
    uint l = layer * 2u + k;
    sum += mix(mix(speck(i, l), speck(i + ivec2(1, 0), l), f.x), mix(speck(i + ivec2(0, 1), l), speck(i + ivec2(1, 1), l), f.x), f.y);
  }
  return sum - 1.0;
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec2 p = isf_FragNormCoord * RENDERSIZE / max(size * RENDERSIZE.y / 1080.0, 1.0);
  vec3 g = grain(p, uint(floor(TIME * rate + 0.001)));
  g = mix(vec3(g.r), g, color);
  float y = dot(c.rgb, vec3(0.2126, 0.7152, 0.0722));
  float where = mix(4.0 * y * (1.0 - y), 1.0, shadows);
  gl_FragColor = vec4(clamp(c.rgb + g * amount * where * 0.6, 0.0, 1.0), c.a);
}
