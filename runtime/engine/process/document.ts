/** Document and catalog as the engine has them, and the plan made of them. No threads, no sockets. */
import { dirname, resolve } from 'node:path';
import { realpathSync } from 'node:fs';
import type { Catalog, NodeType } from '../../catalog/types.ts';
import { compile, newCache } from '../../compile/index.ts';
import { apply, parse, type Diagnostic, type Edit, type Patch } from '../../document/index.ts';
import { encodePlan } from '../../plan/encode.ts';
import { fusedFailures } from '../../plan/fused.ts';
import type { Plan } from '../../plan/types.ts';
import { projectRoot } from '../../project/root.ts';
import { reachMedia } from '../../project/workspace.ts';
import type { SetValue } from '../live.ts';
import { healed } from './heal.ts';

export interface Program {
  bytes: Uint8Array;
  bases: Float32Array;
  sampleRate: number;
  /** not to be played when a shader of it may not be drawn: there is something else to try */
  whole: boolean;
}

/** what is tried before a program is played with holes */
const ROUNDS = 3;

export interface Outcome {
  rev: number;
  diagnostics: Diagnostic[];
  /** null: what plays stays as it is - only parameters moved, or nothing is left that could play */
  program: Program | null;
  /** bases that the document has changed; to be set once the program plays */
  sets: SetValue[];
}

export type Taken = { ok: true; repeated: boolean } | { ok: false; code: 'revision.gap' | 'revision.none' | 'edit.refused'; message: string };

export class EngineDocument {
  #patch: Patch | null = null;
  #file = '';
  #rev = 0;
  #bypassed: readonly string[] = [];
  readonly #libraries: readonly string[];
  #catalog: Catalog = { types: new Map(), diagnostics: [] };
  #unfusable: Set<string> = new Set();
  #plan: Plan | null = null;
  #bases = new Map<string, number>();
  #diagnostics: Diagnostic[] = [];
  readonly #cache = newCache();
  /** types as they were when they last played, and those of them that stand in for a broken file */
  readonly #good = new Map<string, NodeType>();
  #instead = new Map<string, NodeType>();
  /** what was found of programs that were not played */
  #said: Diagnostic[] = [];
  #rounds = 0;

  constructor(libraries: readonly string[]) {
    this.#libraries = libraries;
  }

  get rev(): number { return this.#rev; }
  get file(): string { return this.#file; }

  /** A catalog read anew: types whose file did not change stay the ones they were, and so does what was made of them.
   *  A type whose file is now broken plays on as it was. True: something is different. */
  useCatalog(read: Catalog): boolean {
    const before = this.#catalog.types;
    const types = new Map<string, NodeType>();
    let changed = before.size !== read.types.size || (read.faults?.size ?? 0) !== (this.#catalog.faults?.size ?? 0);
    for (const [id, type] of read.types) {
      const old = before.get(id);
      const same = old !== undefined && old.hash === type.hash && old.file === type.file;
      types.set(id, same ? old : type);
      changed ||= !same;
    }
    for (const id of read.faults?.keys() ?? []) {
      const good = before.get(id);
      if (good && !this.#catalog.faults?.has(id)) changed = true;
      if (good) types.set(id, good);
    }
    this.#catalog = { ...read, types };
    if (changed) this.#forget();
    return changed;
  }

  load(text: Uint8Array, file: string, rev: number, bypassed: readonly string[]): Diagnostic[] | null {
    const parsed = parse(text);
    if (!parsed.ok) return parsed.diagnostics;
    this.#patch = parsed.value;
    this.#file = file;
    this.#rev = rev;
    this.#bypassed = bypassed;
    this.#forget();
    this.#plan = null;
    this.#bases = new Map();
    return null;
  }

  #forget(): void {
    this.#unfusable = new Set();
    this.#instead = new Map();
    this.#said = [];
    this.#rounds = 0;
  }

  /** Takes the edit into the document; compiles nothing. */
  edit(rev: number, edit: Edit): Taken {
    if (this.#patch === null) return { ok: false, code: 'revision.none', message: 'No document is loaded.' };
    if (rev <= this.#rev) return { ok: true, repeated: true };
    if (rev !== this.#rev + 1) return { ok: false, code: 'revision.gap', message: `Revision ${rev} came after ${this.#rev}.` };
    const applied = apply(this.#patch, edit);
    if (!applied.ok) return { ok: false, code: 'edit.refused', message: applied.diagnostics[0]?.message ?? 'The edit does not fit the document.' };
    this.#patch = applied.value.patch;
    this.#rev = rev;
    return { ok: true, repeated: false };
  }

  /** Where every edit since the last compile moved one parameter's number: its rows, and nothing is compiled. */
  settle(edits: readonly Edit[]): Outcome {
    const sets: SetValue[] = [];
    for (const edit of edits) {
      const set = this.#plan === null ? null : this.#numberOf(edit);
      if (set === null) return this.compile();
      sets.push(set);
    }
    for (const s of sets) this.#bases.set(s.row, s.value);
    return { rev: this.#rev, diagnostics: this.#diagnostics, program: null, sets };
  }

  compile(): Outcome {
    const patch = this.#patch;
    if (patch === null) return { rev: this.#rev, diagnostics: [], program: null, sets: [] };
    const catalog = this.#playing();
    const whole = this.#bypassed.reduce((p, path) => healed(p, path, catalog), patch);
    const reached = reachMedia(whole, catalog, this.#reach());
    const { plan, bases, diagnostics } = compile({ patch: whole, catalog, media: reached.media, unfusable: this.#unfusable, cache: this.#cache });
    this.#diagnostics = [...reached.diagnostics, ...diagnostics, ...this.#said];
    if (plan === null) return { rev: this.#rev, diagnostics: this.#diagnostics, program: null, sets: [] };
    this.#plan = plan;
    const sets: SetValue[] = [];
    const now = new Map<string, number>();
    plan.rows.forEach((row, i) => {
      const base = bases[i]!;
      const was = this.#bases.get(row.id);
      if (was !== undefined && was !== base) sets.push({ row: row.id, value: base });
      now.set(row.id, base);
    });
    this.#bases = now;
    return {
      rev: this.#rev, diagnostics: this.#diagnostics, sets,
      program: { bytes: encodePlan(plan), bases: Float32Array.from(bases), sampleRate: plan.sampleRate, whole: this.#rounds < ROUNDS },
    };
  }

  /**
   * How the newest program fared. Where a shader of it is broken: a program with that one taken out of its fusion, then one
   * with the last version of its file that played, then one with holes. Null: nothing else is to be tried.
   */
  prepared(played: boolean, found: readonly Diagnostic[]): Outcome | null {
    const plan = this.#plan;
    if (plan === null) return null;
    const broken = found.filter((d) => d.code === 'shader.compile' || d.code === 'shader.slow');
    const paths = new Set(broken.map((d) => d.node));
    if (played || broken.length === 0) {
      if (!played) return null;
      const bad = new Set(plan.nodes.filter((n) => paths.has(n.path)).map((n) => n.type));
      for (const { type } of plan.nodes) {
        const known = this.#playing().types.get(type);
        if (known && !bad.has(type)) this.#good.set(type, known);
      }
      return null;
    }
    this.#rounds++;
    const alone = [...fusedFailures(plan, found)].filter((path) => !this.#unfusable.has(path));
    for (const path of alone) this.#unfusable.add(path);
    if (alone.length === 0) {
      this.#said = [...this.#said, ...broken];
      for (const node of plan.nodes) {
        const good = paths.has(node.path) ? this.#good.get(node.type) : undefined;
        if (good) this.#instead.set(node.type, good);
      }
    }
    return this.compile();
  }

  #playing(): Catalog {
    return this.#instead.size === 0 ? this.#catalog : { ...this.#catalog, types: new Map([...this.#catalog.types, ...this.#instead]) };
  }

  #numberOf(edit: Edit): SetValue | null {
    if (edit.op !== 'setParam' || edit.in !== undefined || (typeof edit.value !== 'number' && typeof edit.value !== 'boolean')) return null;
    const node = this.#patch!.nodes[edit.id];
    const param = node && this.#catalog.types.get(node.type)?.params.find((p) => p.name === edit.param);
    const row = `${edit.id}.${edit.param}`;
    if (!param || !this.#bases.has(row)) return null;
    if (param.kind === 'bool' && typeof edit.value === 'boolean') return { row, value: edit.value ? 1 : 0 };
    // what lies outside its range, or between its values, is for the compiler to judge
    const plain = param.kind === 'float' && typeof edit.value === 'number' && edit.value >= Number(param.min) && edit.value <= Number(param.max);
    return plain ? { row, value: edit.value as number } : null;
  }

  #reach() {
    const patchFile = resolve(this.#file);
    let folders: string[] = [];
    try {
      folders = [projectRoot(patchFile), ...this.#libraries.map((l) => realpathSync(l))];
    } catch {
      folders = [dirname(patchFile)];
    }
    return { patchFile, folders };
  }
}
