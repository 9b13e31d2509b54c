/*{
  "TITLE": "Sharpen",
  "DESCRIPTION": "Unsharp mask on brightness, held back where it would overshoot.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Look"],
  "KEYWORDS": ["unsharp mask", "detail", "clarity", "crisp"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 6.0, "DESCRIPTION": "How much detail is added." },
    { "NAME": "radius", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.5, "MAX": 12.0, "UNIT": "px", "SCALE": "log", "DESCRIPTION": "Size of the detail, for a picture 1080 pixels high." },
    { "NAME": "threshold", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 0.3, "DESCRIPTION": "Detail weaker than this is left alone." },
    { "NAME": "halo", "TYPE": "float", "DEFAULT": 0.15, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How far brightness may go beyond its neighbours." }
  ]
}*/

const vec3 LUMA = vec3(0.2126, 0.7152, 0.0722);

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec2 d = max(radius * RENDERSIZE.y / 1080.0, 0.5) / RENDERSIZE;
  float own = dot(c.rgb, LUMA);
  float sum = own * 4.0, low = own, high = own;
  for (int y = -1; y <= 1; ++y)
    for (int x = -1; x <= 1; ++x) {
      if (x == 0 && y == 0) continue;
      float v = dot(IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(x, y) * d).rgb, LUMA);
      sum += v * (x == 0 || y == 0 ? 2.0 : 1.0);
      low = min(low, v);
      high = max(high, v);
    }
  float detail = own - sum / 16.0;
  detail = sign(detail) * max(abs(detail) - threshold, 0.0) * amount;
  float wanted = clamp(own + detail, low - halo, high + halo);
  gl_FragColor = vec4(clamp(c.rgb + wanted - own, 0.0, 1.0), c.a);
}
