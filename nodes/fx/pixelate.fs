/*{
  "TITLE": "Pixelate",
  "DESCRIPTION": "Large pixels: square, hexagonal or round, each the mean of what it covers.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Stylize"],
  "KEYWORDS": ["mosaic", "blocks", "low resolution", "censor", "8-bit", "hexagon"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "size", "TYPE": "float", "DEFAULT": 3.0, "MIN": 0.2, "MAX": 30.0, "UNIT": "%", "SCALE": "log", "DESCRIPTION": "Size of a pixel in percent of the picture's height." },
    { "NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Square", "Hexagon", "Dots"], "DESCRIPTION": "Shape of a pixel." },
    { "NAME": "levels", "TYPE": "float", "DEFAULT": 32.0, "MIN": 2.0, "MAX": 32.0, "DESCRIPTION": "Steps of each colour; 32 leaves colour alone." }
  ]
}*/

vec2 hexCentre(vec2 p) {
  vec2 s = vec2(1.0, 1.7320508);
  vec2 a = (floor(p / s) + 0.5) * s;
  vec2 b = floor(p / s + 0.5) * s;
  return dot(p - a, p - a) < dot(p - b, p - b) ? a : b;
}

void main() {
  float cell = size * 0.01;
  vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  vec2 p = (isf_FragNormCoord - 0.5) * aspect / cell;
  vec2 middle = shape == 1 ? hexCentre(p) : floor(p) + 0.5;
  vec4 sum = vec4(0.0);
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 4; ++x) {
      vec2 at = (middle + (vec2(x, y) - 1.5) * 0.25) * cell / aspect + 0.5;
      vec4 c = IMG_NORM_PIXEL(inputImage, clamp(at, 0.0, 1.0));
      sum += vec4(c.rgb * c.a, c.a);
    }
  vec3 rgb = sum.rgb / max(sum.a, 1e-5);
  float n = floor(levels + 0.5);
  if (n < 32.0) rgb = floor(rgb * (n - 1.0) + 0.5) / (n - 1.0);
  vec2 d = p - middle;
  float dot2 = shape == 2 ? 1.0 - smoothstep(0.42, 0.48, sqrt(dot(d, d))) : 1.0;
  gl_FragColor = vec4(rgb * dot2, sum.a / 16.0);
}
