/*{ "DESCRIPTION": "Twelve samplers in one program.",
    "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ],
    "PASSES": [ { "TARGET": "t0" }, { "TARGET": "t1" }, { "TARGET": "t2" }, { "TARGET": "t3" }, { "TARGET": "t4" }, { "TARGET": "t5" }, { "TARGET": "t6" }, { "TARGET": "t7" }, { "TARGET": "t8" }, { "TARGET": "t9" }, { "TARGET": "t10" }, {} ] }*/
void main() {
  if (PASSINDEX == 0) gl_FragColor = vec4(1.0 / 255.0);
  else if (PASSINDEX == 1) gl_FragColor = vec4(2.0 / 255.0);
  else if (PASSINDEX == 2) gl_FragColor = vec4(3.0 / 255.0);
  else if (PASSINDEX == 3) gl_FragColor = vec4(4.0 / 255.0);
  else if (PASSINDEX == 4) gl_FragColor = vec4(5.0 / 255.0);
  else if (PASSINDEX == 5) gl_FragColor = vec4(6.0 / 255.0);
  else if (PASSINDEX == 6) gl_FragColor = vec4(7.0 / 255.0);
  else if (PASSINDEX == 7) gl_FragColor = vec4(8.0 / 255.0);
  else if (PASSINDEX == 8) gl_FragColor = vec4(9.0 / 255.0);
  else if (PASSINDEX == 9) gl_FragColor = vec4(10.0 / 255.0);
  else if (PASSINDEX == 10) gl_FragColor = vec4(11.0 / 255.0);
  else gl_FragColor = IMG_THIS_PIXEL(inputImage) + IMG_THIS_PIXEL(t0) + IMG_THIS_PIXEL(t1) + IMG_THIS_PIXEL(t2) + IMG_THIS_PIXEL(t3) + IMG_THIS_PIXEL(t4) + IMG_THIS_PIXEL(t5) + IMG_THIS_PIXEL(t6) + IMG_THIS_PIXEL(t7) + IMG_THIS_PIXEL(t8) + IMG_THIS_PIXEL(t9) + IMG_THIS_PIXEL(t10);
}
