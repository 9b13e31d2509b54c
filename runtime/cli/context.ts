import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { loadNativeEngine } from '../engine/native-engine.ts';
import type { Terminal } from './print.ts';

/** What a command is given. Made once in main.ts. */
export interface Context {
  terminal: Terminal;
  /** folder of the Weft installation */
  root: string;
  version: string;
  env: NodeJS.ProcessEnv;
  folders: Folders;
  /** loads engine.node on first use */
  engine(): Engine;
  interrupts: Interrupts;
}

/** Ctrl-C: ends the process at once, unless work that must clean up after itself has taken it over. */
export interface Interrupts {
  /** Until the answer is called, an interrupt calls `stop` and nothing else. */
  take(stop: () => void): () => void;
}

export function processInterrupts(): Interrupts {
  let stop: (() => void) | null = null;
  const interrupted = () => (stop ? stop() : process.exit(exit.cancelled));
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return {
    take(own) {
      stop = own;
      return () => { stop = null; };
    },
  };
}

export interface Folders {
  nodes: string;
  fonts: string;
  /** machine code of Faust programs */
  dspCache: string;
  shaderCache: string;
  dspWorker: string;
  userNodes: string;
  /** ISF files that the user or the system keeps for all programs */
  isf: string[];
}

/** Exit codes of every command. */
export const exit = { ok: 0, usage: 1, input: 2, cancelled: 130 } as const;

/** Folders by the XDG base directory specification. */
export function foldersOf(root: string, env: NodeJS.ProcessEnv): Folders {
  const data = env.XDG_DATA_HOME || join(homedir(), '.local/share');
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'weft');
  return {
    nodes: join(root, 'nodes'),
    fonts: join(root, 'nodes/tools/fonts'),
    dspCache: join(cache, 'dsp'),
    shaderCache: join(cache, 'shaders'),
    dspWorker: join(root, 'build/native/weft-dsp'),
    userNodes: join(data, 'weft/nodes'),
    isf: [join(data, 'ISF'), '/usr/share/ISF'],
  };
}

export function makeContext(a: { terminal: Terminal; root: string; version: string; env: NodeJS.ProcessEnv; interrupts: Interrupts }): Context {
  let engine: Engine | null = null;
  return { ...a, folders: foldersOf(a.root, a.env), engine: () => (engine ??= loadNativeEngine(a.root)) };
}
