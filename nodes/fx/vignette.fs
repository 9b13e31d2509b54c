/*{
  "TITLE": "Vignette",
  "DESCRIPTION": "Darkens or tints the picture towards its corners.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Look"],
  "KEYWORDS": ["corners", "lens", "falloff", "darken edges"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.7, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How strong the corners are tinted." },
    { "NAME": "radius", "TYPE": "float", "DEFAULT": 0.55, "MIN": 0.0, "MAX": 1.5, "DESCRIPTION": "Where it begins, in half diagonals." },
    { "NAME": "softness", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.01, "MAX": 1.5, "DESCRIPTION": "Width of the ramp, in half diagonals." },
    { "NAME": "roundness", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 follows the frame, 1 is a circle." },
    { "NAME": "tint", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.0, 1.0], "DESCRIPTION": "The colour of the corners." }
  ]
}*/

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec2 p = (isf_FragNormCoord - 0.5) * 2.0;
  float aspect = RENDERSIZE.x / RENDERSIZE.y;
  vec2 round = p * vec2(aspect, 1.0) / sqrt(aspect * aspect + 1.0);
  vec2 frame = p / sqrt(2.0);
  vec2 q = mix(frame, round, roundness);
  float d = sqrt(dot(q, q));
  float k = smoothstep(radius, radius + softness, d) * amount * tint.a;
  gl_FragColor = vec4(mix(c.rgb, tint.rgb, k), c.a);
}
