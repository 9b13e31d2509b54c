varying vec2 v0;
varying vec2 v1;
varying vec2 v2;
varying vec2 v3;
varying vec2 v4;
varying vec2 v5;
varying vec2 v6;
varying vec2 v7;
varying vec2 v8;
varying vec2 v9;
varying vec2 v10;
varying vec2 v11;
varying vec2 v12;
void main() {
  vv_vertShaderInit();
  v0 = vec2(0.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v1 = vec2(1.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v2 = vec2(2.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v3 = vec2(3.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v4 = vec2(4.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v5 = vec2(5.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v6 = vec2(6.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v7 = vec2(7.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v8 = vec2(8.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v9 = vec2(9.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v10 = vec2(10.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v11 = vec2(11.0 / 255.0, vv_FragNormCoord.x / 255.0);
  v12 = vec2(12.0 / 255.0, vv_FragNormCoord.x / 255.0);
}
