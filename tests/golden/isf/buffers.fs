/*{ "DESCRIPTION": "Persistent buffers start transparent black and stay; others are cleared each frame. Alpha is data.",
    "PASSES": [ { "TARGET": "kept", "PERSISTENT": true }, { "TARGET": "brief" }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(kept) + vec4(10.0, 20.0, 30.0, 1.0) / 255.0;
  else if (PASSINDEX == 1) gl_FragColor = IMG_THIS_PIXEL(brief) + 10.0 / 255.0;
  else if (gl_FragCoord.x < 8.0) gl_FragColor = IMG_THIS_PIXEL(kept);
  else gl_FragColor = IMG_THIS_PIXEL(brief);
}
