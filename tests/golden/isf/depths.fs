/*{ "DESCRIPTION": "FLOAT targets hold any number; others have the depth of the patch and its clamp.",
    "PASSES": [ { "TARGET": "wide", "FLOAT": true }, { "TARGET": "narrow" }, {} ] }*/
void main() {
  if (PASSINDEX < 2) gl_FragColor = vec4(300.25, -5.0, 0.5, 1.0);
  else if (gl_FragCoord.x < 8.0) gl_FragColor = IMG_THIS_PIXEL(wide) + vec4(-300.0, 5.5, 0.0, 0.0);
  else gl_FragColor = IMG_THIS_PIXEL(narrow);
}
