/**
 * The plan: what the native engine plays. Built by runtime/compile, immutable, plain JSON data.
 * Every index is into a table of the same plan. native/plan/plan.h mirrors this file.
 *
 * Two schedules. `sound` runs once per block of 64 samples (one tick); `picture` runs once per frame.
 */
export const BLOCK = 64;
/** Voices that one program can play at once: native/dsp/lanes.h. */
export const LANES = 8;

/** Reserved signal slots. */
export const SIGNAL = { zero: 0, time: 1, beat: 2, frame: 3, first: 4 } as const;
/** Reserved audio buffer: always silent. */
export const SILENCE = 0;
/** Reserved texture: transparent black 1x1. */
export const NO_TEXTURE = 0;

export interface Plan {
  format: 1;
  patch: { id: string; seed: number };
  canvas: { width: number; height: number; fps: [number, number]; depth: 8 | 16; pictureDelay: number };
  sampleRate: number;
  tempo: { bpm: number; beatsPerBar: number };
  /** flattened nodes; everything else refers to them by index */
  nodes: PlanNode[];
  /** the parameter table, by `path.param[.component]` */
  rows: Row[];
  dsp: DspProgram[];
  media: PlanMedia[];
  sound: { buffers: number; signals: number; constants: [slot: number, value: number][]; taps: Tap[]; steps: SoundStep[] };
  picture: { textures: number; programs: Program[]; steps: PictureStep[] };
  /** the program: texture drawn last (-1: none), and the buffers (left, right) before the limiter. These two are the
   *  master that `out` steps sum into; no other step names them. */
  output: { picture: number; sound: [number, number] | null };
  /** nodes whose result cannot be repeated, and why */
  irreproducible: { node: number; why: string }[];
}

export interface PlanNode { path: string; type: string; seed: number }

export interface Row {
  id: string;
  node: number;
  kind: 'float' | 'long' | 'bool' | 'event';
  min: number;
  max: number;
  scale: 'linear' | 'log';
  values?: number[];
  mods: readonly Mod[];
  /** place in the tick record, for rows with mods that pictures read; -1: pictures read the base */
  record: number;
}

/** signal: slot whose value moves the row; already in fold order within its stage */
export interface Mod { signal: number; stage: 'modulation' | 'automation'; mode: 'set' | 'multiply' | 'add'; depth: number }

/** wide: path of the same program for LANES voices at once, or null */
export interface DspProgram { key: string; machineCode: string; wide: string | null; inputs: number; outputs: number }

/** path is absolute and already checked to lie inside the project */
export interface PlanMedia { id: string; path: string; kind: 'clip' | 'image' }

/** Sound that pictures look at (ISF audio, audioFFT): the last samples of these buffers, one per channel. */
export interface Tap { buffers: number[] }

export type SoundStep =
  /** evaluate these rows of the parameter table: base, modulation, automation. Rows with wires, and events; what is
   *  in no stack step holds its base. */
  | { op: 'stack'; rows: number[] }
  /** ins/outs: audio buffers at rate audio, signal slots at rate signal; extract reads buffers and writes slots.
   *  Several instances: a mono program run once per channel, each with its own state. */
  | { op: 'dsp'; node: number; program: number; rate: 'audio' | 'signal' | 'extract';
      instances: { ins: number[]; outs: number[] }[];
      zones: { address: string; row: number; button: boolean }[];
      /** row of $bypass or -1; through: what a bypassed program gives, per instance and output (-1: silence / holds) */
      bypass: number; through: number[];
      /** Steps next to each other with the same number here (not -1) are one program's voices, LANES instances at most:
       *  none reads what another writes, so they may be computed at once. They sound as if each ran by itself. */
      together: number }
  /** out = sum of ins (audio buffers), times gain where it is stated */
  | { op: 'mix'; out: number; ins: number[]; gain?: number }
  /** out = sum of ins (signal slots) */
  | { op: 'add'; out: number; ins: number[] }
  /** audio buffer from a signal slot: a line from the last tick's value to this one's */
  | { op: 'ramp'; out: number; in: number }
  /** a clip's clock, and its sound if outs is not empty (left, right). Always scheduled, also for silent clips. */
  | { op: 'clip'; node: number; clip: number; media: number; outs: number[]; rows: ClipRows }
  /** what the sound device hears: outs left and right. channel row: 1 and up; mono row: above 0.5; gain row: decibels */
  | { op: 'deviceIn'; node: number; outs: number[]; rows: { channel: number; mono: number; gain: number } }
  /** signal slots filled from a picture analysis (see PictureStep analyse) with pictureDelay */
  | { op: 'fromPicture'; node: number; analysis: number; outs: number[] }
  /** copies buffers into tap n of sound.taps */
  | { op: 'tap'; tap: number }
  /** gain (dB row) and sum into the master; the limiter follows the last of them */
  | { op: 'out'; node: number; ins: [number, number]; rows: { gain: number } };

export interface ClipRows {
  /** media seconds per second; negative plays backwards */
  rate: number;
  /** seconds into the media where playing starts, and where it ends (0: the media's own end) */
  start: number;
  end: number;
  /** 0 once (then holds the last frame), 1 loop, 2 ping-pong */
  loop: number;
  /** above 0.5: plays */
  play: number;
  /** rising edge: back to start */
  restart: number;
  /** decibels, on the clip's sound; -1 where it has none */
  gain: number;
}

export interface Program {
  /** sha256 of the texts */
  key: string;
  /** GLSL without #version; native/gl adds version and the WEFT_* switches in front */
  vertex: string | null;
  fragment: string;
  /** node file and line map for errors: source string number n of #line is files[n] */
  files: { node: number; file: string }[];
}

export interface Uniform {
  /** name in the program */
  name: string;
  type: 'float' | 'bool' | 'int' | 'event' | 'vec2' | 'vec4';
  /** one row per component */
  rows: number[];
}

export type DataTexture =
  | { name: string; kind: 'table'; width: number; height: number; /** rgba floats, row by row from the bottom */ data: number[] }
  | { name: string; kind: 'cube-lut'; path: string }
  | { name: string; kind: 'image'; path: string }
  | { name: string; kind: 'cubemap'; paths: string[] };

/** RPN: numbers, "+-*\/", "floor" "ceil" "min" "max" "sqrt" "pow" ..., "$WIDTH" "$HEIGHT" (canvas), or "#n" (value of row n) */
export type PlanSize = (number | string)[] | null;

export interface ShaderTarget { name: string; width: PlanSize; height: PlanSize; persistent: boolean; float: boolean }

export type PictureStep =
  /** picture of a clip at its clock, fitted to the canvas. fit row: 0 contain, 1 cover, 2 stretch, 3 none */
  | { op: 'clip'; node: number; clip: number; media: number; out: number; rows: { fit: number } }
  | { op: 'image'; node: number; media: number; out: number; rows: { fit: number } }
  | { op: 'shader'; node: number;
      /** all nodes in the program, in order; longer than 1: fused */
      nodes: number[];
      program: number;
      images: { name: string; texture: number }[];
      audioImages: { name: string; tap: number; kind: 'audio' | 'audioFFT'; max: number | null }[];
      textures: DataTexture[];
      uniforms: Uniform[];
      seeds: { uniform: string; frame: string; value: number }[];
      targets: ShaderTarget[];
      /** target: index into targets or -1. output: drawn to `out` (the last pass). With both, MRT: location 0 is
       *  the node's output (mixed with its input), location 1 is the raw picture for the buffer. */
      passes: { target: number; output: boolean }[];
      out: number;
      /** row of $bypass when the step may be skipped once it is 1 and faded (through: texture to pass), else -1.
       *  `out` is read after the slot of `through` is given to others: pass the picture, not the slot. */
      bypass: number; through: number;
      /** native kernel that draws the same where GL is software */
      kernel?: string }
  /** what `in` held `frames` frames ago (row, 1..n). Two steps: the first gives, the second takes. */
  | { op: 'delayOut'; node: number; state: number; out: number; rows: { frames: number } }
  | { op: 'delayIn'; node: number; state: number; in: number }
  /** a CPU kernel on the whole picture: service names it; rows by parameter name */
  | { op: 'kernel'; node: number; service: string; ins: number[]; out: number; rows: Record<string, number> }
  /** reads a picture back into signals. service: luminance, motion, color, edge_density */
  | { op: 'analyse'; node: number; service: string; in: number; analysis: number; outputs: number; rows: Record<string, number> }
  /** hands a picture to a window of its own; live only. rows: display, fullscreen and the four corners */
  | { op: 'screen'; node: number; in: number; rows: Record<string, number> }
  | { op: 'text'; node: number; text: string; font: string | null; out: number; rows: Record<string, number> };
