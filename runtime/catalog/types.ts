/** What can be placed in a patch: one NodeType per node file. */
export type WireType = 'video' | 'audio' | 'signal';
export type Category = string;
export type Origin = 'project' | 'flag' | 'user' | 'system' | 'shipped';

export interface Inlet {
  name: string;
  type: WireType;
  /** audio: channels the inlet asks for; 1 runs the program once per channel. Otherwise 1. */
  channels: number;
  title?: string;
  description?: string;
  /** fed by the engine while unwired: Faust inlets named time, beat, frame, seed */
  feed?: 'time' | 'beat' | 'frame' | 'seed';
  /** an ISF `audio` / `audioFFT` input: an audio inlet drawn into a texture; max limits its columns */
  audioImage?: { kind: 'audio' | 'audioFFT'; max: number | null };
}

export interface Outlet { name: string; type: WireType; channels: number; title?: string; description?: string }

export type ParamKind =
  | 'float' | 'long' | 'bool' | 'event' | 'color' | 'point2D'   // rows: numbers that signals can move
  | 'curve' | 'gradient' | 'file' | 'text';                      // data: a change recompiles

export type Points = [x: number, y: number][];
/** y over x, x ascending within 0..1; held beyond its ends. Default interpolation: smooth. */
export type CurveLine = Points | { points: Points; interpolation?: 'smooth' | 'linear' | 'hold' };
/** Value of a `curve` parameter: one line for all channels, or a line each; r, g and b come before rgb. */
export type Curve = CurveLine | { rgb?: CurveLine; r?: CurveLine; g?: CurveLine; b?: CurveLine };
/** Value of a `gradient` parameter: straight RGBA 0..1, gamma-encoded, `at` ascending. Default interpolation: linear. */
export interface Gradient { stops: { at: number; color: [r: number, g: number, b: number, a: number] }[]; interpolation?: 'smooth' | 'linear' | 'hold' }

export interface Param {
  name: string;
  kind: ParamKind;
  title?: string;
  description?: string;
  /** e.g. "Hz", "dB", "s", "px", "°"; absent: a plain number */
  unit?: string;
  scale: 'linear' | 'log';
  /** float, long: one number. color: 4. point2D: 2. */
  min: number | number[];
  max: number | number[];
  default: number | number[] | boolean | string | object | null;
  /** the smallest step a control should offer */
  step?: number;
  /** long: the values it may take, and what to call them */
  values?: number[];
  labels?: string[];
  /** not on the node's own face: container parameters ($mix, $bypass) */
  container?: boolean;
}

export interface NodeType {
  /** e.g. "fx.vhs" */
  id: string;
  kind: 'isf' | 'faust' | 'service';
  file: string;
  origin: Origin;
  /** sha256 over the node file and the files that belong to it (.vs, imports) */
  hash: string;
  title: string;
  description: string;
  category: Category;
  search: string[];
  inlets: Inlet[];
  outlets: Outlet[];
  params: Param[];
  /** takes and gives video: has $mix, $mask, $bypass */
  container: boolean;
  isf?: IsfSource;
  faust?: FaustSource;
  service?: ServiceSource;
}

/** Size of an ISF target: RPN over numbers, operators and names ("$WIDTH", "$HEIGHT", "$input"). null: the canvas. */
export type SizeExpr = (number | string)[] | null;

export interface IsfTarget { name: string; width: SizeExpr; height: SizeExpr; persistent: boolean; float: boolean }

export interface IsfSource {
  /** ISF version: 1 or 2 */
  version: 1 | 2;
  /** GLSL after the header comment; the header's lines are kept as blank lines so that line numbers hold */
  fragment: string;
  /** text of the .vs of the same name, if there is one */
  vertex: string | null;
  targets: IsfTarget[];
  /** in drawing order; target null: the output only */
  passes: { target: string | null }[];
  imported: { name: string; paths: string[]; cube: boolean }[];
  /** samplers fed by the service around the shader (curve tables, LUTs): name -> parameter */
  dataTextures: { name: string; kind: 'curve' | 'gradient' | 'cube'; param: string }[];
  /** how TIME-free and neighbour-free the shader is: may be fused with its neighbours */
  pointwise: boolean;
  /** native kernel that draws the same picture, for where GL is software: 'gaussian' reads the parameters radius and direction */
  kernel?: string;
}

export interface FaustSource {
  rate: 'signal' | 'audio' | 'extract';
  /** key of the machine code in the cache, absolute path of the .mc file */
  key: string;
  machineCode: string;
  /** absolute path of the same program for several voices at once; absent: it has none */
  wide?: string;
  /** number of process inputs and outputs, and how they group into inlets and outlets, in order */
  inputs: number;
  outputs: number;
  /** parameter -> zone, by order of the UI; address as Faust prints it ("/name/cutoff") */
  zones: { param: string; address: string; button: boolean }[];
}

export interface ServiceSource {
  /** the native implementation: clip, device_in, image, text, video_out, screen_out, audio_out, frame_delay, pixelsort, analyse */
  name: string;
  /** constants for the service, from the manifest */
  config: Record<string, unknown>;
  /** true: what comes out was there before this frame or block (breaks cycles) */
  delay: boolean;
}

export interface Catalog {
  types: ReadonlyMap<string, NodeType>;
  /** what could not be read, and why */
  diagnostics: import('../document/diagnostic.ts').Diagnostic[];
  /** type id -> errors in its file; a type with errors may be there all the same, so that a patch keeps its wires */
  faults?: ReadonlyMap<string, readonly import('../document/diagnostic.ts').Diagnostic[]>;
}
