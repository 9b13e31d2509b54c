import { freeName, parsePort } from '../ids.ts';
import { takenIn } from '../seed-path.ts';
import type { Definition, LayoutItem, PatchNode, Wire } from '../types.ts';
import type { Draft } from './draft.ts';
import type { EditOf } from './edit.ts';
import { noSuchNode } from './nodes.ts';
import { refuse, type Outcome } from './refusal.ts';
import { nodeOfPort, noSuchScope, own, scopeOf, writeAll, type Scope } from './scope.ts';

type Write = readonly [path: readonly string[], value: unknown];

/**
 * Nodes and the wires between them become a definition, placed once in their stead. Wires that cross its edge, and what
 * an enclosing definition publishes of the nodes, go through ports that it publishes.
 */
export function group(draft: Draft, edit: EditOf<'group'>): Outcome {
  const scope = scopeOf(draft, edit.in);
  if (scope === null) return noSuchScope(edit.in);
  const ids = new Set(edit.ids);
  if (ids.size === 0) return refuse('Nothing is selected. Select the nodes that the definition is to hold.');
  for (const id of ids) if (!own(scope.nodes, id)) return noSuchNode(id, scope);
  if (own(draft.patch.definitions, edit.name)) return refuse(`There is already a definition ${edit.name}. Choose another name.`);
  if (own(scope.nodes, edit.as) && !ids.has(edit.as)) return refuse(`There is already a node ${edit.as} in ${scope.name}. Choose another id.`, { node: edit.as });

  const face = new Face(edit.as, new Set(edit.params));
  const inner: Record<string, Wire> = {};
  const writes: Write[] = [];
  for (const [id, wire] of Object.entries(scope.wires)) {
    const [fromInside, toInside] = [ids.has(nodeOfPort(wire.from)), ids.has(nodeOfPort(wire.to))];
    if (fromInside && toInside) {
      inner[id] = wire;
      writes.push([[...scope.path, 'wires', id], undefined]);
    } else if (fromInside) {
      writes.push([[...scope.path, 'wires', id], { ...wire, from: face.outlet(wire.from) }]);
    } else if (toInside) {
      const moves = wire.stage !== undefined || wire.mode !== undefined || wire.depth !== undefined;
      writes.push([[...scope.path, 'wires', id], { ...wire, to: face.inlet(wire.to, moves) }]);
    }
  }
  writes.push(...published(scope, ids, face));

  const nodes: Record<string, PatchNode> = {};
  const seedPaths: Record<string, string> = {};
  const layout: Record<string, LayoutItem> = {};
  for (const id of ids) {
    const { seedPaths: said, ...node } = scope.nodes[id]!;
    nodes[id] = said === undefined ? scope.nodes[id]! : node;
    Object.assign(seedPaths, takenIn(id, scope.nodes[id]!));
    const place = own(scope.layout, id);
    if (place) {
      layout[id] = place;
      writes.push([[...scope.path, 'layout', id], undefined]);
    }
    writes.push([[...scope.path, 'nodes', id], undefined]);
  }

  const definition: Definition = { ...(edit.title === undefined ? {} : { title: edit.title }), nodes, wires: inner, inlets: face.inlets, outlets: face.outlets };
  if (Object.keys(face.params).length > 0) definition.params = face.params;
  const middle = centre(layout);
  if (middle !== null) definition.layout = layout;
  writes.unshift([['definitions', edit.name], definition]);
  writes.push([[...scope.path, 'nodes', edit.as], { type: `patch.${edit.name}`, seedPaths }]);
  if (middle !== null) writes.push([[...scope.path, 'layout', edit.as], middle]);

  const paths = Object.fromEntries([...ids].map((id) => [id, `${edit.as}/${id}`]));
  draft.moves.push(edit.in === undefined ? { paths } : { in: edit.in, paths });
  return writeAll(draft, writes);
}

/** What an enclosing definition publishes of the nodes, it publishes of the new one. */
function published(scope: Scope, ids: ReadonlySet<string>, face: Face): Write[] {
  const d = scope.definition;
  if (d === null) return [];
  const writes: Write[] = [];
  const inside = (port: string) => ids.has(nodeOfPort(port));
  for (const [name, ports] of Object.entries(d.inlets)) {
    const list = typeof ports === 'string' ? [ports] : ports;
    if (!list.some(inside)) continue;
    const through = list.map((p) => (inside(p) ? face.inlet(p, false) : p));
    writes.push([[...scope.path, 'inlets', name], typeof ports === 'string' ? through[0] : through]);
  }
  for (const [name, port] of Object.entries(d.outlets)) if (inside(port)) writes.push([[...scope.path, 'outlets', name], face.outlet(port)]);
  for (const [name, port] of Object.entries(d.params ?? {})) if (inside(port)) writes.push([[...scope.path, 'params', name], face.inlet(port, true)]);
  return writes;
}

/** The ports that the new definition publishes, made as they are asked for. */
class Face {
  readonly inlets: Record<string, string> = {};
  readonly outlets: Record<string, string> = {};
  readonly params: Record<string, string> = {};
  #as: string;
  #known: ReadonlySet<string>;
  /** inner port -> published name */
  #in = new Map<string, string>();
  #out = new Map<string, string>();

  constructor(as: string, known: ReadonlySet<string>) {
    this.#as = as;
    this.#known = known;
  }

  outlet(port: string): string {
    const [inner, component] = split(port);
    let name = this.#out.get(inner);
    if (name === undefined) {
      name = freeName(plainName(inner), (n) => Object.hasOwn(this.outlets, n));
      this.outlets[name] = inner;
      this.#out.set(inner, name);
    }
    return `${this.#as}.${name}${component}`;
  }

  inlet(port: string, isParam: boolean): string {
    const [inner, component] = split(port);
    const moved = isParam || component !== '' || this.#known.has(inner);
    let name = this.#in.get(inner);
    if (name === undefined) {
      name = freeName(plainName(inner), (n) => Object.hasOwn(this.inlets, n) || Object.hasOwn(this.params, n));
      this.#in.set(inner, name);
      (moved ? this.params : this.inlets)[name] = inner;
    } else if (moved && Object.hasOwn(this.inlets, name)) {
      delete this.inlets[name];
      this.params[name] = inner;
    }
    return `${this.#as}.${name}${component}`;
  }
}

/** `n_a.tint.r` -> [`n_a.tint`, `.r`]: the component stays on the wire. */
function split(port: string): [inner: string, component: string] {
  const at = port.indexOf('.', port.indexOf('.') + 1);
  return at < 0 ? [port, ''] : [port.slice(0, at), port.slice(at)];
}

function plainName(inner: string): string {
  const name = parsePort(inner)!.port;
  return name.startsWith('$') ? name.slice(1) : name;
}

/** Whole pixels, so that there and back is exact; null when nothing has a place. */
export function centre(layout: Readonly<Record<string, LayoutItem>>): LayoutItem | null {
  const places = Object.values(layout);
  if (places.length === 0) return null;
  const mean = (of: (p: LayoutItem) => number) => Math.round(places.reduce((sum, p) => sum + of(p) / places.length, 0)) + 0;
  return { x: mean((p) => p.x), y: mean((p) => p.y) };
}
