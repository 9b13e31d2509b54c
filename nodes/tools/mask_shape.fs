/*{
  "TITLE": "Mask shape",
  "DESCRIPTION": "A soft white shape on black, for masks and wipes.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Source", "Mask"],
  "KEYWORDS": ["circle", "rectangle", "ellipse", "polygon", "matte", "roto", "shape"],
  "INPUTS": [
    { "NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["Ellipse", "Rectangle", "Polygon"], "DESCRIPTION": "Which shape." },
    { "NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0], "DESCRIPTION": "Its middle, 0..1 over the picture." },
    { "NAME": "width", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.0, "MAX": 3.0, "DESCRIPTION": "In picture heights." },
    { "NAME": "height", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.0, "MAX": 3.0, "DESCRIPTION": "In picture heights." },
    { "NAME": "rotation", "TYPE": "float", "DEFAULT": 0.0, "MIN": -180.0, "MAX": 180.0, "UNIT": "°", "DESCRIPTION": "Counter-clockwise turn." },
    { "NAME": "sides", "TYPE": "float", "DEFAULT": 6.0, "MIN": 3.0, "MAX": 16.0, "DESCRIPTION": "Corners of the polygon." },
    { "NAME": "corner", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Rounds the rectangle's corners." },
    { "NAME": "feather", "TYPE": "float", "DEFAULT": 0.05, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Width of the soft edge in picture heights." },
    { "NAME": "invert", "TYPE": "bool", "DEFAULT": false, "DESCRIPTION": "Black shape on white." }
  ]
}*/

// Signed distances after Inigo Quilez, "2D distance functions"; the ellipse's is scaled by its gradient.
float ellipse(vec2 p, vec2 r) {
  float k = sqrt(dot(p / r, p / r));
  vec2 g = p / (r * r);
  return k < 1e-4 ? -min(r.x, r.y) : k * (k - 1.0) / sqrt(dot(g, g));
}

float box(vec2 p, vec2 r, float round) {
  vec2 q = abs(p) - r + round;
  vec2 out0 = max(q, 0.0);
  return sqrt(dot(out0, out0)) + min(max(q.x, q.y), 0.0) - round;
}

float polygon(vec2 p, vec2 r) {
  float n = floor(sides + 0.5);
  vec2 q = p / r;
  float sector = 6.283185307 / n;
  float a = mod(atan(q.x, q.y) + 0.5 * sector, sector) - 0.5 * sector;
  return (sqrt(dot(q, q)) * cos(a) - cos(0.5 * sector)) * min(r.x, r.y);
}

void main() {
  vec2 p = (isf_FragNormCoord - centre) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
  float a = radians(rotation);
  p = vec2(cos(a) * p.x + sin(a) * p.y, cos(a) * p.y - sin(a) * p.x);
  vec2 r = max(0.5 * vec2(width, height), vec2(1e-4));
  float d = shape == 0 ? ellipse(p, r) : shape == 1 ? box(p, r, corner * min(r.x, r.y)) : polygon(p, r);
  float soft = max(feather, 1.0 / RENDERSIZE.y);
  float cover = 1.0 - smoothstep(-0.5 * soft, 0.5 * soft, d);
  gl_FragColor = vec4(vec3(invert ? 1.0 - cover : cover), 1.0);
}
