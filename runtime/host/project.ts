/** A patch that is open: the document, its revisions, its journal and its file. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { apply, parse, save, type Diagnostic, type Edit, type Patch } from '../document/index.ts';
import { replyError, type ReplyError } from '../protocol/index.ts';
import type { JournalEdit, JournalHeader, ReadJournal } from './journal-record.ts';
import { Journal } from './journal.ts';
import { takeLock, type Lock } from './lock.ts';
import type { Owner } from './owner.ts';

export type EditTaken =
  | { taken: 'done' | 'repeated'; /** null once it is on disk, else why it is not */ durable: Promise<ReplyError | null> }
  | { taken: 'refused'; error: ReplyError };

export interface Conflict { file: Patch; journal: Patch; edits: number; /** ISO time */ fileChanged: string; journalChanged: string }

export type OpenedProject = { ok: true; project: Project } | { ok: false; diagnostics: Diagnostic[] };

export class Project {
  /** real path */
  readonly file: string;
  /** the host that has it; then this one only reads */
  readonly heldBy: Owner | null;
  #patch: Patch;
  #rev: number;
  #hash: string;
  #savedRev: number;
  #journal: Journal | null = null;
  #lock: Lock | null = null;
  #conflict: (Conflict & { read: ReadJournal }) | null = null;
  /** since the file was saved, as far as this run and the journal know; newest last */
  #history: JournalEdit[] = [];
  readonly #journalPath: string;

  private constructor(file: string, folder: string, patch: Patch, hash: string, held: { lock: Lock } | { heldBy: Owner }) {
    this.file = file;
    this.#journalPath = join(folder, 'journal');
    this.#patch = patch;
    this.#hash = hash;
    this.#rev = 0;
    this.#savedRev = 0;
    this.heldBy = 'heldBy' in held ? held.heldBy : null;
    this.#lock = 'lock' in held ? held.lock : null;
  }

  /** state: folder for the journals of all projects. */
  static async open(path: string, state: string): Promise<OpenedProject> {
    let file: string;
    let text: Buffer;
    try {
      file = realpathSync(path);
      text = readFileSync(file);
    } catch (error) {
      return { ok: false, diagnostics: [{ code: 'doc.missing', severity: 'error', message: `'${path}' cannot be read: ${(error as Error).message}.`, file: path }] };
    }
    const folder = join(state, createHash('sha256').update(file).digest('hex').slice(0, 32));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const held = takeLock(join(folder, 'lock'));
    const parsed = parse(text);
    if (!parsed.ok) {
      if ('lock' in held) held.lock.release();
      return { ok: false, diagnostics: parsed.diagnostics.map((d) => ({ file: path, ...d })) };
    }
    const project = new Project(file, folder, parsed.value, hashOf(text), held);
    await project.#recover();
    return { ok: true, project };
  }

  get patch(): Patch { return this.#patch; }
  get rev(): number { return this.#rev; }
  get saved(): boolean { return this.#rev === this.#savedRev; }
  get readOnly(): boolean { return this.heldBy !== null; }
  get conflict(): Conflict | null { return this.#conflict; }
  get history(): readonly JournalEdit[] { return this.#history; }
  /** newest revision that a power cut would leave */
  get durable(): number { return this.#journal?.durable ?? this.#rev; }

  /** Applies and journals. rev: the last one's + 1. Nothing is awaited before the edit counts for `patch`. */
  edit(rev: number, edit: Edit): EditTaken {
    const refused = (error: ReplyError): EditTaken => ({ taken: 'refused', error });
    if (this.readOnly || !this.#journal) {
      return refused(this.#conflict ? replyError('file.conflict', 'The file and the journal differ: choose one first.') : replyError('lease.read-only', `This patch is open in another Weft (process ${this.heldBy?.pid}): here it can only be watched.`));
    }
    if (rev <= this.#rev) return { taken: 'repeated', durable: this.#journal.settled(rev).then(problemOf) };
    if (rev > this.#rev + 1) return refused(replyError('revision.gap', `Revision ${rev} came after ${this.#rev}.`));
    const applied = apply(this.#patch, edit);
    if (!applied.ok) return refused(replyError('edit.refused', applied.diagnostics[0]!.message, applied.diagnostics[0]!.node));
    this.#patch = applied.value.patch;
    this.#rev = rev;
    this.#history.push({ rev, edit });
    const durable = this.#journal.append({ rev, edit }).then(problemOf);
    if (this.#journal.worthCompacting) void this.#journal.compact(() => this.#header()).catch(() => {});
    return { taken: 'done', durable };
  }

  /** Writes the file, whole or not at all. over: also over what others wrote meanwhile. */
  async save(over: boolean): Promise<{ ok: true; rev: number; hash: string } | { ok: false; error: ReplyError }> {
    if (this.readOnly || !this.#journal) return { ok: false, error: replyError('lease.read-only', 'This patch is open in another Weft: here it can only be watched.') };
    const rev = this.#rev;
    const text = Buffer.from(save(this.#patch));
    try {
      if (!over && hashOf(readFileSync(this.file)) !== this.#hash) return { ok: false, error: replyError('file.conflict', 'The file has been changed by another program since it was opened. Save over it, or open it again.') };
      await replaceFile(this.file, text);
    } catch (error) {
      return { ok: false, error: replyError('file.failed', `'${this.file}' could not be saved: ${(error as Error).message}. Your changes are kept in the journal.`) };
    }
    this.#hash = hashOf(text);
    this.#savedRev = rev;
    this.#history = this.#history.filter((e) => e.rev > rev);
    const problem = await this.#journal.compact(() => this.#header()).then(() => null, (error: Error) => error);
    if (problem) return { ok: false, error: replyError('journal.failed', `The file is saved, but the journal could not be begun anew: ${problem.message}.`) };
    return { ok: true, rev, hash: this.#hash };
  }

  /** Ends a conflict: what the file says, or what the journal does. */
  async take(which: 'file' | 'journal'): Promise<void> {
    const conflict = this.#conflict;
    if (!conflict) return;
    if (which === 'journal') {
      this.#restore(conflict.read, conflict.journal);
      // the file holds something else than any revision of this journal
      this.#savedRev = -1;
      this.#journal = await Journal.resume(this.#journalPath, conflict.read);
      await this.#journal.compact(() => this.#header());
    } else {
      this.#patch = conflict.file;
      this.#rev = 0;
      this.#journal = await Journal.start(this.#journalPath, this.#header());
    }
    this.#conflict = null;
  }

  async close(): Promise<void> {
    await this.#journal?.close();
    this.#journal = null;
    this.#lock?.release();
    this.#lock = null;
  }

  async #recover(): Promise<void> {
    const read = await Journal.read(this.#journalPath);
    const restored = read ? replay(read) : null;
    if (this.readOnly) {
      // what the other host has is what is to be seen
      if (read && restored && read.header.hash === this.#hash) this.#restore(read, restored);
      return;
    }
    const worth = read !== null && restored !== null && (read.edits.length > 0 || read.header.rev !== read.header.saved);
    if (worth && read.header.hash !== this.#hash) {
      this.#conflict = { file: this.#patch, journal: restored, edits: read.edits.length, fileChanged: changed(this.file), journalChanged: changed(this.#journalPath), read };
      this.#patch = restored;
      return;
    }
    if (worth) {
      this.#restore(read, restored);
      this.#journal = await Journal.resume(this.#journalPath, read);
    } else this.#journal = await Journal.start(this.#journalPath, this.#header());
  }

  #restore(read: ReadJournal, patch: Patch): void {
    this.#patch = patch;
    this.#rev = read.header.rev + read.edits.length;
    this.#savedRev = read.header.saved;
    this.#history = read.edits;
  }

  #header(): JournalHeader {
    return { journal: 1, file: this.file, hash: this.#hash, saved: this.#savedRev, rev: this.#rev, patch: save(this.#patch) };
  }
}

function replay(read: ReadJournal): Patch | null {
  const base = parse(read.header.patch);
  if (!base.ok) return null;
  let patch = base.value;
  for (const { edit } of read.edits) {
    const applied = apply(patch, edit);
    if (!applied.ok) return null;
    patch = applied.value.patch;
  }
  return patch;
}

/** Beside it first, then by rename: a reader sees the old file or the new one. */
async function replaceFile(path: string, text: Buffer): Promise<void> {
  const beside = `${path}.${process.pid}.saving`;
  const { mode } = statSync(path);
  const file = await open(beside, 'w', mode & 0o777);
  try {
    await file.writeFile(text);
    await file.sync();
    await file.close();
    chmodSync(beside, mode & 0o777);
    await rename(beside, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(beside, { force: true });
    throw error;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const problemOf = (sentence: string | null): ReplyError | null => (sentence === null ? null : replyError('journal.failed', sentence));
const changed = (path: string): string => statSync(path).mtime.toISOString();
