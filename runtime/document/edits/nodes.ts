import { quoted } from '../plain.ts';
import type { Draft } from './draft.ts';
import type { EditOf } from './edit.ts';
import { refuse, type Outcome } from './refusal.ts';
import { nodeOfPort, noSuchScope, own, scopeOf, writeAll, type Scope } from './scope.ts';

type Write = readonly [path: readonly string[], value: unknown];

export function addNode(draft: Draft, edit: EditOf<'addNode'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  if (own(scope.nodes, edit.id)) return refuse(`There is already a node ${edit.id} in ${scope.name}. Choose another id.`, { node: edit.id });
  const writes: Write[] = [[[...scope.path, 'nodes', edit.id], edit.node]];
  if (edit.at) writes.push([[...scope.path, 'layout', edit.id], edit.at]);
  return writeAll(draft, writes);
}

export function removeNodes(draft: Draft, edit: EditOf<'removeNodes'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  const missing = edit.ids.find((id) => !own(scope.nodes, id));
  if (missing !== undefined) return noSuchNode(missing, scope);
  return writeAll(draft, removal(scope, new Set(edit.ids)));
}

/** Out go the nodes, every wire with an end at one, their places, and what a definition publishes of them. */
function removal(scope: Scope, ids: ReadonlySet<string>): Write[] {
  const writes: Write[] = [];
  const gone = (port: string) => ids.has(nodeOfPort(port));
  for (const [id, wire] of Object.entries(scope.wires)) {
    if (gone(wire.from) || gone(wire.to)) writes.push([[...scope.path, 'wires', id], undefined]);
  }
  for (const id of ids) {
    if (own(scope.layout, id)) writes.push([[...scope.path, 'layout', id], undefined]);
    writes.push([[...scope.path, 'nodes', id], undefined]);
  }
  const d = scope.definition;
  if (d === null) return writes;
  for (const [name, ports] of Object.entries(d.inlets)) {
    const list = typeof ports === 'string' ? [ports] : ports;
    const kept = list.filter((p) => !gone(p));
    if (kept.length < list.length) writes.push([[...scope.path, 'inlets', name], kept.length === 0 ? undefined : kept]);
  }
  for (const table of ['outlets', 'params'] as const) {
    for (const [name, port] of Object.entries(d[table] ?? {})) if (gone(port)) writes.push([[...scope.path, table, name], undefined]);
  }
  return writes;
}

export function setParam(draft: Draft, edit: EditOf<'setParam'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  if (!own(scope.nodes, edit.id)) return noSuchNode(edit.id, scope);
  return writeAll(draft, [[[...scope.path, 'nodes', edit.id, 'params', edit.param], edit.value]]);
}

type FieldEdit = EditOf<'setType' | 'setTitle' | 'setMedia' | 'setData' | 'setNodeSeed' | 'setHash'>;

export function setField(draft: Draft, edit: FieldEdit): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  if (!own(scope.nodes, edit.id)) return noSuchNode(edit.id, scope);
  const [field, value] = fieldOf(edit);
  if (edit.op === 'setMedia' && edit.media !== undefined && !own(draft.patch.media, edit.media)) {
    return refuse(`There is no media entry ${quoted(edit.media)}. Add the file to the patch first.`, { node: edit.id });
  }
  return writeAll(draft, [[[...scope.path, 'nodes', edit.id, field], value]]);
}

function fieldOf(edit: FieldEdit): [field: string, value: unknown] {
  switch (edit.op) {
    case 'setType': return ['type', edit.type];
    case 'setTitle': return ['title', edit.title];
    case 'setMedia': return ['media', edit.media];
    case 'setData': return ['data', edit.data];
    case 'setNodeSeed': return ['seed', edit.seed];
    case 'setHash': return ['hash', edit.hash];
  }
}

/** Places keep what else they hold. */
export function move(draft: Draft, edit: EditOf<'move'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  const missing = Object.keys(edit.places).find((id) => !own(scope.nodes, id));
  if (missing !== undefined) return noSuchNode(missing, scope);
  return writeAll(draft, Object.entries(edit.places).map(([id, place]) =>
    [[...scope.path, 'layout', id], { ...own(scope.layout, id), ...place }] as const));
}

export function noSuchNode(id: string, scope: Scope): Outcome {
  return refuse(`There is no node ${quoted(id)} in ${scope.name}. It may have been removed; choose another.`);
}
