/*{
  "TITLE": "Chroma key",
  "DESCRIPTION": "Makes one colour transparent and takes its spill off the rest.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Color", "Composite"],
  "KEYWORDS": ["green screen", "blue screen", "keyer", "key", "matte", "spill"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "key", "TYPE": "color", "DEFAULT": [0.10, 0.75, 0.20, 1.0], "DESCRIPTION": "The colour to remove." },
    { "NAME": "tolerance", "TYPE": "float", "DEFAULT": 0.18, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Chroma this near to the key is fully transparent." },
    { "NAME": "softness", "TYPE": "float", "DEFAULT": 0.12, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Width of the soft edge beyond the tolerance." },
    { "NAME": "spill", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "How much of the key's tint is taken off what stays." },
    { "NAME": "view", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1], "LABELS": ["Result", "Matte"], "DESCRIPTION": "The keyed picture, or the matte alone." }
  ]
}*/

// Chroma plane of Rec. 709 Y'CbCr
vec2 chroma(vec3 c) {
  float y = dot(c, vec3(0.2126, 0.7152, 0.0722));
  return vec2((c.b - y) / 1.8556, (c.r - y) / 1.5748);
}

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec2 keyChroma = chroma(key.rgb);
  vec2 own = chroma(c.rgb);
  float matte = smoothstep(tolerance, tolerance + max(softness, 1e-4), distance(own, keyChroma));
  vec2 direction = keyChroma / max(sqrt(dot(keyChroma, keyChroma)), 1e-4);
  float tint = max(dot(own, direction), 0.0) * spill;
  vec2 removed = direction * tint;
  vec3 clean = c.rgb - vec3(removed.y * 1.5748, -(removed.x * 1.8556 * 0.0722 + removed.y * 1.5748 * 0.2126) / 0.7152, removed.x * 1.8556);
  gl_FragColor = view == 0 ? vec4(clean, c.a * matte) : vec4(vec3(matte), 1.0);
}
