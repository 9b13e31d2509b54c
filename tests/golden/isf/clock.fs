/*{ "DESCRIPTION": "TIMEDELTA is 0 on the first frame and the same in all passes; FRAMEINDEX starts at 0.",
    "PASSES": [ { "TARGET": "first", "FLOAT": true }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = vec4(TIMEDELTA, TIME, float(FRAMEINDEX), 1.0);
  else gl_FragColor = vec4(IMG_THIS_PIXEL(first).r, TIMEDELTA, TIME, float(FRAMEINDEX) / 255.0);
}
