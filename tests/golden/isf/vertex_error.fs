/*{ "DESCRIPTION": "Its vertex shader has an error on line 3." }*/
void main() { gl_FragColor = vec4(1.0); }
