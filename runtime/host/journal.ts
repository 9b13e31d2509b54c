/** Every edit on disk before it counts. */
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readJournal, writeRecord, type JournalEdit, type JournalHeader, type ReadJournal } from './journal-record.ts';

/** bytes after which it is worth writing the patch anew instead of all that was done to it */
const COMPACT_BYTES = 8 * 1024 * 1024;

/**
 * One file, appended to and made durable in groups: while one group is on its way to the disk the next one gathers, so a
 * group waits for one fsync at most. What cannot be written stays in memory and is tried again with whatever comes next.
 */
export class Journal {
  #file: FileHandle;
  readonly #path: string;
  /** bytes that are whole and durable */
  #length: number;
  #durable: number;
  #newest: number;
  #open: Buffer[] = [];
  #waiting: { rev: number; done: (problem: string | null) => void }[] = [];
  #running: Promise<void> | null = null;
  #started: number;

  private constructor(path: string, file: FileHandle, length: number, rev: number) {
    this.#path = path;
    this.#file = file;
    this.#length = length;
    this.#started = length;
    this.#durable = rev;
    this.#newest = rev;
  }

  /** What lies at `path`, or null: none, or nothing of use. */
  static async read(path: string): Promise<ReadJournal | null> {
    try {
      return readJournal(await readFile(path));
    } catch {
      return null;
    }
  }

  /** Goes on with the journal that was read; what was cut off behind it is dropped. Throws what the file system throws. */
  static async resume(path: string, read: ReadJournal): Promise<Journal> {
    const file = await open(path, 'r+');
    await file.truncate(read.length);
    return new Journal(path, file, read.length, read.header.rev + read.edits.length);
  }

  /** A new one in the place of the old, whole or not at all. */
  static async start(path: string, header: JournalHeader): Promise<Journal> {
    const { file, length } = await fresh(path, header);
    return new Journal(path, file, length, header.rev);
  }

  /** the last revision that would survive a power cut */
  get durable(): number { return this.#durable; }
  get worthCompacting(): boolean { return this.#length - this.#started > COMPACT_BYTES; }

  /** Resolves when the edit is durable: null; or with the sentence that says why it is not. rev: the last one's + 1. */
  append(record: JournalEdit): Promise<string | null> {
    if (record.rev !== this.#newest + 1) throw new RangeError(`revision ${record.rev} after ${this.#newest}`);
    this.#newest = record.rev;
    this.#open.push(writeRecord(record));
    return this.settled(record.rev);
  }

  /** The same for an edit that was appended before; tries again what could not be written. */
  settled(rev: number): Promise<string | null> {
    if (rev <= this.#durable) return Promise.resolve(null);
    return new Promise((done) => {
      this.#waiting.push({ rev, done });
      this.#running ??= this.#run();
    });
  }

  async #run(): Promise<void> {
    // what else comes in this turn of the loop belongs to the first group
    await new Promise<void>((next) => { setImmediate(next); });
    while (this.#waiting.length > 0) {
      // a copy: while it is on its way, more comes in behind it
      const group = this.#open.slice();
      const upTo = this.#durable + group.length;
      const bytes = Buffer.concat(group);
      let problem: string | null = null;
      try {
        await writeAll(this.#file, bytes, this.#length);
        await this.#file.datasync();
        this.#open = this.#open.slice(group.length);
        this.#length += bytes.length;
        this.#durable = upTo;
      } catch (error) {
        problem = sentenceOf(error as NodeJS.ErrnoException, this.#path);
        // what was written of it must not be taken for whole; if this fails too the checksums tell
        await this.#file.truncate(this.#length).catch(() => {});
      }
      const settled = this.#waiting.filter((w) => problem !== null || w.rev <= this.#durable);
      this.#waiting = this.#waiting.filter((w) => !settled.includes(w));
      for (const w of settled) w.done(w.rev <= this.#durable ? null : problem);
    }
    // in the same turn as the last look at what waits: who comes later starts a run of its own
    this.#running = null;
  }

  /** Starts anew from a patch that stands for all that was appended by the time `header` is asked for. */
  async compact(header: () => JournalHeader): Promise<void> {
    while (this.#running) await this.#running;
    const { promise, done } = held();
    this.#running = promise;
    try {
      const begin = header();
      if (begin.rev !== this.#newest) throw new RangeError(`compacted at ${begin.rev}, but ${this.#newest} is the newest`);
      const within = this.#open.length;
      const { file, length } = await fresh(this.#path, begin);
      await this.#file.close();
      this.#file = file;
      this.#length = length;
      this.#started = length;
      this.#durable = begin.rev;
      this.#open = this.#open.slice(within);
    } finally {
      this.#running = this.#waiting.length > 0 ? this.#run() : null;
      done();
    }
  }

  async close(): Promise<void> {
    while (this.#running) await this.#running;
    await this.#file.close();
  }
}

function held(): { promise: Promise<void>; done: () => void } {
  let done = () => {};
  const promise = new Promise<void>((resolve) => { done = resolve; });
  return { promise, done };
}

async function fresh(path: string, header: JournalHeader): Promise<{ file: FileHandle; length: number }> {
  const beside = `${path}.new`;
  const bytes = writeRecord(header);
  const file = await open(beside, 'w+', 0o600);
  try {
    await writeAll(file, bytes, 0);
    await file.sync();
    await rename(beside, path);
  } catch (error) {
    await file.close();
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
  return { file, length: bytes.length };
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

function sentenceOf(error: NodeJS.ErrnoException, path: string): string {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG') return `The disk is full: what you change plays on, but is not kept. Make room where ${path} lies.`;
  return `What you change plays on, but cannot be kept: ${error.message}.`;
}
