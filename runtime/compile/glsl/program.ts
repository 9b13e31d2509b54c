/** What an assembled program asks of its step. */

export interface Text {
  /** sha256 of the texts, hex */
  key: string;
  vertex: string | null;
  fragment: string;
}

export interface ParamUniform {
  /** name in the program */
  name: string;
  type: 'float' | 'bool' | 'int' | 'event' | 'vec2' | 'vec4';
  /** parameter of the node type */
  param: string;
  /** rows it takes, one per component */
  components: 1 | 2 | 4;
}

export interface Assembled {
  program: Text;
  /** node files by source string number: the shader, then its vertex shader */
  files: string[];
  uniforms: ParamUniform[];
  images: { name: string; inlet: string }[];
  audioImages: { name: string; inlet: string; kind: 'audio' | 'audioFFT'; max: number | null }[];
  seeds: { uniform: string; frame: string }[];
  /** names in the program, in the order of isf.targets, isf.imported and isf.dataTextures */
  targets: string[];
  imported: string[];
  dataTextures: string[];
}

export interface Options {
  /** the container's $mask is wired */
  mask: boolean;
  /** bits per component of a video wire */
  depth: 8 | 16;
}
