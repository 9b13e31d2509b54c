/** The inside that an edit works on: the patch itself, or one definition. */
import type { Definition, LayoutItem, Patch, PatchNode, Wire } from '../types.ts';
import { quoted } from '../plain.ts';
import type { Draft } from './draft.ts';
import { refuse, type Outcome } from './refusal.ts';

export interface Scope {
  /** keys from the root to the object that has `nodes` and `wires` */
  path: readonly string[];
  /** how sentences name it */
  name: string;
  /** the definition, when it is one */
  definition: Definition | null;
  nodes: Readonly<Record<string, PatchNode>>;
  wires: Readonly<Record<string, Wire>>;
  layout: Readonly<Record<string, LayoutItem>>;
}

/** As it stands now: read it again after writing. */
export function scopeOf(draft: Draft, inside: string | undefined): Scope | null {
  const { patch } = draft;
  if (inside === undefined) {
    return { path: [], name: 'the patch', definition: null, nodes: patch.nodes, wires: patch.wires, layout: patch.layout };
  }
  const definition = own(patch.definitions, inside);
  if (definition === undefined) return null;
  const { nodes, wires, layout = {} } = definition;
  return { path: ['definitions', inside], name: `the definition ${inside}`, definition, nodes, wires, layout };
}

export function noSuchScope(inside: string | undefined): Outcome {
  return refuse(`There is no definition ${quoted(inside ?? '')}. Open the patch again.`);
}

export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** First id of `n_sub/n_a.port`: the node of this scope that a port belongs to. */
export function nodeOfPort(port: string): string {
  return /^[^./]*/.exec(port)![0];
}

/** Writes one after the other; the first that does not fit refuses the edit. */
export function writeAll(draft: Draft, changes: readonly (readonly [path: readonly string[], value: unknown])[]): Outcome {
  for (const [path, value] of changes) {
    const why = draft.write(path, value);
    if (why !== null) return refuse(`The edit does not fit: ${why}.`);
  }
  return null;
}
