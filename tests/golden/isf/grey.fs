/*{ "DESCRIPTION": "One grey, opaque.", "INPUTS": [ { "NAME": "level", "TYPE": "float", "DEFAULT": 0.5 } ] }*/
void main() { gl_FragColor = vec4(vec3(level), 1.0); }
