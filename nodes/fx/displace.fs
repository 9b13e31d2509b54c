/*{
  "TITLE": "Displace",
  "DESCRIPTION": "Pushes pixels by the colours or slopes of a map; without a map, by the picture itself.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Distort"],
  "KEYWORDS": ["displacement map", "warp", "refraction", "glass", "liquify"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "map", "LABEL": "Map", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 6.0, "MIN": -50.0, "MAX": 50.0, "UNIT": "%", "DESCRIPTION": "Largest push in percent of the picture's height." },
    { "NAME": "mode", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Red and green", "Brightness", "Slope"], "DESCRIPTION": "What of the map pushes: two colours, brightness along the angle, or its slopes as glass does." },
    { "NAME": "angle", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Turns the direction of the push." },
    { "NAME": "middle", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "The value that does not push." }
  ]
}*/

vec4 mapAt(vec2 at) {
  // an unwired image is transparent and one pixel large
  return IMG_SIZE(map).x > 1.5 ? IMG_NORM_PIXEL(map, at) : IMG_NORM_PIXEL(inputImage, at);
}

float light(vec2 at) {
  return dot(mapAt(at).rgb, vec3(0.2126, 0.7152, 0.0722));
}

void main() {
  vec2 p = isf_FragNormCoord;
  vec2 push;
  if (mode == 0) push = (mapAt(p).rg - middle) * 2.0;
  else if (mode == 1) push = vec2((light(p) - middle) * 2.0, 0.0);
  else {
    vec2 d = 2.0 / RENDERSIZE;
    push = (vec2(light(p + vec2(d.x, 0.0)) - light(p - vec2(d.x, 0.0)), light(p + vec2(0.0, d.y)) - light(p - vec2(0.0, d.y))) - (middle - 0.5)) * 2.0;
  }
  float a = radians(angle);
  push = vec2(cos(a) * push.x - sin(a) * push.y, sin(a) * push.x + cos(a) * push.y);
  vec2 at = p + push * amount * 0.01 * vec2(RENDERSIZE.y / RENDERSIZE.x, 1.0);
  gl_FragColor = IMG_NORM_PIXEL(inputImage, 1.0 - abs(1.0 - mod(at, 2.0)));
}
