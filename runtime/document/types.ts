/** The patch as it stands in a `*.weft.json` file. Plain data, keyed by stable ids. */
export interface Patch {
  format: 'weft-patch';
  version: number;
  id: string;
  title: string;
  seed: number;
  canvas: Canvas;
  audio: { sampleRate: 48000 | 96000 };
  tempo: { bpm: number; beatsPerBar: number };
  /** seconds: the patch's own length, what a render without an end takes; 10 where it is absent */
  duration?: number;
  media: Record<string, MediaRef>;
  nodes: Record<string, PatchNode>;
  wires: Record<string, Wire>;
  definitions: Record<string, Definition>;
  layout: Record<string, LayoutItem>;
  /** Notes on the canvas, by id. */
  notes?: Record<string, Note>;
  [unknown: string]: unknown;
}

export interface Canvas {
  /** pixels */
  width: number;
  height: number;
  /** frames per second: an integer or "num/den" */
  fps: number | string;
  /** bits per component of every video wire; "16f" is half float */
  depth: 8 | '16f';
  /** frames between a picture and the tick at which a value read from it acts */
  pictureDelay: number;
  [unknown: string]: unknown;
}

export interface MediaRef { path: string; sha256?: string; [unknown: string]: unknown }

/** A parameter's base: number, boolean, vector (color, point2D) or text; curves and gradients are plain data. */
export type ParamValue = number | boolean | string | number[] | { [key: string]: unknown } | unknown[] | null;

export interface PatchNode {
  type: string;
  params?: Record<string, ParamValue>;
  seed?: number;
  media?: string;
  title?: string;
  data?: unknown;
  /** sha256 of the node file when it is not a shipped one */
  hash?: string;
  /**
   * What grouping and ungrouping leave behind so that seeds stay: path below this node ('' is the node itself) -> path
   * in the scope of this node that the seed is made from. See seed-path.ts.
   */
  seedPaths?: Record<string, string>;
  [unknown: string]: unknown;
}

export type Stage = 'modulation' | 'automation';
export type Mode = 'set' | 'multiply' | 'add';

/** `from` and `to` are `path.port[.component]`. stage, mode and depth hold only where `to` is a parameter. */
export interface Wire { from: string; to: string; stage?: Stage; mode?: Mode; depth?: number; [unknown: string]: unknown }

/** A sub-patch. `inlets`/`outlets` name inner ports; `params` publishes inner `path.param`. */
export interface Definition {
  title?: string;
  nodes: Record<string, PatchNode>;
  wires: Record<string, Wire>;
  /** name -> inner inlet `path.port` (one name may feed several) */
  inlets: Record<string, string | string[]>;
  /** name -> inner outlet `path.port` */
  outlets: Record<string, string>;
  params?: Record<string, string>;
  layout?: Record<string, LayoutItem>;
  [unknown: string]: unknown;
}

export interface LayoutItem { x: number; y: number; [unknown: string]: unknown }
export interface Note { text: string; x: number; y: number; width?: number; height?: number; [unknown: string]: unknown }
