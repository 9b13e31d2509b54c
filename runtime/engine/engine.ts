import type { Diagnostic } from '../document/diagnostic.ts';
import type { Plan } from '../plan/types.ts';
import type { OpenLive } from './live.ts';

/** What a player of plans can do. native-engine.ts is the real one; nothing else loads engine.node. */
export interface Engine {
  /** Renders offline, off the JS thread. progress: frames kept so far. [js] */
  render(plan: Plan, bases: ArrayLike<number>, job: RenderJob, progress: (frames: number) => void): RenderRun;
  /** Prepares all that the plan needs and plays nothing. [js] */
  prepare(plan: Plan, bases: ArrayLike<number>, job: RenderJob): Promise<Diagnostic[]>;
  /** Plays live. [js] */
  openLive: OpenLive;
  probe(path: string): Answer<MediaInfo>;
  gl(shaderCache: string): Answer<GlInfo>;
  /** Faust and LLVM versions and CPU features, as one line */
  dspIdentity(): string;
  codecs(): CodecList;
  /** sound devices of every backend, the null device last; looks anew, which takes a moment */
  devices(): SoundDevice[];
  /** Ends the process at once, for when a native thread does not come back. Files must have been cleaned up. */
  abandon(code: number): never;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; error: { code: Diagnostic['code']; message: string } };

export interface RenderRun { done: Promise<RenderResult>; cancel(): void }

export interface RenderJob {
  /** frames on the canvas grid: state runs from startFrame, `frames` frames are kept from firstFrame on */
  startFrame: number;
  firstFrame: number;
  frames: number;
  picture: boolean;
  sound: boolean;
  /** read pictures back as half float instead of 8 bit */
  half: boolean;
  writer: WriterJob | null;
  /** ISF DATE at position 0: year, month, day, seconds of the day */
  date: [number, number, number, number];
  shaderCache: string;
  fonts: string;
  decodeThreads: number;
  budgetBytes: number;
  /** on software GL, programs with constants also on a canvas that is too small to be worth compiling them */
  constants?: boolean;
}

export interface WriterJob {
  path: string;
  form: 'mp4' | 'mov' | 'mkv' | 'png' | 'exr' | 'wav' | 'aiff';
  width: number;
  height: number;
  fpsNum: number;
  fpsDen: number;
  half: boolean;
  alpha: boolean;
  sampleRate: number;
  sound: boolean;
  videoCodec: string;
  preset: string;
  crf: number;
  audioCodec: string;
  audioBitrate: number;
  firstNumber: number;
}

/** signal and audio: the sound schedule's time, shared as measured on every 16th tick. total: on the clock. */
export interface RenderSeconds {
  prepare: number; decode: number; signal: number; audio: number; video: number; readback: number; encode: number; total: number;
}

export interface RenderResult {
  cancelled: boolean;
  error: { code: Diagnostic['code']; message: string } | null;
  /** XXH3-128 of each kept frame's pixels, hex */
  frames: string[];
  sound: string;
  /** samples of sound kept, per channel */
  samples: number;
  renderer: string;
  seconds: RenderSeconds;
  diagnostics: Diagnostic[];
}

export interface MediaInfo {
  path: string;
  container: string;
  /** seconds */
  duration: number;
  bytes: number;
  video: {
    codec: string; pixelFormat: string; width: number; height: number; sampleAspect: string; rotation: number;
    /** exact, "num/den" */ frameRate: string; variable: boolean; frames: number; alpha: boolean;
    colorSpace: string; colorRange: string; colorPrimaries: string; colorTransfer: string;
  }[];
  audio: { codec: string; channels: number; layout: string; sampleRate: number; start: number; duration: number }[];
}

export interface GlInfo { vendor: string; renderer: string; version: string; software: boolean; es: boolean; storageBuffers: boolean }

/** id: what --device takes; rate: the device's own; latency: seconds, of output */
export interface SoundDevice { id: string; backend: string; name: string; outputs: number; inputs: number; rate: number; latency: number; isDefault: boolean }

/** install: lines that bring what is missing */
export interface CodecList { version: string; codecs: { name: string; use: string; encoder: boolean; present: boolean }[]; install: string[] }
