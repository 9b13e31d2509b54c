/*{
  "TITLE": "Transform",
  "DESCRIPTION": "Moves, scales, turns and crops the picture about an anchor.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Geometry"],
  "KEYWORDS": ["move", "position", "scale", "zoom", "rotate", "crop", "flip", "pan", "tile"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "position", "TYPE": "point2D", "DEFAULT": [0.0, 0.0], "MIN": [-2.0, -2.0], "MAX": [2.0, 2.0], "DESCRIPTION": "Shift in picture widths and heights." },
    { "NAME": "scaleX", "LABEL": "Scale x", "TYPE": "float", "DEFAULT": 1.0, "MIN": -4.0, "MAX": 4.0, "DESCRIPTION": "Width; below 0 mirrors." },
    { "NAME": "scaleY", "LABEL": "Scale y", "TYPE": "float", "DEFAULT": 1.0, "MIN": -4.0, "MAX": 4.0, "DESCRIPTION": "Height; below 0 mirrors." },
    { "NAME": "rotation", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Counter-clockwise turn." },
    { "NAME": "anchor", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0], "DESCRIPTION": "The point that scaling and turning leave in place." },
    { "NAME": "cropLeft", "LABEL": "Crop left", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Part cut off at the left." },
    { "NAME": "cropRight", "LABEL": "Crop right", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Part cut off at the right." },
    { "NAME": "cropBottom", "LABEL": "Crop bottom", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Part cut off at the bottom." },
    { "NAME": "cropTop", "LABEL": "Crop top", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Part cut off at the top." },
    { "NAME": "edge", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2, 3], "LABELS": ["Transparent", "Stretch", "Tile", "Mirror"], "DESCRIPTION": "What lies beyond the picture." }
  ]
}*/

void main() {
  vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  vec2 p = (isf_FragNormCoord - anchor - position) * aspect;
  float a = radians(rotation);
  p = vec2(cos(a) * p.x + sin(a) * p.y, cos(a) * p.y - sin(a) * p.x);
  vec2 s = vec2(abs(scaleX) < 1e-4 ? 1e-4 : scaleX, abs(scaleY) < 1e-4 ? 1e-4 : scaleY);
  vec2 at = p / s / aspect + anchor;
  vec2 low = vec2(cropLeft, cropBottom), high = vec2(1.0 - cropRight, 1.0 - cropTop);
  if (edge == 2) at = fract(at);
  if (edge == 3) at = 1.0 - abs(1.0 - mod(at, 2.0));
  // Half a pixel of ramp at each edge: turned pictures keep smooth borders.
  vec2 soft = 1.0 / (RENDERSIZE * abs(s));
  vec2 inside = clamp((at - low) / soft + 0.5, 0.0, 1.0) * clamp((high - at) / soft + 0.5, 0.0, 1.0);
  vec2 cut = step(low, at) * step(at, high);
  float cover = edge == 0 ? inside.x * inside.y : cut.x * cut.y;
  if (edge == 1) { at = clamp(at, low, high); cover = low.x < high.x && low.y < high.y ? 1.0 : 0.0; }
  vec4 c = IMG_NORM_PIXEL(inputImage, at);
  gl_FragColor = vec4(c.rgb, c.a * cover);
}
