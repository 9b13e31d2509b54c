/*{
  "TITLE": "Color",
  "DESCRIPTION": "One flat colour, filling the picture.",
  "CREDIT": "Weft", "ISFVSN": "2", "CATEGORIES": ["Source"],
  "KEYWORDS": ["solid", "constant", "fill", "background", "flat"],
  "INPUTS": [
    { "NAME": "color", "TYPE": "color", "DEFAULT": [0.96, 0.62, 0.24, 1.0], "DESCRIPTION": "The colour and how opaque it is." }
  ]
}*/

void main() {
  gl_FragColor = color;
}
