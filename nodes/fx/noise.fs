/*{
  "TITLE": "Noise",
  "DESCRIPTION": "Television snow: coarse flickering noise mixed, added or cut into the picture.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Glitch"],
  "KEYWORDS": ["static", "snow", "dirt", "analog", "interference"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much noise." },
    { "NAME": "size", "TYPE": "float", "DEFAULT": 2.0, "MIN": 1.0, "MAX": 64.0, "UNIT": "px", "SCALE": "log", "DESCRIPTION": "Size of a speck, for a picture 1080 pixels high." },
    { "NAME": "stretch", "TYPE": "float", "DEFAULT": 1.0, "MIN": 1.0, "MAX": 64.0, "SCALE": "log", "DESCRIPTION": "Specks become so many times wider than high." },
    { "NAME": "color", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 is grey, 1 is coloured." },
    { "NAME": "mode", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Mix", "Add", "Cut"], "DESCRIPTION": "How noise meets the picture." },
    { "NAME": "rate", "TYPE": "float", "DEFAULT": 30.0, "MIN": 0.0, "MAX": 60.0, "UNIT": "Hz", "DESCRIPTION": "New noise so many times a second; 0 stands still." }
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

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  float cell = max(size * RENDERSIZE.y / 1080.0, 1.0);
  uvec2 at = uvec2(isf_FragNormCoord * RENDERSIZE / (cell * vec2(stretch, 1.0)));
  uint beat = uint(floor(TIME * rate + 0.001));
  vec3 n = vec3(hash3(uvec3(at, beat) ^ uvec3(WEFT_SEED)) >> 8u) / 16777216.0;
  n = mix(vec3(n.r), n, color);
  vec3 v = mode == 0 ? mix(c.rgb, n, amount)
         : mode == 1 ? c.rgb + (n - 0.5) * 2.0 * amount
         : mix(c.rgb, step(0.5, n), step(1.0 - amount, fract(n.r * 61.7)));
  gl_FragColor = vec4(clamp(v, 0.0, 1.0), c.a);
}
