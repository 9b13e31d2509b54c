import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is known of a frame that was seen in a ring. */
export interface RingFrame {
  seen: 'frame';
  /** 1 for the first of its ring; a gap is what the reader was too slow for */
  number: number;
  /** on the canvas grid */
  frame: number;
  /** position of that frame, samples */
  sample: number;
  /** pixels */
  width: number;
  height: number;
  /** bytes from row to row, rows from the top; 0 for jpeg */
  stride: number;
  /** payload bytes */
  length: number;
  format: 'rgba' | 'jpeg';
  /** the frame before, shown again because this one was late */
  held: boolean;
  cached: boolean;
  /** per cent of full resolution */
  tier: number;
  /** ms of the monotonic clock: process.hrtime() */
  published: number;
}

/** nothing: none came in time. closed: the writer has ended, or close() was called. gone: the file was cut short. */
export type RingSilence = { seen: 'nothing' | 'closed' | 'gone' };

export interface JpegFrame extends RingFrame { data: Buffer; jpegWidth: number; jpegHeight: number }

/**
 * An open frame ring. Waiting, copying and encoding happen on a thread of its own; one promise at a time, a second
 * one throws an Error with code `ring.busy`. Wrong arguments throw a TypeError. [js]
 */
export interface Ring {
  readonly shape: { generation: number; slots: number; /** bytes */ capacity: number };
  /** frames met torn, foreign or with fields that do not fit */
  readonly skipped: number;
  /**
   * The newest frame not yet taken, waiting up to `timeout` ms. `into` holds its payload: at least shape.capacity
   * bytes, not to be transferred before the promise settles.
   */
  next(timeout: number, into: Uint8Array): Promise<RingFrame | RingSilence>;
  /** The same as JPEG over black: quality 1..100, at most maxWidth x maxHeight pixels (0: no limit). Rejects with code `ring.jpeg`. */
  jpeg(timeout: number, quality: number, maxWidth: number, maxHeight: number): Promise<JpegFrame | RingSilence>;
  /** An open promise settles with `closed`, and so does every later one. */
  close(): void;
}

export interface Rings {
  /** generation: of the engine, 0 for any. Throws an Error with code `ring.open` or `ring.foreign`. */
  open(path: string, generation: number): Ring;
}

/**
 * Loads ring.node from the build folder beneath `root`. The only file that does.
 * Throws with a sentence when it has not been built. [js]
 */
export function loadRings(root: string): Rings {
  const path = join(root, 'build', 'native', 'ring.node');
  if (!existsSync(path)) throw new Error(`The native parts have not been built: run "npm run setup" in ${root}.`);
  const addon = createRequire(import.meta.url)(path) as { Ring: new (path: string, generation: number) => Ring };
  return { open: (ring, generation) => new addon.Ring(ring, generation) };
}
