void main() {
  isf_vertShaderInit();
  gl_Position.x = nothing_at_all;
}
