/*{
  "TITLE": "Edges",
  "DESCRIPTION": "Draws the picture's outlines by the Sobel operator.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Stylize"],
  "KEYWORDS": ["sobel", "outline", "contour", "neon", "ink", "sketch"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "gain", "TYPE": "float", "DEFAULT": 2.0, "MIN": 0.0, "MAX": 10.0, "DESCRIPTION": "How strongly edges show." },
    { "NAME": "threshold", "TYPE": "float", "DEFAULT": 0.08, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Edges weaker than this vanish." },
    { "NAME": "width", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.5, "MAX": 12.0, "UNIT": "px", "SCALE": "log", "DESCRIPTION": "Width of a line, for a picture 1080 pixels high." },
    { "NAME": "mode", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Line colour", "Picture colour", "Direction"], "DESCRIPTION": "What colours the lines." },
    { "NAME": "line", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0], "DESCRIPTION": "Colour of the lines." },
    { "NAME": "background", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much of the picture stays behind the lines." }
  ]
}*/

float luma(vec2 at) {
  return dot(IMG_NORM_PIXEL(inputImage, at).rgb, vec3(0.2126, 0.7152, 0.0722));
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec2 d = max(width * RENDERSIZE.y / 1080.0, 0.5) / RENDERSIZE;
  vec2 p = isf_FragNormCoord;
  float nw = luma(p + d * vec2(-1, 1)), n = luma(p + d * vec2(0, 1)), ne = luma(p + d * vec2(1, 1));
  float w = luma(p - d * vec2(1, 0)), e = luma(p + d * vec2(1, 0));
  float sw = luma(p - d), s = luma(p - d * vec2(0, 1)), se = luma(p + d * vec2(1, -1));
  // Sobel and Feldman, 1968; divided by 4 so that a step from black to white gives 1
  vec2 g = vec2(ne + 2.0 * e + se - nw - 2.0 * w - sw, nw + 2.0 * n + ne - sw - 2.0 * s - se) * 0.25;
  float m = sqrt(dot(g, g));
  float strength = clamp(max(m - threshold, 0.0) * gain, 0.0, 1.0);
  float turn = atan(g.y, g.x) / 6.283185307;
  vec3 hue = clamp(abs(mod(turn * 6.0 + vec3(0.0, 4.0, 2.0), 6.0) - 3.0) - 1.0, 0.0, 1.0);
  vec3 ink = mode == 0 ? line.rgb : mode == 1 ? c.rgb : hue;
  gl_FragColor = vec4(mix(c.rgb * background, ink, strength * (mode == 0 ? line.a : 1.0)), c.a);
}
