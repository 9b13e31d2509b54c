/*{
  "TITLE": "Blur",
  "DESCRIPTION": "Gaussian blur; wide ones are worked out on a smaller picture.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Blur"],
  "KEYWORDS": ["gaussian", "soften", "defocus", "smooth"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "radius", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 10.0, "UNIT": "%", "DESCRIPTION": "Standard deviation in percent of the picture's height." },
    { "NAME": "direction", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Both", "Horizontal", "Vertical"], "DESCRIPTION": "Where it spreads." }
  ],
  "PASSES": [
    { "TARGET": "small", "FLOAT": true, "WIDTH": "ceil($WIDTH/max(1,floor($radius*$HEIGHT/300*min(1,2-$direction))))", "HEIGHT": "ceil($HEIGHT/max(1,floor($radius*$HEIGHT/300*min(1,($direction-1)*($direction-1)))))" },
    { "TARGET": "across", "FLOAT": true, "WIDTH": "ceil($WIDTH/max(1,floor($radius*$HEIGHT/300*min(1,2-$direction))))", "HEIGHT": "ceil($HEIGHT/max(1,floor($radius*$HEIGHT/300*min(1,($direction-1)*($direction-1)))))" },
    { "TARGET": "soft", "FLOAT": true, "WIDTH": "ceil($WIDTH/max(1,floor($radius*$HEIGHT/300*min(1,2-$direction))))", "HEIGHT": "ceil($HEIGHT/max(1,floor($radius*$HEIGHT/300*min(1,($direction-1)*($direction-1)))))" },
    {}
  ]
}*/

// Along an axis that is blurred, the small picture has a third of the standard deviation as its pixel, so that a few reads
// reach three deviations. Its box of k pixels and the straight line between its pixels blur too; their variances are
// taken off.
float deviation(float full, float small) {
  float k = max(1.0, full / small);
  float sigma = radius * 0.01 * IMG_SIZE(inputImage).y;
  float rest = sigma * sigma - (k > 1.0 ? (k * k - 1.0) / 12.0 + k * k / 6.0 : 0.0);
  return sqrt(max(rest, 0.0)) / k;
}

vec4 weighed(vec4 c) { return vec4(c.rgb * c.a, c.a); }

// One direction of the Gaussian: pairs of neighbours in one filtered read.
vec4 spread(int pass, vec2 way) {
  vec2 full = IMG_SIZE(inputImage);
  float sigma = way.x > 0.0 ? deviation(full.x, RENDERSIZE.x) : deviation(full.y, RENDERSIZE.y);
  vec2 at = isf_FragNormCoord;
  vec4 sum = pass == 1 ? IMG_NORM_PIXEL(small, at) : IMG_NORM_PIXEL(across, at);
  if (sigma < 0.05) return sum;
  float total = 1.0;
  float reach = 3.0 * sigma;
  vec2 pixel = way / RENDERSIZE;
  for (int i = 0; i < 10; ++i) {
    float a = float(2 * i) + 1.0;
    if (a > reach) break;
    float wa = exp(-0.5 * a * a / (sigma * sigma));
    float wb = exp(-0.5 * (a + 1.0) * (a + 1.0) / (sigma * sigma));
    float w = wa + wb;
    vec2 d = pixel * ((a * wa + (a + 1.0) * wb) / w);
    vec4 both = pass == 1 ? IMG_NORM_PIXEL(small, at + d) + IMG_NORM_PIXEL(small, at - d) : IMG_NORM_PIXEL(across, at + d) + IMG_NORM_PIXEL(across, at - d);
    sum += both * w;
    total += 2.0 * w;
  }
  return sum / total;
}

void main() {
  vec2 at = isf_FragNormCoord;
  if (PASSINDEX == 0) {
    // Straight alpha: colours are weighted by how opaque they are, so that what is transparent does not bleed in.
    // The mean of the box that the small pixel covers, two by two through the filter.
    ivec2 k = ivec2(floor(IMG_SIZE(inputImage) / RENDERSIZE + 0.5));
    ivec2 reads = clamp((k + 1) / 2, 1, 32);
    vec4 sum = vec4(0.0);
    for (int y = 0; y < 32; ++y) {
      if (y >= reads.y) break;
      for (int x = 0; x < 32; ++x) {
        if (x >= reads.x) break;
        vec2 inside = (vec2(x, y) + 0.5) / vec2(reads) - 0.5;
        sum += weighed(IMG_NORM_PIXEL(inputImage, at + inside / RENDERSIZE));
      }
    }
    gl_FragColor = sum / float(reads.x * reads.y);
  } else if (PASSINDEX == 1) {
    gl_FragColor = direction == 2 ? IMG_NORM_PIXEL(small, at) : spread(1, vec2(1.0, 0.0));
  } else if (PASSINDEX == 2) {
    gl_FragColor = direction == 1 ? IMG_NORM_PIXEL(across, at) : spread(2, vec2(0.0, 1.0));
  } else {
    if (radius * 0.01 * RENDERSIZE.y < 0.05) { gl_FragColor = IMG_THIS_PIXEL(inputImage); return; }
    vec4 c = IMG_NORM_PIXEL(soft, at);
    gl_FragColor = vec4(c.rgb / max(c.a, 1e-5), c.a);
  }
}
