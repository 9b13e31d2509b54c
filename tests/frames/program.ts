/** A writer of frame rings in a process of its own, told what to do line by line; and what its pictures look like. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const probe = join(root, 'build/native/ring-probe');

/** A 0700 folder in memory where there is one. */
export function sessionFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'weft-ring-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Writer {
  process: ChildProcess;
  /** Gives one line of orders (see tests/frames/probe/main.cc) and waits for its answer. */
  tell(order: string): Promise<string>;
  /** Closes its stdin: it ends in good order. */
  end(): Promise<void>;
  kill(): Promise<void>;
}

export async function startWriter(path: string, o: { generation?: number; width?: number; height?: number; slots?: number } = {}): Promise<Writer> {
  const child = spawn(probe, ['write', path, `${o.generation ?? 1}`, `${o.width ?? 64}`, `${o.height ?? 48}`, `${o.slots ?? 4}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const answer = async () => String((await lines.next()).value);
  const ready = await answer();
  if (ready !== 'ready') throw new Error(`the writer said '${ready}'`);
  return {
    process: child,
    tell: (order) => {
      child.stdin.write(`${order}\n`);
      return answer();
    },
    end: () => {
      child.stdin.end();
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** The picture that tests/frames/probe/picture.h paints: 32 bits a pixel. */
export function painted(frame: number, pixels: number): Uint32Array {
  return Uint32Array.from({ length: pixels }, (_, i) => (Math.imul(frame, 2654435761) ^ Math.imul(i, 40503)) >>> 0);
}

export function isPainted(payload: Uint8Array, frame: number, pixels: number): boolean {
  const expected = new Uint8Array(painted(frame, pixels).buffer);
  return Buffer.compare(payload.subarray(0, pixels * 4), expected) === 0;
}
