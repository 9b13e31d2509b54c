/*{ "DESCRIPTION": "IMG_PIXEL divides by the image's own size; RENDERSIZE is the current pass's.",
    "PASSES": [ { "TARGET": "small", "WIDTH": "$WIDTH / 2", "HEIGHT": "max(4, floor($HEIGHT / 3.0))" }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = vec4(floor(gl_FragCoord.xy), RENDERSIZE) / 255.0;
  else if (gl_FragCoord.x < 8.0) gl_FragColor = IMG_PIXEL(small, vec2(3.5, 1.5));
  else gl_FragColor = vec4(RENDERSIZE, IMG_SIZE(small)) / 255.0;
}
