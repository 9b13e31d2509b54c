/*{
  "TITLE": "Blend",
  "DESCRIPTION": "Lays one picture over another.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Composite"],
  "KEYWORDS": ["composite", "over", "add", "screen", "multiply", "overlay", "difference", "layer", "merge"],
  "INPUTS": [
    { "NAME": "inputImage", "LABEL": "Base", "TYPE": "image" },
    { "NAME": "layer", "LABEL": "Layer", "TYPE": "image" },
    { "NAME": "mode", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2, 3, 4, 5, 6, 7], "LABELS": ["Normal", "Add", "Screen", "Multiply", "Overlay", "Difference", "Lighten", "Darken"], "DESCRIPTION": "How the layer's colours meet the base's." },
    { "NAME": "opacity", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much of the layer is laid on." }
  ]
}*/

vec3 meet(vec3 b, vec3 s) {
  if (mode == 1) return min(b + s, 1.0);
  if (mode == 2) return b + s - b * s;
  if (mode == 3) return b * s;
  if (mode == 4) return mix(2.0 * b * s, 1.0 - 2.0 * (1.0 - b) * (1.0 - s), step(0.5, b));
  if (mode == 5) return abs(b - s);
  if (mode == 6) return max(b, s);
  if (mode == 7) return min(b, s);
  return s;
}

// Source-over with a blend function, straight alpha (W3C Compositing and Blending Level 1, section 9)
void main() {
  vec4 b = IMG_THIS_PIXEL(inputImage);
  vec4 s = IMG_THIS_PIXEL(layer);
  float sa = s.a * opacity;
  vec3 mixed = mix(s.rgb, meet(b.rgb, s.rgb), b.a);
  float a = sa + b.a * (1.0 - sa);
  vec3 rgb = (sa * mixed + (1.0 - sa) * b.a * b.rgb) / max(a, 1e-6);
  gl_FragColor = vec4(a > 0.0 ? rgb : b.rgb, a);
}
