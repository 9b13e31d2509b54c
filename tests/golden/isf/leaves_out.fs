/*{ "DESCRIPTION": "Draws the left half only.", "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ] }*/
void main() {
  if (isf_FragNormCoord.x > 0.5) discard;
  gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0);
}
