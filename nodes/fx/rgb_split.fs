/*{
  "TITLE": "RGB split",
  "DESCRIPTION": "Pulls red and blue apart, along a direction or out from the middle.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Glitch", "Look"],
  "KEYWORDS": ["chromatic aberration", "rgb shift", "fringe", "channel offset"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.2, "MIN": 0.0, "MAX": 20.0, "UNIT": "%", "DESCRIPTION": "Distance in percent of the picture's height." },
    { "NAME": "angle", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Direction in which red goes." },
    { "NAME": "radial", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 shifts alike everywhere, 1 grows from the middle outwards as a lens does." }
  ]
}*/

void main() {
  vec2 unit = vec2(RENDERSIZE.y / RENDERSIZE.x, 1.0) * amount * 0.01;
  float a = radians(angle);
  vec2 straight = vec2(cos(a), sin(a));
  vec2 outward = (isf_FragNormCoord - 0.5) * 2.0;
  vec2 d = mix(straight, outward, radial) * unit;
  vec4 middle = IMG_THIS_PIXEL(inputImage);
  vec4 red = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord - d);
  vec4 blue = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + d);
  gl_FragColor = vec4(red.r, middle.g, blue.b, max(middle.a, max(red.a, blue.a)));
}
