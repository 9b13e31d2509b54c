/*{
  "TITLE": "Halftone",
  "DESCRIPTION": "Printed dots or lines, in black or in four inks with their own screen angles.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Stylize"],
  "KEYWORDS": ["print", "dots", "cmyk", "newspaper", "comic", "screen", "raster"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "size", "TYPE": "float", "DEFAULT": 1.2, "MIN": 0.3, "MAX": 10.0, "UNIT": "%", "SCALE": "log", "DESCRIPTION": "Distance of the dots in percent of the picture's height." },
    { "NAME": "angle", "TYPE": "float", "DEFAULT": 45.0, "MIN": -90.0, "MAX": 90.0, "UNIT": "°", "DESCRIPTION": "Turns the screen." },
    { "NAME": "softness", "TYPE": "float", "DEFAULT": 0.15, "MIN": 0.02, "MAX": 1.0, "DESCRIPTION": "Softness of a dot's edge." },
    { "NAME": "inks", "TYPE": "long", "DEFAULT": 1, "VALUES": [0, 1], "LABELS": ["Black", "Four inks"], "DESCRIPTION": "One screen, or cyan, magenta, yellow and black." },
    { "NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1], "LABELS": ["Dots", "Lines"], "DESCRIPTION": "What the screen is made of." },
    { "NAME": "paper", "TYPE": "color", "DEFAULT": [0.97, 0.95, 0.90, 1.0], "DESCRIPTION": "Colour of the paper." }
  ]
}*/

// Screen value 0..1 with a flat spread, so that coverage follows ink
float screenAt(float turn) {
  float a = radians(angle + turn);
  vec2 p = (isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0) / (size * 0.01);
  p = vec2(cos(a) * p.x + sin(a) * p.y, cos(a) * p.y - sin(a) * p.x);
  if (shape == 1) return abs(fract(p.y) - 0.5) * 2.0;
  vec2 w = cos(6.283185307 * p);
  return 0.5 - 0.25 * (w.x + w.y);
}

float ink(float amount, float turn) {
  float edge = 0.5 * softness;
  return smoothstep(-edge, edge, amount - screenAt(turn)) * step(0.004, amount);
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec3 rgb = paper.rgb;
  if (inks == 0) {
    rgb *= 1.0 - ink(1.0 - dot(c.rgb, vec3(0.2126, 0.7152, 0.0722)), 0.0);
  } else {
    float k = 1.0 - max(c.r, max(c.g, c.b));
    vec3 cmy = (1.0 - c.rgb - k) / max(1.0 - k, 1e-4);
    // customary screen angles, 30° apart, yellow between
    rgb *= 1.0 - ink(cmy.x, -30.0) * vec3(1.0, 0.15, 0.0);
    rgb *= 1.0 - ink(cmy.y, 30.0) * vec3(0.05, 1.0, 0.2);
    rgb *= 1.0 - ink(cmy.z, -45.0) * vec3(0.0, 0.05, 1.0);
    rgb *= 1.0 - ink(k, 0.0);
  }
  gl_FragColor = vec4(rgb, c.a);
}
