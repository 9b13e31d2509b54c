/*{ "DESCRIPTION": "Sound: a row per channel, samples around 0.5; a spectrum: a column per bin; MAX limits the columns.",
    "INPUTS": [ { "NAME": "sound", "TYPE": "audio", "MAX": 32 }, { "NAME": "level", "TYPE": "audio", "MAX": 1 },
                { "NAME": "spectrum", "TYPE": "audioFFT", "MAX": 64 } ] }*/
void main() {
  float row = isf_FragNormCoord.y < 0.5 ? 0.25 : 0.75;
  if (gl_FragCoord.x < 4.0) gl_FragColor = vec4(IMG_NORM_PIXEL(sound, vec2(0.5, row)).r, IMG_NORM_PIXEL(level, vec2(0.5, row)).r, 0.0, 1.0);
  else if (gl_FragCoord.x < 8.0) gl_FragColor = vec4(IMG_SIZE(sound), IMG_SIZE(level)) / 255.0;
  else if (gl_FragCoord.x < 12.0) gl_FragColor = vec4(IMG_SIZE(spectrum) / 255.0, 0.0, 1.0);
  else gl_FragColor = vec4(IMG_NORM_PIXEL(spectrum, vec2(0.5 / 64.0, row)).r, IMG_NORM_PIXEL(spectrum, vec2(0.5, row)).r, 0.0, 1.0);
}
