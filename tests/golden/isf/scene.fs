/*{ "DESCRIPTION": "A test picture with edges, gradients, flat parts and motion.",
    "INPUTS": [ { "NAME": "variant", "TYPE": "long", "VALUES": [0, 1, 2, 3], "LABELS": ["a", "b", "c", "d"], "DEFAULT": 0 } ] }*/
float disc(vec2 p, vec2 at, float radius) { return smoothstep(radius + 0.01, radius - 0.01, distance(p, at)); }
void main() {
  float v = float(variant);
  vec2 p = (gl_FragCoord.xy - 0.5 * RENDERSIZE) / RENDERSIZE.y;
  vec3 c = mix(vec3(0.1, 0.2, 0.45), vec3(0.9, 0.7, 0.3), isf_FragNormCoord.y);
  c = mix(c, vec3(0.8, 0.15, 0.2), step(0.5, fract(4.0 * isf_FragNormCoord.x + 0.25 * v)) * step(0.7, isf_FragNormCoord.y));
  c = mix(c, vec3(0.95), disc(p, vec2(0.5 * sin(TIME + v), 0.1 * cos(2.0 * TIME)), 0.22));
  c = mix(c, vec3(0.05, 0.5, 0.2), disc(p, vec2(0.35 - 0.2 * v, -0.25), 0.15));
  gl_FragColor = vec4(v > 1.5 ? c.brg : c, 0.6 + 0.4 * isf_FragNormCoord.x);
}
