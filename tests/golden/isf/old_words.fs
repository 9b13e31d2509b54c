/*{ "DESCRIPTION": "Names that later GLSL reserves.",
    "INPUTS": [ { "NAME": "filter", "TYPE": "float", "DEFAULT": 0.2 }, { "NAME": "sample", "TYPE": "float", "DEFAULT": 0.4 },
                { "NAME": "length", "TYPE": "float", "DEFAULT": 0.2 } ] }*/
#version 120
#extension GL_ARB_texture_rectangle : enable
#ifdef GL_ES
precision mediump float;
#endif
#define common(output) (output + filter)
struct buffer { float smooth; float active; };
float input(const in float partition) { return partition * 2.0; }
void main() {
  buffer flat = buffer(input(0.1), 0.6);
  lowp float precise = flat.smooth;
  vec4 resource = vec4(common(0.0), sample, precise + flat.active, length * length(vec2(3.0, 4.0)));
  gl_FragData[0] = resource;
}
