/*{ "DESCRIPTION": "IMPORTED as a dictionary; six paths are a cube map: +x -x +y -y +z -z.",
    "IMPORTED": { "box": { "PATH": ["side_right.png", "side_left.png", "side_top.png", "side_bottom.png", "side_front.png", "side_back.png"] } } }*/
void main() {
  float i = floor(gl_FragCoord.x / 2.0);
  vec3 to = i == 0.0 ? vec3(1, 0, 0) : i == 1.0 ? vec3(-1, 0, 0) : i == 2.0 ? vec3(0, 1, 0) : i == 3.0 ? vec3(0, -1, 0) : i == 4.0 ? vec3(0, 0, 1) : vec3(0, 0, -1);
  gl_FragColor = textureCube(box, to);
}
