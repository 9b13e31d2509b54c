/*{ "DESCRIPTION": "A buffer's size follows an input; what it held is scaled.",
    "INPUTS": [ { "NAME": "side", "TYPE": "long", "VALUES": [4, 8, 16], "LABELS": ["4", "8", "16"], "DEFAULT": 4 } ],
    "PASSES": [ { "TARGET": "kept", "PERSISTENT": true, "WIDTH": "$side", "HEIGHT": "$side / 2" }, {} ] }*/
void main() {
  if (PASSINDEX == 0 && FRAMEINDEX == 0) gl_FragColor = vec4(isf_FragNormCoord.x < 0.5 ? 1.0 : 0.0, isf_FragNormCoord.y < 0.5 ? 1.0 : 0.0, 0.0, 1.0);
  else if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(kept);
  else gl_FragColor = vec4(IMG_THIS_PIXEL(kept).rg, IMG_SIZE(kept) / 255.0);
}
