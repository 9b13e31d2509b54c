/*{ "DESCRIPTION": "Makes NaN where the picture is dark.", "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ] }*/
void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(sqrt(c.r - 0.5), c.gba);
}
