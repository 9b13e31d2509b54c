/*{ "DESCRIPTION": "An event is true for one frame, in all its passes.",
    "INPUTS": [ { "NAME": "hit", "TYPE": "event" } ],
    "PASSES": [ { "TARGET": "first" }, { "TARGET": "second" }, {} ] }*/
void main() {
  if (PASSINDEX < 2) gl_FragColor = vec4(hit ? 1.0 : 0.0);
  else gl_FragColor = vec4(IMG_THIS_PIXEL(first).r, IMG_THIS_PIXEL(second).r, hit ? 1.0 : 0.0, 1.0);
}
