/*{
  "TITLE": "Kaleidoscope",
  "DESCRIPTION": "Folds the picture into mirrored wedges.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Distort"],
  "KEYWORDS": ["mirror", "mandala", "symmetry", "fold", "segments"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "segments", "TYPE": "float", "DEFAULT": 6.0, "MIN": 1.0, "MAX": 24.0, "DESCRIPTION": "Number of mirrored pairs." },
    { "NAME": "rotation", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Turns the mirrors." },
    { "NAME": "source", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Turns the picture between the mirrors." },
    { "NAME": "zoom", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.1, "MAX": 8.0, "SCALE": "log", "DESCRIPTION": "Enlarges the picture between the mirrors." },
    { "NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0], "DESCRIPTION": "Middle of the mirrors, 0..1 over the picture." },
    { "NAME": "offset", "TYPE": "point2D", "DEFAULT": [0.1, 0.0], "MIN": [-1.0, -1.0], "MAX": [1.0, 1.0], "DESCRIPTION": "What part of the picture the mirrors see." }
  ]
}*/

void main() {
  vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  vec2 p = (isf_FragNormCoord - centre) * aspect;
  float r = sqrt(dot(p, p));
  float wedge = 3.14159265 / max(floor(segments + 0.5), 1.0);
  float a = atan(p.y, p.x) - radians(rotation);
  a = abs(mod(a + wedge, 2.0 * wedge) - wedge) + radians(source);
  vec2 at = vec2(cos(a), sin(a)) * r / zoom / aspect + centre + offset;
  gl_FragColor = IMG_NORM_PIXEL(inputImage, 1.0 - abs(1.0 - mod(at, 2.0)));
}
