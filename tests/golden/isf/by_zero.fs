/*{ "DESCRIPTION": "Divides by parameters that are 0.", "INPUTS": [
  { "NAME": "nought", "TYPE": "float", "DEFAULT": 0.0 }, { "NAME": "one", "TYPE": "float", "DEFAULT": 1.0 }, { "NAME": "none", "TYPE": "point2D", "DEFAULT": [0, 0], "MIN": [0, 0], "MAX": [1, 1] } ] }*/
void main() {
  vec2 p = isf_FragNormCoord;
  vec2 q = p;
  q /= none;
  gl_FragColor = vec4(clamp(p.x / nought, 0.0, 1.0), 0.5 * smoothstep(nought, 1.0 - one, p.y), clamp((p.x - 0.5) / (one - 1.0), 0.0, 0.2), clamp(min(q.x, q.y), 0.0, 0.8));
}
