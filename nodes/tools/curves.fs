/*{
  "TITLE": "Curves",
  "DESCRIPTION": "Bends brightness and each colour along a drawn curve.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Color"],
  "KEYWORDS": ["rgb curves", "tone curve", "grade", "contrast"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 leaves the picture alone, 1 is the whole curve." }
  ]
}*/

float bend(float v, int channel) {
  return IMG_NORM_PIXEL(curve, vec2((clamp(v, 0.0, 1.0) * 255.0 + 0.5) / 256.0, 0.5))[channel];
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec3 bent = vec3(bend(c.r, 0), bend(c.g, 1), bend(c.b, 2));
  gl_FragColor = vec4(mix(c.rgb, bent, amount), c.a);
}
