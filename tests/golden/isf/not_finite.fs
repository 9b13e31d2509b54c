/*{ "DESCRIPTION": "NaN and Inf never enter a persistent buffer.",
    "PASSES": [ { "TARGET": "kept", "PERSISTENT": true, "FLOAT": true }, {} ] }*/
void main() {
  float zero = float(PASSINDEX);
  vec4 kept4 = IMG_THIS_PIXEL(kept);
  if (PASSINDEX == 0 && FRAMEINDEX == 1) gl_FragColor = vec4(zero / zero, 1.0 / zero, kept4.b + 1.0, 1.0);
  else if (PASSINDEX == 0) gl_FragColor = vec4(kept4.rgb + 1.0, 1.0);
  else gl_FragColor = vec4(kept4.rgb * 10.0 / 255.0, 1.0);
}
