/** The compile thread as the JS thread sees it. */
import { Worker } from 'node:worker_threads';
import type { Diagnostic, Edit } from '../../document/index.ts';
import type { FromWorker, ToWorker } from './compile-worker.ts';
import type { Outcome, Taken } from './document.ts';
import type { EngineOptions } from './options.ts';

export interface Compiler {
  /** refused: the text is no patch; what was there before goes on */
  load(text: Uint8Array, file: string, rev: number, bypassed: string[]): Promise<{ refused: Diagnostic[] | null; outcome: Outcome }>;
  /** Resolves when the document is compiled with it. Several on their way are compiled together. */
  edit(rev: number, edit: Edit): Promise<{ taken: Taken; outcome: Outcome }>;
  prepared(rev: number, played: boolean, found: Diagnostic[]): void;
  close(): Promise<unknown>;
}

/** play: called with each new outcome once, in order, before the promise that asked for it resolves. [js] */
export function startCompiler(options: EngineOptions, worker: URL, play: (outcome: Outcome, how: 'loaded' | 'edited' | 'again') => void, failed: (error: Error) => void): Compiler {
  const thread = new Worker(worker, { workerData: options, execArgv: process.execArgv });
  const open = new Map<number, (message: FromWorker) => void>();
  let seq = 0;
  thread.on('error', failed);
  thread.on('exit', (code) => { if (code !== 0) failed(new Error(`the compile thread ended with ${code}`)); });
  thread.on('message', (m: FromWorker) => {
    if (m.tell !== 'loaded' || m.refused === null) play(m.outcome, m.tell);
    const seqs = m.tell === 'loaded' ? [m.seq] : m.tell === 'edited' ? m.answers.map((a) => a.seq) : [];
    for (const s of seqs) {
      open.get(s)?.(m);
      open.delete(s);
    }
  });
  const ask = <T>(message: ToWorker & { seq: number }, read: (m: FromWorker) => T, transfer: ArrayBuffer[] = []) => new Promise<T>((done) => {
    open.set(message.seq, (m) => done(read(m)));
    thread.postMessage(message, transfer);
  });
  return {
    load(text, file, rev, bypassed) {
      const own = Uint8Array.from(text);
      return ask({ do: 'load', seq: ++seq, text: own, file, rev, bypassed }, (m) => m as FromWorker & { tell: 'loaded' }, [own.buffer]);
    },
    edit(rev, edit) {
      const mine = ++seq;
      return ask({ do: 'edit', seq: mine, rev, edit }, (m) => {
        const { answers, outcome } = m as FromWorker & { tell: 'edited' };
        return { taken: answers.find((a) => a.seq === mine)!.taken, outcome };
      });
    },
    prepared(rev, played, found) {
      thread.postMessage({ do: 'prepared', rev, played, found } satisfies ToWorker);
    },
    close: () => thread.terminate(),
  };
}
