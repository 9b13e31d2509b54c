/*{
  "TITLE": "Feedback trails",
  "DESCRIPTION": "What moves leaves trails that zoom, turn, drift and change colour.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Time"],
  "KEYWORDS": ["echo", "persistence", "tunnel", "video feedback", "afterimage", "ghost"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "length", "TYPE": "float", "DEFAULT": 0.9, "MIN": 0.0, "MAX": 0.995, "DESCRIPTION": "How much of the trail stays after a thirtieth of a second." },
    { "NAME": "zoom", "TYPE": "float", "DEFAULT": 1.01, "MIN": 0.9, "MAX": 1.1, "DESCRIPTION": "Growth of the trail in a thirtieth of a second." },
    { "NAME": "rotation", "TYPE": "float", "DEFAULT": 0.0, "MIN": -90.0, "MAX": 90.0, "UNIT": "°/s", "DESCRIPTION": "Turns the trail." },
    { "NAME": "drift", "TYPE": "point2D", "DEFAULT": [0.0, 0.0], "MIN": [-0.5, -0.5], "MAX": [0.5, 0.5], "UNIT": "/s", "DESCRIPTION": "Moves the trail, in pictures a second." },
    { "NAME": "hue", "TYPE": "float", "DEFAULT": 0.0, "MIN": -360.0, "MAX": 360.0, "UNIT": "°/s", "DESCRIPTION": "Turns the trail's colours." },
    { "NAME": "mode", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Lighten", "Mix", "Add"], "DESCRIPTION": "How the new picture meets the trail." },
    { "NAME": "clear", "TYPE": "event", "DESCRIPTION": "Wipes the trail." }
  ],
  "PASSES": [ { "TARGET": "trail", "PERSISTENT": true, "FLOAT": true }, {} ]
}*/

// Turn about the grey axis (Rodrigues' formula)
vec3 turnHue(vec3 c, float angle) {
  vec3 k = vec3(0.57735027);
  return c * cos(angle) + cross(k, c) * sin(angle) + k * dot(k, c) * (1.0 - cos(angle));
}

void main() {
  if (PASSINDEX == 1) {
    vec4 t = IMG_THIS_PIXEL(trail);
    gl_FragColor = vec4(clamp(t.rgb, 0.0, 1.0), clamp(t.a, 0.0, 1.0));
    return;
  }
  vec4 fresh = IMG_THIS_PIXEL(inputImage);
  if (clear || FRAMEINDEX == 0) {
    gl_FragColor = fresh;
    return;
  }
  float steps = TIMEDELTA * 30.0;
  vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  vec2 p = (isf_FragNormCoord - 0.5 - drift * TIMEDELTA) * aspect;
  float a = radians(rotation) * TIMEDELTA;
  p = vec2(cos(a) * p.x + sin(a) * p.y, cos(a) * p.y - sin(a) * p.x) / pow(zoom, steps);
  vec4 old = IMG_NORM_PIXEL(trail, p / aspect + 0.5);
  old.rgb = max(turnHue(old.rgb, radians(hue) * TIMEDELTA), 0.0);
  float keep = pow(length, steps);
  vec4 faded = old * keep;
  gl_FragColor = mode == 0 ? max(fresh, faded) : mode == 1 ? mix(fresh, old, keep) : min(fresh * (1.0 - keep) + old * keep + fresh * 0.25, 4.0);
}
