/** The program's picture as JPEG, while a page watches. */
import { writeFrameHeader, FRAME_HEADER_BYTES } from '../protocol/index.ts';
import type { Ring, Rings } from './native-ring.ts';

const QUALITY = 85;
/** ms to wait for a frame before asking again whether anybody still watches */
const WAIT_MS = 250;

/** Reads one ring at a time on a thread of its own and gives each frame, with its header in front, to `send`. [js] */
export class Pictures {
  readonly #rings: Rings;
  readonly #send: (bytes: Uint8Array) => void;
  #at: { path: string; generation: number } | null = null;
  #width = 0;
  #ring: Ring | null = null;
  #running: Promise<void> | null = null;
  #last: Uint8Array | null = null;

  constructor(rings: Rings, send: (bytes: Uint8Array) => void) {
    this.#rings = rings;
    this.#send = send;
  }

  /** the newest one, for a page that has just come */
  get last(): Uint8Array | null { return this.#last; }

  /** The ring that is written now; null: there is none. */
  follow(at: { path: string; generation: number } | null): void {
    this.#at = at;
    this.#ring?.close();
    this.#go();
  }

  /** Widest picture that a page wants, in pixels; 0: none watches. */
  watch(width: number): void {
    this.#width = width;
    this.#go();
  }

  async close(): Promise<void> {
    this.#width = 0;
    this.#at = null;
    this.#ring?.close();
    await this.#running;
  }

  #go(): void {
    if (this.#running || this.#width === 0 || !this.#at) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      // another ring, or another watcher, came meanwhile
      this.#go();
    });
  }

  async #run(): Promise<void> {
    const at = this.#at!;
    let ring: Ring;
    try {
      ring = this.#rings.open(at.path, at.generation);
    } catch {
      if (this.#at === at) this.#at = null;
      return;
    }
    this.#ring = ring;
    try {
      while (this.#width > 0 && this.#at === at) {
        const f = await ring.jpeg(WAIT_MS, QUALITY, this.#width, 0);
        if (f.seen === 'nothing') continue;
        if (f.seen !== 'frame') {
          if (this.#at === at) this.#at = null;
          return;
        }
        const bytes = Buffer.allocUnsafe(FRAME_HEADER_BYTES + f.data.length);
        bytes.set(writeFrameHeader({ width: f.width, height: f.height, frame: f.frame, published: f.published, held: f.held, tier: f.tier }));
        f.data.copy(bytes, FRAME_HEADER_BYTES);
        this.#last = bytes;
        this.#send(bytes);
      }
    } catch {
      if (this.#at === at) this.#at = null;
    } finally {
      ring.close();
      if (this.#ring === ring) this.#ring = null;
    }
  }
}
