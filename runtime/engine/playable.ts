import type { Catalog, NodeType } from '../catalog/types.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import { encodePlan } from '../plan/encode.ts';
import { fusedFailures } from '../plan/fused.ts';
import type { Plan } from '../plan/types.ts';
import type { Answer } from './engine.ts';
import type { Live, Loaded, PlanBytes } from './live.ts';

export interface Compiled { plan: Plan | null; bases: number[]; diagnostics: Diagnostic[] }

/** Compiles the document with this catalog, these nodes kept out of fusion. */
export type Compile = (catalog: Catalog, unfusable: ReadonlySet<string>) => Compiled;

/**
 * Brings documents to play live, and keeps what it takes to bring them there when a shader is broken: programs of several
 * nodes are taken apart, then a node type whose shader may not be drawn goes back to its last version that could be. What is
 * left is played with holes. [js]
 */
export class Playable {
  private readonly good = new Map<string, NodeType>();
  private unfusable: ReadonlySet<string> = new Set();

  constructor(private readonly live: Live) {}

  /** Diagnostics: of the compile, and of what was tried natively, whether or not it plays in the end. */
  async load(compile: Compile, catalog: Catalog, rev: number, date?: PlanBytes['date']): Promise<Answer<Loaded & { plan: Plan | null }>> {
    let current = catalog;
    let said: Diagnostic[] = [];
    for (let round = 0; ; round++) {
      const compiled = compile(current, this.unfusable);
      const { plan } = compiled;
      if (!plan) return { ok: true, value: { rev, overtaken: false, played: false, playsFrom: { now: -1, frame: -1 }, diagnostics: compiled.diagnostics, plan } };
      const answer = await this.live.load({ bytes: encodePlan(plan), bases: Float32Array.from(compiled.bases), rev, whole: round < ROUNDS, ...(date ? { date } : {}) });
      if (!answer.ok) return answer;
      const { value } = answer;
      const diagnostics = [...compiled.diagnostics, ...said, ...value.diagnostics];
      const bad = new Set(value.diagnostics.filter((d) => BROKEN.has(d.code)).map((d) => d.node));
      if (value.played || value.overtaken || bad.size === 0) {
        if (value.played) this.remember(plan, current, bad);
        return { ok: true, value: { ...value, diagnostics, plan } };
      }
      const alone = fusedFailures(plan, value.diagnostics);
      if (alone.size > 0) {
        this.unfusable = new Set([...this.unfusable, ...alone]);
      } else {
        said = [...said, ...value.diagnostics];
        current = this.withLastGood(plan, current, bad);
      }
    }
  }

  private remember(plan: Plan, catalog: Catalog, bad: ReadonlySet<string | undefined>): void {
    const broken = new Set(plan.nodes.filter((n) => bad.has(n.path)).map((n) => n.type));
    for (const { type } of plan.nodes) {
      const known = catalog.types.get(type);
      if (known && !broken.has(type)) this.good.set(type, known);
    }
  }

  private withLastGood(plan: Plan, catalog: Catalog, bad: ReadonlySet<string | undefined>): Catalog {
    const types = new Map(catalog.types);
    for (const node of plan.nodes) {
      const good = bad.has(node.path) ? this.good.get(node.type) : undefined;
      if (good) types.set(node.type, good);
    }
    return { ...catalog, types };
  }
}

/** Taken apart, then the last good versions, and those taken apart. */
const ROUNDS = 3;
const BROKEN: ReadonlySet<string> = new Set<Diagnostic['code']>(['shader.compile', 'shader.slow']);
