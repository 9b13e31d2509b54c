/*{ "DESCRIPTION": "ISF version 1: PERSISTENT_BUFFERS with sizes.",
    "PERSISTENT_BUFFERS": { "kept": { "WIDTH": 4, "HEIGHT": 2, "FLOAT": true } },
    "PASSES": [ { "TARGET": "kept" }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = IMG_THIS_NORM_PIXEL(kept) + vec4(2.0, 0.0, 0.0, 0.1);
  else gl_FragColor = vec4(IMG_THIS_PIXEL(kept).r, IMG_SIZE(kept), 255.0) / 255.0;
}
