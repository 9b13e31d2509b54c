/*{
  "TITLE": "Noise field",
  "DESCRIPTION": "Smooth moving noise in several octaves, in two colours.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Source"],
  "KEYWORDS": ["perlin", "simplex", "fractal", "fbm", "clouds", "turbulence", "generator"],
  "INPUTS": [
    { "NAME": "scale", "TYPE": "float", "DEFAULT": 4.0, "MIN": 0.5, "MAX": 64.0, "SCALE": "log", "DESCRIPTION": "Cells over the picture's height." },
    { "NAME": "octaves", "TYPE": "float", "DEFAULT": 4.0, "MIN": 1.0, "MAX": 8.0, "DESCRIPTION": "Layers of finer detail." },
    { "NAME": "roughness", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much each finer layer weighs." },
    { "NAME": "speed", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0.0, "MAX": 4.0, "UNIT": "/s", "DESCRIPTION": "How fast the field changes." },
    { "NAME": "warp", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 4.0, "DESCRIPTION": "Bends the field by itself." },
    { "NAME": "contrast", "TYPE": "float", "DEFAULT": 2.4, "MIN": 0.0, "MAX": 6.0, "DESCRIPTION": "Spread around the middle." },
    { "NAME": "offset", "TYPE": "point2D", "DEFAULT": [0.0, 0.0], "MIN": [-8.0, -8.0], "MAX": [8.0, 8.0], "DESCRIPTION": "Moves the field, in cells." },
    { "NAME": "dark", "TYPE": "color", "DEFAULT": [0.02, 0.03, 0.10, 1.0], "DESCRIPTION": "Colour of the valleys." },
    { "NAME": "light", "TYPE": "color", "DEFAULT": [0.95, 0.80, 0.60, 1.0], "DESCRIPTION": "Colour of the peaks." }
  ]
}*/

// PCG3D integer hash (Jarzynski and Olano, "Hash Functions for GPU Rendering", 2020): the same on every GPU
uvec3 hash3(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  return v;
}

float corner(ivec3 cell, vec3 d) {
  uvec3 h = hash3(uvec3(cell + 32768) ^ uvec3(WEFT_SEED));
  return dot(vec3(h >> 8u) * (2.0 / 16777216.0) - 1.0, d);
}

// Gradient noise with quintic fade (Perlin, 2002), about -1..1
float gradientNoise(vec3 p) {
  vec3 whole = floor(p);
  vec3 f = p - whole;
  ivec3 i = ivec3(whole);
  vec3 u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  vec4 front = vec4(corner(i, f), corner(i + ivec3(1, 0, 0), f - vec3(1, 0, 0)), corner(i + ivec3(0, 1, 0), f - vec3(0, 1, 0)), corner(i + ivec3(1, 1, 0), f - vec3(1, 1, 0)));
  vec4 back = vec4(corner(i + ivec3(0, 0, 1), f - vec3(0, 0, 1)), corner(i + ivec3(1, 0, 1), f - vec3(1, 0, 1)), corner(i + ivec3(0, 1, 1), f - vec3(0, 1, 1)), corner(i + ivec3(1, 1, 1), f - vec3(1, 1, 1)));
  vec4 z = mix(front, back, u.z);
  vec2 y = mix(z.xy, z.zw, u.y);
  return mix(y.x, y.y, u.x);
}

float layers(vec3 p) {
  float sum = 0.0, weight = 1.0, total = 0.0;
  for (int i = 0; i < 8; ++i) {
    float part = clamp(octaves - float(i), 0.0, 1.0);
    if (part <= 0.0) break;
    sum += gradientNoise(p) * weight * part;
    total += weight * part;
    weight *= roughness;
    p = p * 2.0 + vec3(17.0, 31.0, 5.0);
  }
  return sum / max(total, 1e-6);
}

void main() {
  vec2 p = (isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0) * scale + offset;
  float t = TIME * speed;
  float bend = warp > 0.0 ? gradientNoise(vec3(p * 0.5 + 11.0, t * 0.7)) * warp : 0.0;
  float n = layers(vec3(p + bend, t));
  gl_FragColor = mix(dark, light, clamp(0.5 + 0.5 * n * contrast, 0.0, 1.0));
}
