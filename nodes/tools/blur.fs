/*{
  "TITLE": "Blur",
  "DESCRIPTION": "Gaussian blur, in two passes.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Blur"],
  "KEYWORDS": ["gaussian", "soften", "defocus", "smooth"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "radius", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 10.0, "UNIT": "%", "DESCRIPTION": "Standard deviation in percent of the picture's height." },
    { "NAME": "direction", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Both", "Horizontal", "Vertical"], "DESCRIPTION": "Where it spreads." }
  ],
  "PASSES": [ { "TARGET": "across" }, {} ]
}*/

// Straight alpha: colours are weighted by how opaque they are, so that what is transparent does not bleed in.
vec4 tap(int pass, vec2 at) {
  vec4 c = pass == 0 ? IMG_NORM_PIXEL(inputImage, at) : IMG_NORM_PIXEL(across, at);
  return vec4(c.rgb * c.a, c.a);
}

void main() {
  float sigma = radius * 0.01 * RENDERSIZE.y;
  bool idle = PASSINDEX == 0 ? direction == 2 : direction == 1;
  vec2 at = isf_FragNormCoord;
  if (idle || sigma < 0.05) {
    gl_FragColor = PASSINDEX == 0 ? IMG_THIS_PIXEL(inputImage) : IMG_THIS_PIXEL(across);
    return;
  }
  vec2 pixel = (PASSINDEX == 0 ? vec2(1.0, 0.0) : vec2(0.0, 1.0)) / RENDERSIZE;
  // Pairs of neighbours in one filtered read; beyond 24 pairs the reads are spread wider.
  int reach = int(ceil(3.0 * sigma));
  float stride = max(1.0, float(reach) / 48.0);
  vec4 sum = tap(PASSINDEX, at);
  float total = 1.0;
  for (int i = 0; i < 24; ++i) {
    float a = (float(2 * i) + 1.0) * stride;
    if (a > float(reach)) break;
    float b = a + stride;
    float wa = exp(-0.5 * a * a / (sigma * sigma));
    float wb = exp(-0.5 * b * b / (sigma * sigma));
    float w = wa + wb;
    float d = (a * wa + b * wb) / w;
    sum += (tap(PASSINDEX, at + pixel * d) + tap(PASSINDEX, at - pixel * d)) * w;
    total += 2.0 * w;
  }
  sum /= total;
  gl_FragColor = vec4(sum.rgb / max(sum.a, 1e-5), sum.a);
}
