/*{ "DESCRIPTION": "IMPORTED as a list with NAME; alpha stays, the first row of the file is on top.",
    "IMPORTED": [ { "NAME": "four", "PATH": "four.png" } ] }*/
void main() {
  if (gl_FragCoord.x < 8.0) gl_FragColor = IMG_PIXEL(four, gl_FragCoord.y < 4.0 ? vec2(1.5, 0.5) : vec2(0.5, 1.5));
  else gl_FragColor = vec4(IMG_SIZE(four), 0.0, 255.0) / 255.0;
}
