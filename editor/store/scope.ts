/** What the canvas shows: the patch itself, or the inside of one of its definitions. */
import type { Definition, LayoutItem, Patch, PatchNode, Wire } from '../../runtime/document/index.ts';

export interface Scope {
  /** name of the definition; null: the patch itself */
  name: string | null;
  nodes: Readonly<Record<string, PatchNode>>;
  wires: Readonly<Record<string, Wire>>;
  layout: Readonly<Record<string, LayoutItem>>;
}

const nowhere: Readonly<Record<string, LayoutItem>> = {};

/** The inside of the definition `name`, or the patch where there is none of that name (any more). [any] */
export function scopeOf(patch: Patch, name: string | null): Scope {
  const definition = name === null ? undefined : own(patch.definitions, name);
  if (definition === undefined) return { name: null, nodes: patch.nodes, wires: patch.wires, layout: patch.layout };
  return { name, nodes: definition.nodes, wires: definition.wires, layout: definition.layout ?? nowhere };
}

/** As an edit wants it: `{ in: 'pair' }`, or nothing for the patch itself. */
export const inside = (scope: { name: string | null }): { in?: string } => (scope.name === null ? {} : { in: scope.name });

export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A place on the way from the patch inwards: which node was entered, and what it places. */
export interface Entered { node: string; definition: string }

export const definitionAt = (trail: readonly Entered[]): string | null => trail.at(-1)?.definition ?? null;

/** How many of `trail` still lead somewhere: the node is there and places that definition. */
export function standing(patch: Patch, trail: readonly Entered[]): number {
  let nodes: Definition['nodes'] = patch.nodes;
  for (const [i, { node, definition }] of trail.entries()) {
    const there = own(patch.definitions, definition);
    if (own(nodes, node)?.type !== `patch.${definition}` || there === undefined) return i;
    nodes = there.nodes;
  }
  return trail.length;
}
