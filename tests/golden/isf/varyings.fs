/*{ "DESCRIPTION": "Thirteen varyings from a vertex shader." }*/
varying vec2 v0;
varying vec2 v1;
varying vec2 v2;
varying vec2 v3;
varying vec2 v4;
varying vec2 v5;
varying vec2 v6;
varying vec2 v7;
varying vec2 v8;
varying vec2 v9;
varying vec2 v10;
varying vec2 v11;
varying vec2 v12;
void main() { gl_FragColor = vec4(v0 + v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11 + v12, isf_FragNormCoord * 16.0 / 255.0); }
