/*{
  "TITLE": "Bloom",
  "DESCRIPTION": "Light spills from what is bright.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Look"],
  "KEYWORDS": ["glow", "halation", "light", "highlights", "dream"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 3.0, "DESCRIPTION": "Strength of the light." },
    { "NAME": "threshold", "TYPE": "float", "DEFAULT": 0.55, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "What is brighter than this glows." },
    { "NAME": "knee", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Softness of the threshold." },
    { "NAME": "radius", "TYPE": "float", "DEFAULT": 4.0, "MIN": 0.5, "MAX": 16.0, "UNIT": "%", "SCALE": "log", "DESCRIPTION": "Spread in percent of the picture's height." },
    { "NAME": "tint", "TYPE": "color", "DEFAULT": [1.0, 0.95, 0.88, 1.0], "DESCRIPTION": "Colour of the light." }
  ],
  "PASSES": [
    { "TARGET": "bright", "WIDTH": "floor($WIDTH/2)", "HEIGHT": "floor($HEIGHT/2)", "FLOAT": true },
    { "TARGET": "small", "WIDTH": "floor($WIDTH/8)", "HEIGHT": "floor($HEIGHT/8)", "FLOAT": true },
    { "TARGET": "across", "WIDTH": "floor($WIDTH/8)", "HEIGHT": "floor($HEIGHT/8)", "FLOAT": true },
    { "TARGET": "light", "WIDTH": "floor($WIDTH/8)", "HEIGHT": "floor($HEIGHT/8)", "FLOAT": true },
    {}
  ]
}*/

vec3 glowing(vec2 at) {
  vec4 c = IMG_NORM_PIXEL(inputImage, at);
  vec3 v = c.rgb * c.a;
  float y = max(v.r, max(v.g, v.b));
  // quadratic knee, so that highlights do not pop as they cross the threshold
  float soft = clamp(y - threshold + knee, 0.0, 2.0 * knee);
  float gain = max(soft * soft / (4.0 * knee + 1e-4), y - threshold) / max(y, 1e-4);
  return v * max(gain, 0.0);
}

vec4 spread(int pass, vec2 way) {
  float sigma = max(radius * 0.01 * RENDERSIZE.y, 0.5);
  vec4 sum = vec4(0.0);
  float total = 0.0;
  for (int i = -12; i <= 12; ++i) {
    float d = float(i) / 12.0 * 2.5;
    float w = exp(-0.5 * d * d);
    vec2 at = isf_FragNormCoord + way * d * sigma / RENDERSIZE;
    sum += (pass == 2 ? IMG_NORM_PIXEL(small, at) : IMG_NORM_PIXEL(across, at)) * w;
    total += w;
  }
  return sum / total;
}

void main() {
  vec2 at = isf_FragNormCoord;
  if (PASSINDEX == 0) {
    gl_FragColor = vec4(glowing(at), 1.0);
  } else if (PASSINDEX == 1) {
    vec2 q = 1.0 / RENDERSIZE / 4.0;
    gl_FragColor = 0.25 * (IMG_NORM_PIXEL(bright, at + q) + IMG_NORM_PIXEL(bright, at - q) + IMG_NORM_PIXEL(bright, at + vec2(q.x, -q.y)) + IMG_NORM_PIXEL(bright, at - vec2(q.x, -q.y)));
  } else if (PASSINDEX == 2) {
    gl_FragColor = spread(2, vec2(1.0, 0.0));
  } else if (PASSINDEX == 3) {
    gl_FragColor = spread(3, vec2(0.0, 1.0));
  } else {
    vec4 c = IMG_THIS_PIXEL(inputImage);
    vec3 glow = clamp(IMG_NORM_PIXEL(light, at).rgb * tint.rgb * amount, 0.0, 1.0);
    // screen: highlights do not clip flat
    gl_FragColor = vec4(c.rgb + glow - c.rgb * glow, max(c.a, max(glow.r, max(glow.g, glow.b))));
  }
}
