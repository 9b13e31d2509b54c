/** One engine, from its start to its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineOptions } from '../engine/process/options.ts';
import { BLACK_BOX_BYTES } from '../engine/live.ts';
import { noteEngine } from './session-folder.ts';

export interface EngineProgram { main: string; worker: string }

export interface EngineProcess {
  readonly generation: number;
  readonly pid: number;
  /** file of the black box */
  readonly box: string;
  /** resolves when it is gone: with a sentence of how */
  readonly ended: Promise<string>;
  /** at once, and whatever state it is in */
  kill(): void;
}

/** log: what it writes to its error stream. Throws when the process cannot be made. [js] */
export function startEngine(program: EngineProgram, options: EngineOptions, log: (text: string) => void): EngineProcess {
  const box = join(options.folder, `box${options.generation}`);
  writeFileSync(box, new Uint8Array(BLACK_BOX_BYTES), { mode: 0o600 });
  const child: ChildProcess = spawn(process.execPath, [program.main, JSON.stringify({ ...options, blackBox: box }), './worker.mjs'], {
    stdio: ['pipe', 'ignore', 'pipe'], cwd: options.folder,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error('The engine process could not be made.');
  noteEngine(options.folder, options.generation, pid);
  child.stdin?.on('error', () => {});
  child.stderr?.setEncoding('utf8').on('data', log);
  const ended = new Promise<string>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('exit', (code, signal) => done(signal ? `ended by ${signal}` : `ended with ${code}`));
  }).then((how) => {
    child.stdin?.destroy();
    return how;
  });
  return { generation: options.generation, pid, box, ended, kill: () => void child.kill('SIGKILL') };
}

/** Files of an engine before it plays. */
export const filesOf = (generation: number): string[] => ['c', 't', 'box', 'engine'].map((kind) => `${kind}${generation}`);

/** What a dead engine leaves in the session's folder: sockets, rings. keep: what is the host's own, or the next one's. */
export function sweep(folder: string, keep: readonly string[]): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (!keep.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
}
