/*{
  "TITLE": "HSL adjust",
  "DESCRIPTION": "Turns hue and scales saturation and lightness.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Color"],
  "KEYWORDS": ["hue", "saturation", "lightness", "hsv", "hue shift", "colorize", "vibrance"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "hue", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Turns every hue by this angle." },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 4.0, "DESCRIPTION": "Factor on saturation." },
    { "NAME": "lightness", "TYPE": "float", "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "DESCRIPTION": "Towards black below 0, towards white above." }
  ]
}*/

// Hexagonal HSL (Joblove and Greenberg, 1978)
vec3 toHsl(vec3 c) {
  float high = max(c.r, max(c.g, c.b));
  float low = min(c.r, min(c.g, c.b));
  float chroma = high - low;
  float light = 0.5 * (high + low);
  if (chroma < 1e-6) return vec3(0.0, 0.0, light);
  float h = high == c.r ? (c.g - c.b) / chroma : high == c.g ? (c.b - c.r) / chroma + 2.0 : (c.r - c.g) / chroma + 4.0;
  return vec3(fract(h / 6.0), chroma / max(1.0 - abs(2.0 * light - 1.0), 1e-6), light);
}

vec3 fromHsl(vec3 hsl) {
  vec3 pure = clamp(abs(mod(hsl.x * 6.0 + vec3(0.0, 4.0, 2.0), 6.0) - 3.0) - 1.0, 0.0, 1.0);
  return hsl.z + hsl.y * (pure - 0.5) * (1.0 - abs(2.0 * hsl.z - 1.0));
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec3 hsl = toHsl(clamp(c.rgb, 0.0, 1.0));
  hsl.x = fract(hsl.x + hue / 360.0);
  hsl.y = clamp(hsl.y * saturation, 0.0, 1.0);
  hsl.z = lightness < 0.0 ? hsl.z * (1.0 + lightness) : mix(hsl.z, 1.0, lightness);
  gl_FragColor = vec4(fromHsl(hsl), c.a);
}
