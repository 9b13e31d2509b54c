/*
{
  // a comment
  "DESCRIPTION": "What other hosts let pass in a header.",
  "CREDIT": "tests",
  "INPUTS": [
    { "NAME": "half", "TYPE": "float" },
    { "NAME": "point", "TYPE": "float", "DEFAULT": .5, "MIN": 0., "MAX": 2., },
    { "NAME": "over", "TYPE": "float", "DEFAULT": 9, "MIN": 0, "MAX": 1 },
    { "NAME": "empty", "TYPE": "float", "DEFAULT": null, "MIN": 0, "MAX": 0.4 },
    { "NAME": "yes", "TYPE": "bool", "DEFAULT": 1.0 },
    { "NAME": "no", "TYPE": "bool", "DEFAULT": 0 },
    { "NAME": "at", "TYPE": "point2D", "DEFAULT": [120, 30], "MIN": [0, 0], "MAX": [200, 100] },
    { "NAME": "tint", "TYPE": "color", "DEFAULT": [0.2, 0.4, 0.6, 0.8] },
  ],
  "PASSES": [ { "target": "small", "width": 4, "height": "2", "float": true }, {} ],
}
*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = vec4(RENDERSIZE, 0.0, 1.0);
  else if (gl_FragCoord.x < 4.0) gl_FragColor = vec4(half, point, over, empty);
  else if (gl_FragCoord.x < 8.0) gl_FragColor = vec4(yes ? 1.0 : 0.0, no ? 1.0 : 0.0, at / 255.0);
  else if (gl_FragCoord.x < 12.0) gl_FragColor = tint;
  else gl_FragColor = vec4(IMG_THIS_PIXEL(small).xy / 255.0, 0.0, 1.0);
}
