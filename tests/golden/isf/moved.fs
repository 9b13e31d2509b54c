/*{ "DESCRIPTION": "Its vertex shader draws the left half only.", "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ] }*/
void main() { gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0); }
