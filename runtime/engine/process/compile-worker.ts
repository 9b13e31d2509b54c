/** The compile thread: holds document and catalog, makes plans. Messages in, outcomes out; nothing is shared. */
import { parentPort, workerData } from 'node:worker_threads';
import { watchNodes, type Watch } from '../../catalog/watch.ts';
import { standardRoots } from '../../catalog/index.ts';
import type { Diagnostic, Edit } from '../../document/index.ts';
import { projectRoot } from '../../project/root.ts';
import { openCatalog } from '../../project/workspace.ts';
import { EngineDocument, type Outcome, type Taken } from './document.ts';
import type { EngineOptions } from './options.ts';

export type ToWorker =
  | { do: 'load'; seq: number; text: Uint8Array; file: string; rev: number; bypassed: string[] }
  | { do: 'edit'; seq: number; rev: number; edit: Edit }
  /** how the program of `rev` fared */
  | { do: 'prepared'; rev: number; played: boolean; found: Diagnostic[] };

/** seqs: the requests that this answers. refused: there is no document, and nothing else counts. */
export type FromWorker =
  | { tell: 'loaded'; seq: number; refused: Diagnostic[] | null; outcome: Outcome }
  | { tell: 'edited'; answers: { seq: number; taken: Taken }[]; outcome: Outcome }
  /** unasked: a node file changed, or a program was broken and another one is tried */
  | { tell: 'again'; outcome: Outcome };

const port = parentPort!;
const options = workerData as EngineOptions;
const document = new EngineDocument(options.libraries);
const waiting: ToWorker[] = [];
let turning = false;
let watch: Watch | null = null;
let stale = false;
let project: string | null = options.project;
let reading: Promise<unknown> = Promise.resolve();

// A thread of its own, so it runs whatever the others hang in: the engine does not outlive its host.
const host = process.ppid;
setInterval(() => { if (process.ppid !== host) process.kill(process.pid, 'SIGKILL'); }, 500);

port.on('message', (message: ToWorker) => {
  waiting.push(message);
  if (!turning) {
    turning = true;
    // all that has come by now is taken together and compiled once
    setImmediate(() => void turn());
  }
});

function readCatalog(root: string | undefined): Promise<boolean> {
  const next = reading.then(async () => document.useCatalog(await openCatalog({
    shippedNodes: options.shippedNodes, nodeFolders: options.nodeFolders, dspCache: options.dspCache, dspWorker: options.dspWorker, env: process.env,
  }, root)));
  reading = next.catch(() => {});
  return next;
}

// a load follows, and needs the nodes that every installation has
void readCatalog(project ?? undefined);

async function turn(): Promise<void> {
  try {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (next.do === 'load') await load(next);
      else if (next.do === 'prepared') prepared(next);
      else edit(next);
    }
    if (stale) {
      stale = false;
      if (await readCatalog(project ?? undefined)) send({ tell: 'again', outcome: document.compile() });
    }
  } finally {
    turning = false;
    if (waiting.length > 0 || stale) {
      turning = true;
      setImmediate(() => void turn());
    }
  }
}

async function load(m: ToWorker & { do: 'load' }): Promise<void> {
  const root = safely(() => projectRoot(m.file));
  await reading;
  if (root !== project || watch === null) {
    if (root !== project) await readCatalog(root ?? undefined);
    project = root;
    await watch?.close();
    watch = watchNodes(standardRoots({ shipped: options.shippedNodes, flags: options.nodeFolders, env: process.env, ...(root ? { project: root } : {}) }), () => {
      stale = true;
      if (!turning) {
        turning = true;
        setImmediate(() => void turn());
      }
    });
  }
  const refused = document.load(m.text, m.file, m.rev, m.bypassed);
  send({ tell: 'loaded', seq: m.seq, refused, outcome: refused ? { rev: m.rev, diagnostics: refused, program: null, sets: [] } : document.compile() });
}

function edit(first: ToWorker & { do: 'edit' }): void {
  const answers: { seq: number; taken: Taken }[] = [];
  const done: Edit[] = [];
  for (let next: typeof first | null = first; next !== null; next = waiting[0]?.do === 'edit' ? (waiting.shift() as typeof first) : null) {
    const taken = document.edit(next.rev, next.edit);
    answers.push({ seq: next.seq, taken });
    if (taken.ok && !taken.repeated) done.push(next.edit);
  }
  send({ tell: 'edited', answers, outcome: document.settle(done) });
}

function prepared(m: ToWorker & { do: 'prepared' }): void {
  const outcome = m.rev === document.rev ? document.prepared(m.played, m.found) : null;
  if (outcome) send({ tell: 'again', outcome });
}

function send(message: FromWorker): void {
  const program = message.outcome.program;
  port.postMessage(message, program ? [program.bytes.buffer as ArrayBuffer, program.bases.buffer as ArrayBuffer] : []);
}

function safely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
