/*{ "DESCRIPTION": "Nothing wired: transparent 1x1, sound at 0.5, a spectrum of 0.",
    "INPUTS": [ { "NAME": "picture", "TYPE": "image" }, { "NAME": "sound", "TYPE": "audio" }, { "NAME": "spectrum", "TYPE": "audioFFT" } ] }*/
void main() {
  if (gl_FragCoord.x < 4.0) gl_FragColor = IMG_NORM_PIXEL(picture, vec2(0.5)) + IMG_THIS_PIXEL(picture);
  else if (gl_FragCoord.x < 8.0) gl_FragColor = vec4(IMG_SIZE(picture) / 255.0, _picture_imgSize / 255.0);
  else if (gl_FragCoord.x < 12.0) gl_FragColor = vec4(IMG_NORM_PIXEL(sound, isf_FragNormCoord).r, IMG_NORM_PIXEL(spectrum, isf_FragNormCoord).r, 0.0, 1.0);
  else gl_FragColor = vec4(_picture_imgRect.zw, _picture_flip ? 1.0 : 0.0, 1.0);
}
