/*{ "DESCRIPTION": "A later pass sees this frame's earlier target; a pass that reads its own target sees last frame's.",
    "PASSES": [ { "TARGET": "first" }, { "TARGET": "second", "PERSISTENT": true }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = vec4(float(FRAMEINDEX + 1) * 10.0 / 255.0, 0.0, 0.0, 1.0);
  else if (PASSINDEX == 1) gl_FragColor = vec4(IMG_THIS_PIXEL(first).r, IMG_THIS_PIXEL(second).g + 1.0 / 255.0, 0.0, 1.0);
  else gl_FragColor = IMG_THIS_PIXEL(second);
}
