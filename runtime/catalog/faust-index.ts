/** What was compiled from which files, so that an unchanged file needs neither the compiler nor a hash. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';

const format = 1;

export interface IndexEntry {
  /** path -> stamp, of the file and of what it imports; "" where there was no file */
  files: Record<string, string>;
  /** sha256 over these files */
  hash: string;
  /** absent: it did not compile, and diagnostics say why */
  key?: string;
  diagnostics: Diagnostic[];
}

export interface FaustIndex {
  format: number;
  /** path -> stamp, of the worker and of the libraries it compiles with */
  compiler: Record<string, string>;
  processor: string;
  entries: Record<string, IndexEntry>;
}

/** Changes whenever the file does, as far as the file system tells; "" when there is none. */
export type Stamps = (path: string) => string;

export function stamps(): Stamps {
  const seen = new Map<string, string>();
  return (path) => {
    let stamp = seen.get(path);
    if (stamp === undefined) {
      const s = statSync(path, { bigint: true, throwIfNoEntry: false });
      stamp = s ? `${s.size}:${s.mtimeNs}:${s.ctimeNs}:${s.ino}` : '';
      seen.set(path, stamp);
    }
    return stamp;
  };
}

/** Hash of the processor's features: machine code for another one is an illegal instruction. */
export function processor(): string {
  try {
    const file = openSync('/proc/cpuinfo', 'r');
    const start = Buffer.alloc(16384);
    const text = start.toString('latin1', 0, readSync(file, start));
    closeSync(file);
    const lines = text.split('\n').filter((l) => /^(model name|flags|Features|CPU part)\s*:/.test(l)).slice(0, 2);
    return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
  } catch {
    return process.arch;
  }
}

export function emptyIndex(): FaustIndex {
  return { format, compiler: {}, processor: processor(), entries: {} };
}

/** The index as it stands, empty when the compiler or the processor is another one. */
export function readIndex(cacheDir: string, worker: string, stamp: Stamps): FaustIndex {
  try {
    const index = JSON.parse(readFileSync(join(cacheDir, 'index.json'), 'utf8')) as FaustIndex;
    const fits = index.format === format && index.processor === processor() && index.compiler[worker] !== undefined
      && Object.entries(index.compiler).every(([path, was]) => was !== '' && stamp(path) === was);
    return fits ? index : emptyIndex();
  } catch {
    return emptyIndex();
  }
}

export function writeIndex(cacheDir: string, index: FaustIndex): void {
  mkdirSync(cacheDir, { recursive: true });
  const part = join(cacheDir, `index.part-${process.pid}`);
  writeFileSync(part, JSON.stringify(index));
  renameSync(part, join(cacheDir, 'index.json'));
}
