/*{
  "TITLE": "Levels",
  "DESCRIPTION": "Sets black point, white point and midtones, then the range that comes out.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Color"],
  "KEYWORDS": ["brightness", "contrast", "gamma", "exposure", "black point", "white point", "grade"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "black", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "What is this dark or darker becomes black." },
    { "NAME": "white", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "What is this bright or brighter becomes white." },
    { "NAME": "gamma", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.1, "MAX": 10.0, "SCALE": "log", "DESCRIPTION": "Midtones: above 1 lifts them, below 1 lowers them." },
    { "NAME": "outBlack", "LABEL": "Out black", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "Black comes out this bright." },
    { "NAME": "outWhite", "LABEL": "Out white", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "DESCRIPTION": "White comes out this bright." },
    { "NAME": "saturation", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 2.0, "DESCRIPTION": "0 is grey, 1 leaves colour alone, 2 doubles it." }
  ]
}*/

void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  vec3 v = clamp((c.rgb - black) / max(white - black, 1.0 / 255.0), 0.0, 1.0);
  v = pow(v, vec3(1.0 / gamma));
  v = mix(vec3(outBlack), vec3(outWhite), v);
  // Rec. 709 luma
  float y = dot(v, vec3(0.2126, 0.7152, 0.0722));
  gl_FragColor = vec4(mix(vec3(y), v, saturation), c.a);
}
