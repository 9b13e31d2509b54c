/*{ "DESCRIPTION": "A test picture: every pixel its own colour, with alpha.", "INPUTS": [ { "NAME": "seed", "TYPE": "long", "VALUES": [0, 1, 2], "LABELS": ["a", "b", "c"], "DEFAULT": 0 } ] }*/
float hash(vec2 p) {
  uvec2 q = uvec2(p) * uvec2(1597334673u, 3812015801u);
  uint n = (q.x ^ q.y ^ uint(seed) * 747796405u) * 1597334673u;
  n ^= n >> 15;
  n *= 2246822519u;
  return float((n ^ (n >> 13)) >> 8) / 16777215.0;
}
void main() {
  vec2 p = gl_FragCoord.xy;
  gl_FragColor = vec4(hash(p), hash(p + 1000.0), isf_FragNormCoord.x, 0.25 + 0.75 * hash(p + 2000.0));
}
