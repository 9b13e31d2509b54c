/*{ "DESCRIPTION": "A cube input that nothing feeds.", "INPUTS": [ { "NAME": "sky", "TYPE": "cube" } ] }*/
void main() { gl_FragColor = textureCube(sky, vec3(0.0, 0.0, 1.0)) + vec4(0.0, 0.2, 0.0, 1.0); }
