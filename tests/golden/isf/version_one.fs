/*{ "DESCRIPTION": "ISF version 1: PERSISTENT_BUFFERS and the old names.",
    "PERSISTENT_BUFFERS": [ "kept" ],
    "PASSES": [ { "TARGET": "kept" }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = texture2D(kept, vv_FragNormCoord) + 10.0 / 255.0;
  else gl_FragColor = texture2DRect(kept, gl_FragCoord.xy);
}
