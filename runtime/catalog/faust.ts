/** Faust node files (.dsp) -> NodeType. Unchanged files come from the cache; the others go through the DSP worker. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { faustNode } from './faust-face.ts';
import type { FaustFacts } from './faust-face.ts';
import { readIndex, stamps, writeIndex } from './faust-index.ts';
import type { FaustIndex, IndexEntry, Stamps } from './faust-index.ts';
import { runWorker } from './faust-worker.ts';
import type { WorkerAnswer, WorkerLimits } from './faust-worker.ts';
import type { NodeType, Origin } from './types.ts';

export interface FaustFile {
  /** absolute */
  path: string;
  id: string;
  origin: Origin;
  /** where the program does not declare weft_rate; absent: by the id's namespace (mod, op: signal) */
  rate?: 'signal' | 'audio';
}

export interface FaustOptions {
  /** where machine code is kept; made when it is not there */
  cacheDir: string;
  /** the weft-dsp executable */
  worker: string;
  limits?: WorkerLimits;
  /** while programs compile: how many are done, of how many */
  progress?: (done: number, total: number) => void;
}

/** Reads all files; compiles those that changed. A file that fails is a diagnostic with its own line. Never rejects for a file's sake. [js] */
export async function readFaust(files: readonly FaustFile[], options: FaustOptions): Promise<{ types: NodeType[]; diagnostics: Diagnostic[]; faults: Map<string, Diagnostic[]> }> {
  const cacheDir = resolve(options.cacheDir);
  const worker = resolve(options.worker);
  const stamp = stamps();
  const index = readIndex(cacheDir, worker, stamp);
  const changed = [...new Set(files.map((f) => f.path))].filter((path) => !isFresh(index.entries[path], cacheDir, stamp));
  const diagnostics: Diagnostic[] = [];
  if (changed.length > 0) diagnostics.push(...await compile(changed, index, { ...options, cacheDir, worker }));

  const types: NodeType[] = [];
  const faults = new Map<string, Diagnostic[]>();
  for (const file of files) {
    const entry = index.entries[file.path];
    if (!entry) {
      faults.set(file.id, diagnostics.filter((d) => d.file === file.path));
      continue;
    }
    diagnostics.push(...entry.diagnostics);
    if (entry.key === undefined) {
      faults.set(file.id, entry.diagnostics);
      continue;
    }
    const read = faustNode({
      path: file.path, id: file.id, origin: file.origin, rate: file.rate ?? (/^(mod|op)\./.test(file.id) ? 'signal' : 'audio'),
      hash: entry.hash, key: entry.key, machineCode: join(cacheDir, `${entry.key}.mc`), wide: join(cacheDir, `${entry.key}.wide`),
      facts: JSON.parse(readFileSync(join(cacheDir, `${entry.key}.json`), 'utf8')) as FaustFacts,
    });
    diagnostics.push(...read.diagnostics);
    if (read.type) types.push(read.type);
    else faults.set(file.id, read.diagnostics);
  }
  return { types, diagnostics, faults };
}

function isFresh(entry: IndexEntry | undefined, cacheDir: string, stamp: Stamps): boolean {
  if (!entry || !Object.entries(entry.files).every(([path, was]) => stamp(path) === was)) return false;
  return entry.key === undefined || (existsSync(join(cacheDir, `${entry.key}.mc`)) && existsSync(join(cacheDir, `${entry.key}.json`)));
}

/** Brings the index up to date. Gives what belongs to no single file. */
async function compile(paths: readonly string[], index: FaustIndex, options: FaustOptions): Promise<Diagnostic[]> {
  const { cacheDir, worker, limits, progress } = options;
  // Stamps from before the worker reads: a file that changes meanwhile is seen as changed the next time.
  const before = stamps();
  for (const path of paths) before(path);
  const run = await runWorker(worker, cacheDir, paths, limits ?? {}, (done) => progress?.(done, paths.length));
  for (const answer of run.answers) index.entries[answer.file] = entryOf(answer, before);
  if (run.libraries.length > 0) {
    index.compiler = Object.fromEntries([worker, ...run.libraries].map((path) => [path, before(path)]));
    try {
      writeIndex(cacheDir, index);
    } catch (error) {
      return [{ code: 'node.broken', severity: 'warning', message: `The Faust cache '${cacheDir}' cannot be written (${(error as Error).message}); make it writable, or every start compiles anew.` }];
    }
  }
  if (run.failure === undefined) return [];
  const missing = paths.filter((path) => !run.answers.some((a) => a.file === path));
  for (const path of missing) delete index.entries[path];
  return missing.map((file) => ({
    code: 'dsp.compile', severity: 'error', file,
    message: `The Faust program was not compiled: the DSP worker '${worker}' failed (${run.failure}). Build it with npm run setup.`,
  }));
}

function entryOf(answer: WorkerAnswer, stamp: Stamps): IndexEntry {
  const own = [answer.file, ...[...answer.imports].sort()];
  const files = Object.fromEntries(own.map((path) => [path, stamp(path)]));
  const hash = createHash('sha256');
  for (const path of own) {
    let text: Buffer | string = '';
    try {
      text = readFileSync(path);
    } catch { /* the worker has said so */ }
    hash.update(`${basename(path)}\0${text.length}\0`).update(text);
  }
  const entry: IndexEntry = { files, hash: hash.digest('hex'), diagnostics: [] };
  if (answer.error) {
    const { code, message, file, line } = answer.error;
    entry.diagnostics.push({ code, severity: 'error', message, file, ...(line > 0 ? { line } : {}) });
    // An import that is not there yet must be looked for the next time.
    if (message.includes('was not found')) entry.files[answer.file] = 'missing import';
  } else if (answer.key !== undefined) {
    entry.key = answer.key;
    if (answer.warning !== undefined) entry.diagnostics.push({ code: 'number.not-finite', severity: 'warning', message: answer.warning, file: answer.file });
  }
  return entry;
}
