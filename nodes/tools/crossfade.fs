/*{
  "TITLE": "Crossfade",
  "DESCRIPTION": "Fades from one picture to another.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Composite", "Transition"],
  "KEYWORDS": ["mix", "dissolve", "transition", "deck", "fader", "dip"],
  "INPUTS": [
    { "NAME": "startImage", "LABEL": "From", "TYPE": "image" },
    { "NAME": "endImage", "LABEL": "To", "TYPE": "image" },
    { "NAME": "progress", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "0 is the first picture, 1 the second." },
    { "NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Dissolve", "Dip to black", "Dip to white"], "DESCRIPTION": "What the fade passes through." }
  ]
}*/

void main() {
  vec4 a = IMG_THIS_PIXEL(startImage);
  vec4 b = IMG_THIS_PIXEL(endImage);
  if (shape == 0) {
    // weighted by alpha, so that a transparent side lends no colour
    float alpha = mix(a.a, b.a, progress);
    vec3 rgb = mix(a.rgb * a.a, b.rgb * b.a, progress) / max(alpha, 1e-6);
    gl_FragColor = vec4(alpha > 0.0 ? rgb : vec3(0.0), alpha);
  } else {
    vec4 dip = vec4(vec3(shape == 1 ? 0.0 : 1.0), 1.0);
    gl_FragColor = progress < 0.5 ? mix(a, dip, progress * 2.0) : mix(dip, b, progress * 2.0 - 1.0);
  }
}
