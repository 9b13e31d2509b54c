/*{
  "TITLE": "LUT",
  "DESCRIPTION": "Grades the picture with a .cube look-up table.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Color"],
  "KEYWORDS": ["cube", "3d lut", "look", "grade", "film look"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 leaves the picture alone, 1 is the whole table." }
  ]
}*/

// The table is a strip of N slices, each N wide and N high: red across, green up, blue from slice to slice.
vec3 look(vec3 c) {
  float n = IMG_SIZE(table).y;
  if (n < 2.0) return c;
  vec3 p = clamp(c, 0.0, 1.0) * (n - 1.0);
  float slice = min(floor(p.z), n - 2.0);
  vec2 at = vec2((p.x + 0.5) / (n * n), (p.y + 0.5) / n);
  vec3 low = IMG_NORM_PIXEL(table, at + vec2(slice / n, 0.0)).rgb;
  vec3 high = IMG_NORM_PIXEL(table, at + vec2((slice + 1.0) / n, 0.0)).rgb;
  return mix(low, high, p.z - slice);
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(mix(c.rgb, look(c.rgb), amount), c.a);
}
