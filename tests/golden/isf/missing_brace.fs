/*{ "DESCRIPTION": "An error on line 4." }*/
void main() {
  float a = 1.0;
  float b = colour_of_nothing(a);
  gl_FragColor = vec4(b);
}
