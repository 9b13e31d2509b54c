/*{
  "TITLE": "Datamosh",
  "DESCRIPTION": "Holds old pixels and drags them along with the motion of the new picture, as a stream without key frames does.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Glitch", "Time"],
  "KEYWORDS": ["compression", "melt", "p-frame", "motion vectors", "i-frame", "bloom", "smear"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.92, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much of the held picture stays; 0 shows the new one." },
    { "NAME": "gain", "TYPE": "float", "DEFAULT": 1.5, "MIN": 0.0, "MAX": 6.0, "DESCRIPTION": "Factor on the estimated motion." },
    { "NAME": "block", "TYPE": "float", "DEFAULT": 16.0, "MIN": 4.0, "MAX": 64.0, "UNIT": "px", "SCALE": "log", "DESCRIPTION": "Size of a motion block, for a picture 1080 pixels high." },
    { "NAME": "heal", "TYPE": "float", "DEFAULT": 0.15, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How quickly blocks without motion return to the new picture." },
    { "NAME": "refresh", "LABEL": "Key frame", "TYPE": "event", "DESCRIPTION": "Takes the new picture whole." }
  ],
  "PASSES": [
    { "TARGET": "motion", "WIDTH": "max(8,floor($WIDTH*67.5/$block/$HEIGHT*16))", "HEIGHT": "max(8,floor(1080/$block))", "FLOAT": true },
    { "TARGET": "held", "PERSISTENT": true },
    { "TARGET": "before", "PERSISTENT": true, "WIDTH": "floor($WIDTH/2)", "HEIGHT": "floor($HEIGHT/2)" },
    {}
  ]
}*/

float lumaNew(vec2 at) { return dot(IMG_NORM_PIXEL(inputImage, at).rgb, vec3(0.2126, 0.7152, 0.0722)); }
float lumaOld(vec2 at) { return dot(IMG_NORM_PIXEL(before, at).rgb, vec3(0.2126, 0.7152, 0.0722)); }

// Motion of a block by least squares over its own gradients (Lucas and Kanade, 1981), regularised where there is no
// texture. xy: motion from the last picture to this one, in picture sizes. z: how much the block changed.
vec3 estimate() {
  vec2 cell = 1.0 / RENDERSIZE;
  vec2 d = cell / 8.0;
  float xx = 1e-4, xy = 0.0, yy = 1e-4, xt = 0.0, yt = 0.0, change = 0.0;
  for (int j = -3; j <= 3; ++j)
    for (int i = -3; i <= 3; ++i) {
      vec2 p = isf_FragNormCoord + vec2(i, j) * cell / 4.0;
      float gx = lumaNew(p + vec2(d.x, 0.0)) - lumaNew(p - vec2(d.x, 0.0));
      float gy = lumaNew(p + vec2(0.0, d.y)) - lumaNew(p - vec2(0.0, d.y));
      float t = lumaNew(p) - lumaOld(p);
      xx += gx * gx; xy += gx * gy; yy += gy * gy;
      xt += gx * t; yt += gy * t;
      change += abs(t);
    }
  float lambda = 0.002;
  float det = (xx + lambda) * (yy + lambda) - xy * xy;
  vec2 v = -vec2((yy + lambda) * xt - xy * yt, (xx + lambda) * yt - xy * xt) / det * 2.0 * d;
  return vec3(clamp(v, -2.0 * cell, 2.0 * cell), change / 49.0);
}

void main() {
  if (PASSINDEX == 0) {
    gl_FragColor = vec4(FRAMEINDEX == 0 ? vec3(0.0) : estimate(), 1.0);
  } else if (PASSINDEX == 1) {
    vec4 fresh = IMG_THIS_PIXEL(inputImage);
    if (FRAMEINDEX == 0 || refresh) { gl_FragColor = fresh; return; }
    // one vector for the whole block: the middle of its cell
    vec2 cells = IMG_SIZE(motion);
    vec3 m = IMG_NORM_PIXEL(motion, (floor(isf_FragNormCoord * cells) + 0.5) / cells).xyz;
    vec4 old = IMG_NORM_PIXEL(held, isf_FragNormCoord - m.xy * gain);
    float still = heal * (1.0 - smoothstep(0.01, 0.06, m.z));
    gl_FragColor = mix(fresh, old, amount * (1.0 - still));
  } else if (PASSINDEX == 2) {
    gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord);
  } else {
    gl_FragColor = IMG_THIS_PIXEL(held);
  }
}
