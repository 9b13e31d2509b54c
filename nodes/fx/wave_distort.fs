/*{
  "TITLE": "Wave distort",
  "DESCRIPTION": "Bends the picture in travelling waves or ripples.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Distort"],
  "KEYWORDS": ["wobble", "sine", "ripple", "water", "heat", "bend"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 2.5, "MIN": 0.0, "MAX": 25.0, "UNIT": "%", "DESCRIPTION": "Height of the waves in percent of the picture's height." },
    { "NAME": "frequency", "TYPE": "float", "DEFAULT": 4.0, "MIN": 0.25, "MAX": 64.0, "SCALE": "log", "DESCRIPTION": "Waves over the picture's height." },
    { "NAME": "speed", "TYPE": "float", "DEFAULT": 0.5, "MIN": -8.0, "MAX": 8.0, "UNIT": "Hz", "DESCRIPTION": "Waves passing each second." },
    { "NAME": "phase", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Shift in waves; drive it from a beat." },
    { "NAME": "angle", "TYPE": "float", "DEFAULT": 90.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Direction in which the waves travel." },
    { "NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Across", "Along", "Ripple"], "DESCRIPTION": "Waves that push sideways, back and forth, or rings from the middle." }
  ]
}*/

void main() {
  vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  vec2 p = (isf_FragNormCoord - 0.5) * aspect;
  float a = radians(angle);
  vec2 way = vec2(cos(a), sin(a));
  float r = sqrt(dot(p, p));
  float along = shape == 2 ? r : dot(p, way);
  vec2 push = shape == 0 ? vec2(-way.y, way.x) : shape == 1 ? way : (r > 1e-5 ? p / r : vec2(0.0));
  float s = sin(6.283185307 * (along * frequency - TIME * speed - phase));
  vec2 at = isf_FragNormCoord + push * s * amount * 0.01 / aspect;
  // folded at the border, so that no smear shows
  gl_FragColor = IMG_NORM_PIXEL(inputImage, 1.0 - abs(1.0 - mod(at, 2.0)));
}
