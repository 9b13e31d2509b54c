import { definitionOf, freeName, parsePort } from '../ids.ts';
import { letOut } from '../seed-path.ts';
import type { Definition, PatchNode, Wire } from '../types.ts';
import type { Draft } from './draft.ts';
import type { EditOf } from './edit.ts';
import { centre } from './group.ts';
import { noSuchNode } from './nodes.ts';
import { refuse, type Outcome } from './refusal.ts';
import { nodeOfPort, noSuchScope, own, scopeOf, writeAll, type Scope } from './scope.ts';

type Write = readonly [path: readonly string[], value: unknown];

/** A placed definition dissolves: its nodes and wires stand in its place, with the values and wires it was given. */
export function ungroup(draft: Draft, edit: EditOf<'ungroup'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  const instance = own(scope.nodes, edit.id);
  if (instance === undefined) return noSuchNode(edit.id, scope);
  const name = definitionOf(instance.type);
  const definition = name === null ? undefined : own(draft.patch.definitions, name);
  if (definition === undefined) return refuse(`The node ${edit.id} places no definition, so there is nothing to take apart.`, { node: edit.id });

  const out = new Opened(edit.id, definition, scope);
  const wires = wiresOut(out, scope);
  if (!Array.isArray(wires)) return wires;
  const nodes = nodesOut(out, instance);
  if (!(nodes instanceof Map)) return nodes;

  const writes: Write[] = [[[...scope.path, 'nodes', edit.id], undefined]];
  if (own(scope.layout, edit.id)) writes.push([[...scope.path, 'layout', edit.id], undefined]);
  for (const [id, node] of nodes) writes.push([[...scope.path, 'nodes', id], node]);
  writes.push(...wires, ...places(out, scope), ...published(out, scope));
  const paths = Object.fromEntries([...out.ids].map(([inner, id]) => [`${edit.id}/${inner}`, id]));
  draft.moves.push(edit.in === undefined ? { paths } : { in: edit.in, paths });
  return writeAll(draft, writes);
}

/** The instance's inside as seen from the scope it is let out into. */
class Opened {
  /** inner id -> id in the scope */
  readonly ids = new Map<string, string>();

  constructor(readonly id: string, readonly definition: Definition, scope: Scope) {
    const taken = new Set(Object.keys(scope.nodes));
    taken.delete(id);
    for (const inner of Object.keys(definition.nodes).sort()) {
      const free = freeName(inner, (n) => taken.has(n));
      taken.add(free);
      this.ids.set(inner, free);
    }
  }

  holds(port: string): boolean {
    return nodeOfPort(port) === this.id;
  }

  /** a port named inside */
  port(inner: string): string {
    const head = nodeOfPort(inner);
    return (this.ids.get(head) ?? head) + inner.slice(head.length);
  }

  /** the ports that a port of the instance stands for; null when it publishes no such name */
  behind(port: string, side: 'from' | 'to'): string[] | null {
    const ref = parsePort(port)!;
    if (ref.path.length > 1) return [this.port(port.slice(this.id.length + 1))];
    const d = this.definition;
    const inner = side === 'from' ? own(d.outlets, ref.port) : (own(d.inlets, ref.port) ?? own(d.params ?? {}, ref.port));
    if (inner === undefined) return null;
    // A name that stands for one component takes no other.
    return (typeof inner === 'string' ? [inner] : inner).map((p) =>
      this.port(p) + (ref.component === null || parsePort(p)!.component !== null ? '' : `.${ref.component}`));
  }
}

function wiresOut(out: Opened, scope: Scope): Write[] | Outcome {
  const writes: Write[] = [];
  const taken = new Set(Object.keys(scope.wires));
  const put = (id: string, wire: Wire) => {
    const free = freeName(id, (n) => taken.has(n));
    taken.add(free);
    writes.push([[...scope.path, 'wires', free], wire]);
  };
  for (const [id, wire] of Object.entries(scope.wires)) {
    if (!out.holds(wire.from) && !out.holds(wire.to)) continue;
    const from = out.holds(wire.from) ? out.behind(wire.from, 'from') : [wire.from];
    const to = out.holds(wire.to) ? out.behind(wire.to, 'to') : [wire.to];
    if (from === null || to === null) {
      return refuse(`The wire ${id} ends at ${from === null ? wire.from : wire.to}, which is no port of its inside. Remove the wire first.`, { wire: id });
    }
    writes.push([[...scope.path, 'wires', id], { ...wire, from: from[0]!, to: to[0]! }]);
    for (const more of to.slice(1)) put(id, { ...wire, from: from[0]!, to: more });
  }
  for (const [id, wire] of Object.entries(out.definition.wires)) put(id, { ...wire, from: out.port(wire.from), to: out.port(wire.to) });
  return writes;
}

/** Values that the instance was given go to the parameters that it published. */
function nodesOut(out: Opened, instance: PatchNode): Map<string, PatchNode> | Outcome {
  const nodes = new Map<string, PatchNode>();
  for (const [inner, id] of out.ids) {
    const { seedPaths: _, ...node } = out.definition.nodes[inner]!;
    const seedPaths = letOut(inner, out.definition.nodes[inner]!, id, out.id, instance);
    nodes.set(id, seedPaths === undefined ? node : { ...node, seedPaths });
  }
  for (const [name, value] of Object.entries(instance.params ?? {})) {
    const port = own(out.definition.params ?? {}, name);
    const ref = port === undefined ? null : parsePort(port);
    const id = ref?.path.length === 1 ? out.ids.get(ref.path[0]!) : undefined;
    if (!ref || id === undefined) {
      return refuse(`The node ${out.id} holds a value for ${name}, which is no parameter of a node of its own inside. Clear that value first.`, { node: out.id });
    }
    const node = nodes.get(id)!;
    const param = ref.component === null ? ref.port : `${ref.port}.${ref.component}`;
    nodes.set(id, { ...node, params: { ...node.params, [param]: value } });
  }
  return nodes;
}

/** Around where the instance stood. */
function places(out: Opened, scope: Scope): Write[] {
  const layout = out.definition.layout ?? {};
  const middle = centre(layout);
  if (middle === null) return [];
  const at = own(scope.layout, out.id) ?? middle;
  return Object.entries(layout).flatMap(([inner, place]) => {
    const id = out.ids.get(inner);
    return id === undefined ? [] : [[[...scope.path, 'layout', id], { ...place, x: place.x + (at.x - middle.x), y: place.y + (at.y - middle.y) }] as const];
  });
}

/** What an enclosing definition published of the instance, it publishes of what stood behind; a dead name goes. */
function published(out: Opened, scope: Scope): Write[] {
  const d = scope.definition;
  if (d === null) return [];
  const writes: Write[] = [];
  for (const [name, ports] of Object.entries(d.inlets)) {
    const list = typeof ports === 'string' ? [ports] : ports;
    if (!list.some((p) => out.holds(p))) continue;
    const behind = list.flatMap((p) => (out.holds(p) ? (out.behind(p, 'to') ?? []) : [p]));
    writes.push([[...scope.path, 'inlets', name], behind.length === 0 ? undefined : behind.length === 1 ? behind[0] : behind]);
  }
  for (const [table, side] of [['outlets', 'from'], ['params', 'to']] as const) {
    for (const [name, port] of Object.entries(d[table] ?? {})) {
      if (out.holds(port)) writes.push([[...scope.path, table, name], out.behind(port, side)?.[0]]);
    }
  }
  return writes;
}
