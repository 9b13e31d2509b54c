/*{
  "TITLE": "VHS",
  "DESCRIPTION": "Tape: narrow luma and chroma bandwidth, line jitter, head switching and dropouts.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Look", "Glitch"],
  "KEYWORDS": ["tape", "analog", "vcr", "retro", "tracking", "chroma bleed", "80s"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.7, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Wear: scales noise, jitter and smear together." },
    { "NAME": "luma", "LABEL": "Luma bandwidth", "TYPE": "float", "DEFAULT": 3.0, "MIN": 0.5, "MAX": 6.0, "UNIT": "MHz", "SCALE": "log", "DESCRIPTION": "Fineness of brightness; VHS has 3 MHz." },
    { "NAME": "chroma", "LABEL": "Chroma bandwidth", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.1, "MAX": 3.0, "UNIT": "MHz", "SCALE": "log", "DESCRIPTION": "Fineness of colour; VHS has about 0.5 MHz." },
    { "NAME": "tracking", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Bands of lines that slip sideways." },
    { "NAME": "headSwitch", "LABEL": "Head switching", "TYPE": "float", "DEFAULT": 3.0, "MIN": 0.0, "MAX": 15.0, "UNIT": "%", "DESCRIPTION": "Height of the torn strip at the bottom." },
    { "NAME": "dropouts", "TYPE": "float", "DEFAULT": 4.0, "MIN": 0.0, "MAX": 60.0, "UNIT": "/s", "DESCRIPTION": "White streaks a second where the tape has lost its coating." },
    { "NAME": "noise", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Snow in brightness and, coarser, in colour." }
  ],
  "PASSES": [ { "TARGET": "tape" }, {} ]
}*/

// PCG3D integer hash (Jarzynski and Olano, 2020)
uvec3 hash3(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  return v;
}

vec3 chance(uint a, uint b, uint c) {
  return vec3(hash3(uvec3(a, b, c) ^ uvec3(WEFT_SEED)) >> 8u) / 16777216.0;
}

float smoothChance(float y, uint t, uint salt) {
  uint i = uint(floor(y));
  float f = fract(y);
  return mix(chance(i, t, salt).x, chance(i + 1u, t, salt).x, f * f * (3.0 - 2.0 * f)) - 0.5;
}

// Rec. 601 luma and colour difference, as on the tape
const mat3 TO_YUV = mat3(0.299, -0.147, 0.615, 0.587, -0.289, -0.515, 0.114, 0.436, -0.100);
const mat3 TO_RGB = mat3(1.0, 1.0, 1.0, 0.0, -0.395, 2.033, 1.140, -0.581, 0.0);

// A line of 53 microseconds carries 2 * 53 * MHz samples
float samples(float mhz) { return 106.0 * mhz; }

void main() {
  uint field = uint(floor(TIME * 29.97 + 0.001));
  float lines = 480.0;
  float line = floor(isf_FragNormCoord.y * lines);
  if (PASSINDEX == 0) {
    // time base: every line starts a little early or late, bands slip, and the heads switch at the bottom
    float y = isf_FragNormCoord.y;
    float shift = smoothChance(line * 0.35, field, 1u) * 0.004 * amount;
    float band = smoothChance(y * 6.0 + TIME * 0.9 + 64.0, field / 5u, 2u);
    shift += sign(band) * max(abs(band) - 0.28, 0.0) * tracking * 0.25;
    float tear = headSwitch * 0.01;
    if (y < tear) {
      float k = 1.0 - y / tear;
      shift += k * k * 0.12 + (chance(uint(line), field, 3u).x - 0.5) * 0.03 * k;
    }
    vec2 at = vec2(isf_FragNormCoord.x + shift, y);
    gl_FragColor = IMG_NORM_PIXEL(inputImage, vec2(1.0 - abs(1.0 - mod(at.x, 2.0)), at.y));
    return;
  }
  vec4 own = IMG_THIS_PIXEL(tape);
  // Bandwidth: a Gaussian each, wide for colour, narrow for brightness; colour lags as it does through the filters,
  // and the deck's comb filter takes it from the lines around as well.
  float lumaStep = 0.5 / samples(luma), chromaStep = 0.5 / samples(chroma);
  float y = 0.0, total = 0.0;
  vec2 uv = vec2(0.0);
  for (int i = -6; i <= 6; ++i) {
    float d = float(i) / 2.5;
    float w = exp(-0.5 * d * d);
    vec3 a = TO_YUV * IMG_NORM_PIXEL(tape, isf_FragNormCoord + vec2(d * lumaStep, 0.0)).rgb;
    vec3 b = TO_YUV * IMG_NORM_PIXEL(tape, isf_FragNormCoord + vec2((d - 0.8) * chromaStep, float((i & 1) * 4 - 2) / lines)).rgb;
    y += a.x * w;
    uv += b.yz * w;
    total += w;
  }
  y /= total;
  uv /= total;
  // The deck sharpens what the tape has softened: an edge overshoots, with a dark or bright rim on its right.
  float before = (TO_YUV * IMG_NORM_PIXEL(tape, isf_FragNormCoord - vec2(3.0 * lumaStep, 0.0)).rgb).x;
  y += clamp(y - before, -0.4, 0.4) * 0.5 * amount;
  // Worn tape: blacks lift, colours pale and drift.
  float drift = smoothChance(isf_FragNormCoord.y * 2.5 + TIME * 0.4, field / 40u, 5u) * 0.5 * amount;
  uv = mat2(cos(drift), sin(drift), -sin(drift), cos(drift)) * uv * (1.0 - 0.12 * amount);
  y = mix(y, 0.07 + 0.9 * y, amount);
  uint column = uint(isf_FragNormCoord.x * samples(luma) * 1.5), row = uint(line);
  uint coarse = uint(isf_FragNormCoord.x * samples(chroma) * 1.5);
  // Snow, drawn out along the line, and whole lines that come in a little too loud
  float snow = chance(column, row, field).x + chance(column / 3u, row, field + 104729u).x - 1.0;
  float loud = chance(row, field, 13u).x;
  y += (snow * 0.3 + (loud * loud * loud - 0.25) * 0.12) * noise * amount;
  uv += (chance(coarse, row / 2u, field + 7919u).xy - 0.5) * noise * amount * 0.45;
  // Dropouts: a few lines in this field lose their signal for a while and ring out to the right.
  for (uint k = 0u; k < 6u; ++k) {
    vec3 d = chance(k, field, 11u);
    if (d.x * 180.0 < dropouts && floor(d.y * lines) == line) {
      float x = isf_FragNormCoord.x - fract(d.z * 7.0) * 0.9;
      if (x > 0.0 && x < 0.18) y = mix(y, 1.0, exp(-x * 22.0) * step(0.35, chance(column, k, field).y + exp(-x * 30.0)));
    }
  }
  gl_FragColor = vec4(clamp(TO_RGB * vec3(y, uv), 0.0, 1.0), own.a);
}
