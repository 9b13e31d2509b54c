/*{ "DESCRIPTION": "The buffer takes what the effect drew, not what the container made of it.",
    "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ],
    "PASSES": [ { "TARGET": "kept", "PERSISTENT": true } ] }*/
void main() { gl_FragColor = vec4(IMG_THIS_PIXEL(kept).rgb + 20.0 / 255.0, 1.0); }
