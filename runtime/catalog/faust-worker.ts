/** Starts weft-dsp, the worker that compiles Faust out of process (native/dsp/worker). */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface WorkerLimits {
  /** seconds of processor time per program */
  compile?: number;
  try?: number;
}

export interface WorkerAnswer {
  file: string;
  imports: string[];
  key?: string;
  cached?: boolean;
  warning?: string;
  error?: { code: 'dsp.compile' | 'dsp.refused' | 'dsp.crash'; message: string; file: string; line: number };
}

export interface WorkerRun {
  /** what the worker compiles with */
  libraries: string[];
  answers: WorkerAnswer[];
  /** why there are fewer answers than files */
  failure?: string;
}

/** Compiles the files into the cache, two at a time. done: called after each. Never rejects. [js] */
export function runWorker(worker: string, cacheDir: string, files: readonly string[], limits: WorkerLimits, done: (count: number) => void): Promise<WorkerRun> {
  return new Promise((resolve) => {
    const run: WorkerRun = { libraries: [], answers: [] };
    const child = spawn(worker, [], { stdio: ['pipe', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint = (complaint + text).slice(-2000); });
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify({ cache: cacheDir, files, limits }));
    const stop = (): void => { child.kill('SIGKILL'); };
    process.once('exit', stop);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      try {
        const said = JSON.parse(line) as WorkerAnswer & { libraries?: string[] };
        if (said.libraries) run.libraries = said.libraries;
        else if (typeof said.file === 'string') {
          run.answers.push(said);
          done(run.answers.length);
        }
      } catch {
        complaint ||= `it said: ${line.slice(0, 200)}`;
      }
    });
    let ended = 0;
    let failure: string | undefined;
    const end = (): void => {
      ended += 1;
      if (ended < 2) return;
      process.off('exit', stop);
      if (run.answers.length < files.length) run.failure = failure ?? (complaint.trim() || 'it ended too early');
      resolve(run);
    };
    lines.on('close', end);
    child.once('error', (error) => { failure = error.message; if (child.pid === undefined) end(); });
    child.once('close', (code, signal) => { failure ??= code === 0 ? undefined : `it ended with ${signal ?? code}${complaint ? `: ${complaint.trim()}` : ''}`; end(); });
  });
}
