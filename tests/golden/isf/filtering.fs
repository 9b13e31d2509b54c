/*{ "DESCRIPTION": "Linear filter, clamped to the edge, no blending, origin at the bottom left.",
    "PASSES": [ { "TARGET": "two", "WIDTH": 2, "HEIGHT": 1 }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = vec4(gl_FragCoord.x < 1.0 ? 0.0 : 1.0);
  else if (gl_FragCoord.y < 1.0) gl_FragColor = vec4(IMG_NORM_PIXEL(two, vec2(0.5)).r, IMG_NORM_PIXEL(two, vec2(-3.0, 0.5)).r, IMG_NORM_PIXEL(two, vec2(4.0, 0.5)).r, 1.0);
  else if (gl_FragCoord.y < 2.0) gl_FragColor = vec4(1.0, 0.5, 0.0, 0.2);
  else gl_FragColor = vec4(isf_FragNormCoord * 16.0 * vec2(1.0, 0.5), floor(gl_FragCoord.xy)) / 255.0;
}
