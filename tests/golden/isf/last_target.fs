/*{ "DESCRIPTION": "A last pass with a TARGET draws to the output and becomes the named buffer.",
    "PASSES": [ { "TARGET": "kept", "PERSISTENT": true } ] }*/
void main() { gl_FragColor = IMG_THIS_PIXEL(kept) + vec4(1.0, 2.0, 3.0, 4.0) / 255.0; }
