/*{
  "TITLE": "Gradient",
  "DESCRIPTION": "A ramp of colours: linear, radial, angular or diamond.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Source"],
  "KEYWORDS": ["ramp", "linear gradient", "radial gradient", "conic", "sky"],
  "INPUTS": [
    { "NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2, 3], "LABELS": ["Linear", "Radial", "Angular", "Diamond"], "DESCRIPTION": "How the ramp runs." },
    { "NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0], "DESCRIPTION": "Middle of the ramp, 0..1 over the picture." },
    { "NAME": "angle", "TYPE": "float", "DEFAULT": 90.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Direction, counter-clockwise from the right." },
    { "NAME": "length", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.05, "MAX": 4.0, "SCALE": "log", "DESCRIPTION": "Length of the ramp in picture heights." },
    { "NAME": "phase", "TYPE": "float", "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "DESCRIPTION": "Slides the colours along the ramp; whole numbers are a full turn." },
    { "NAME": "repeat", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Clamp", "Repeat", "Mirror"], "DESCRIPTION": "What lies beyond the ends." }
  ]
}*/

void main() {
  vec2 p = (isf_FragNormCoord - centre) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  float a = radians(angle);
  vec2 q = vec2(cos(a) * p.x + sin(a) * p.y, cos(a) * p.y - sin(a) * p.x);
  float t = shape == 0 ? q.x / length + 0.5
          : shape == 1 ? 2.0 * sqrt(dot(q, q)) / length
          : shape == 2 ? fract(atan(q.y, q.x) / 6.283185307 + 1.0)
          : 2.0 * (abs(q.x) + abs(q.y)) / length;
  t += phase;
  t = repeat == 0 ? clamp(t, 0.0, 1.0) : repeat == 1 ? fract(t) : 1.0 - abs(1.0 - mod(t, 2.0));
  // the middle of the table's first and last column, so that both ends are exact
  gl_FragColor = IMG_NORM_PIXEL(ramp, vec2((t * 255.0 + 0.5) / 256.0, 0.5));
}
