import type { Diagnostic } from '../document/diagnostic.ts';
import type { Answer } from './engine.ts';

/**
 * A plan that plays: sound through a device, pictures to the frame ring. Made by Engine.openLive, driven by the engine
 * process and by `weft play`. No call waits for a compile, a draw or a device; what takes time answers with a promise.
 * All functions are called on the JS thread. Samples are of the patch's rate.
 */
export interface Live {
  /**
   * Prepares the plan beside the one that plays and swaps it in whole; answers once it is heard and seen. A node that cannot be
   * prepared is a diagnostic; it passes its input through (an effect), or is black or silent (a source), and media that its
   * node had open stays open. A shader that may not be drawn: see PlanBytes.whole, and playable.ts, which finds the last
   * good version. Only the newest load counts: one that is overtaken answers `overtaken` and never plays. Errors: engine.failed (not a plan).
   */
  load(plan: PlanBytes): Promise<Answer<Loaded>>;
  /** A parameter's base, by row id (`path.param` or `path.param.component`), of the plan loaded last, for sound and picture;
   *  acts within a tick and a frame. False: there is no such row, or the value is not finite. */
  set(values: readonly SetValue[]): boolean[];
  transport(command: TransportCommand): void;
  transportState(): TransportState;
  stats(): LiveStats;
  /** Values of rows after modulation, as of the last tick; NaN where there is no such row. */
  values(rows: readonly string[]): Float64Array;
  /** From counters that no compile, draw or device can hold up. */
  ping(): Pong;
  /** Another device, while it plays; what comes of it is in stats().sound. */
  useDevice(device: DeviceChoice): void;
  /** Starts to write the program into a file, sound and picture; ends a recording that runs. The file can be played up to its
   *  last second whatever happens. Errors: output.write. Later ones (a full disk) are a `recorded` event. */
  record(file: string, options?: RecordOptions): Promise<Answer<null>>;
  /** Null where nothing is recorded. */
  stopRecord(): Promise<Recorded | null>;
  /** Frames since the last call, where `hashes` was asked for. hash: as in RenderResult.frames. */
  shown(): Shown[];
  /** Simulated time only: computes that many samples, draws all frames that fall into them; answers when that is done. */
  advance(samples: number): Promise<void>;
  /** Fades out, ends a recording, removes the ring. Nothing else may be called afterwards. */
  close(): Promise<void>;
}

export interface LiveOptions {
  device: DeviceChoice;
  /** samples per second, of the plans that will be played */
  sampleRate: number;
  /** where frames go; null: none are published */
  ring: { /** 0700, ours */ folder: string; /** of the engine process */ generation: number; slots?: number } | null;
  shaderCache: string;
  /** folder of the bundled font */
  fonts: string;
  /** memory for decoded pictures and sound, in bytes */
  budgetBytes: number;
  decodeThreads: number;
  /** false: no picture is drawn unless signals are read from it */
  picture?: boolean;
  /** shown() tells the fingerprint of each frame */
  hashes?: boolean;
  /** time goes on only by advance(), as fast as the machine can; nothing is ever late, and no device is opened */
  simulated?: boolean;
  /** file of BLACK_BOX_BYTES, made by the host: each playing thread writes there which node it is on; null: none */
  blackBox?: string | null;
  /** called on the JS thread, some milliseconds late */
  event?: (event: LiveEvent) => void;
}

/** Names as in `weft doctor`: id, name or part of a name; 'null' for the null device; '' for the system's default. */
export interface DeviceChoice {
  name: string;
  /** samples per callback, 32…2048; 0: what the device likes */
  block?: number;
  outputs?: number;
  inputs?: number;
  firstOutput?: number;
  firstInput?: number;
  /** samples per second; 0: the patch's where the device has it */
  rate?: number;
}

export interface PlanBytes {
  /** as runtime/plan/encode.ts makes it */
  bytes: Uint8Array;
  /** one per row */
  bases: Float32Array;
  /** of the document; told again in events */
  rev: number;
  /** true: not played when a program of it may not be drawn; the diagnostics say which (shader.compile, shader.slow) */
  whole?: boolean;
  /** date and time that ISF DATE shows at position 0: year, month, day, seconds of the day; left out: now */
  date?: [number, number, number, number];
}

export interface Loaded {
  rev: number;
  /** never plays: a newer one was loaded meanwhile */
  overtaken: boolean;
  /** false: it does not play, because it was overtaken, is not whole, or has another sample rate */
  played: boolean;
  /** count of samples computed (`now`) at its first tick, and the first frame of it; -1: no sound, no picture yet */
  playsFrom: { now: number; frame: number };
  diagnostics: Diagnostic[];
}

/** still: drawn while the transport stood. held: a clip's picture in it came too late. */
export interface Shown { frame: number; hash: string; tier: number; held: boolean; still: boolean }

export interface SetValue { row: string; value: number }

export type TransportCommand =
  | { do: 'play' }
  | { do: 'pause' }
  /** place in samples; pictures forget their state */
  | { do: 'seek'; to: number }
  /** samples; to <= from: no loop */
  | { do: 'loop'; from: number; to: number }
  | { do: 'tempo'; bpm: number };

export interface TransportState {
  /** samples computed: never stops or jumps */
  now: number;
  /** samples, the place on the transport */
  position: number;
  beat: number;
  bpm: number;
  playing: boolean;
  loop: { from: number; to: number } | null;
}

export interface LiveStats {
  transport: TransportState;
  sound: {
    /** "running", "lost" (the null device stands in until the device is back), "null" (as asked for) */
    state: string;
    device: { id: string; name: string; backend: string; rate: number; frames: number; outputs: number; inputs: number };
    /** why the device is not open; '' */
    problem: string;
    xruns: number;
    /** ticks of 64 samples computed */
    blocks: number;
    callbacks: number;
    lostDevice: number;
    /** seconds from the computation of a tick to its sound, and from sound to the tick that has it */
    latency: number;
    inputLatency: number;
    /** microseconds spent in a callback */
    callbackUs: { p50: number; p99: number; p999: number; max: number };
    /** 0..1 */
    load: number;
    /** left, right since the last stats() */
    peak: [number, number];
    realtime: boolean;
    /** values read from pictures that came after their tick */
    lateValues: number;
  };
  picture: {
    /** '' before the context is there, or where there is none */
    renderer: string;
    frames: {
      /** drawn */
      rendered: number;
      /** drawn, but after their moment */
      late: number;
      /** the one before stayed, because this one could not be drawn in time */
      held: number;
    };
    /** pictures of clips that were not decoded when they were wanted */
    decodeLate: number;
    /** per cent of full resolution: 100, 75, 50, 25 */
    tier: number;
    /** milliseconds from a frame's start to its last command's end, over the last seconds */
    frameMs: { p50: number; p99: number; max: number };
    /** place of the newest frame on the canvas grid */
    frame: number;
    /** problem with OpenGL; '' */
    problem: string;
  };
  ring: { path: string; published: number } | null;
  recording: { file: string; frames: number; seconds: number; dropped: number } | null;
  /** bytes in use */
  memory: { decode: number; textures: number; budget: number };
  /** newest that plays; 0: none */
  rev: number;
}

export interface Pong {
  /** busy: a plan is being prepared */
  status: 'alive' | 'busy';
  uptimeS: number;
  /** milliseconds since a frame was finished; -1: none yet, or the transport stands and nothing changes */
  lastFrameMs: number;
  /** grows while sound runs */
  blocks: number;
  /** the step that the render or the loader thread is in: its node and since when; null: none, or for less than 100 ms */
  inFlight: { thread: 'render' | 'loader'; node: string; seconds: number } | null;
}

export interface RecordOptions {
  /** x264 preset; 'veryfast' where it is left out */
  preset?: string;
  /** 'mp4' or 'mkv'; by the file's ending where it is left out */
  form?: 'mp4' | 'mkv';
}

export interface Recorded { file: string; frames: number; seconds: number; /** frames that the encoder had no time for */ dropped: number }

export type LiveEvent =
  /** this plan is heard and seen from here on: what load() answers, for those who did not load it */
  | { event: 'live'; rev: number; now: number; frame: number }
  /** found while playing: media, numbers that are none */
  | { event: 'diagnostics'; rev: number; diagnostics: Diagnostic[] }
  /** frames are in this file from now on; '' : there is none */
  | { event: 'ring'; path: string; width: number; height: number; generation: number; /** why there is none */ problem: string }
  /** a recording ended; error: it was not asked to */
  | { event: 'recorded'; recorded: Recorded; error: { code: Diagnostic['code']; message: string } | null };

/** Bytes of the black box: three threads (render, loader, audio), each 1024: u64 counter, i64 ns (CLOCK_MONOTONIC) of the step's
 *  start, u32 length, then the node's path in UTF-8. */
export const BLACK_BOX_BYTES = 3 * 1024;

/** Starts the threads; silence and black until a plan is loaded and the transport told to play. A device or a GL context that
 *  cannot be had is no error: the null device stands in, no picture is drawn, and stats() says why. [js] */
export type OpenLive = (options: LiveOptions) => Promise<Answer<Live>>;
