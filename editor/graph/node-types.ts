/** The type of a node as the canvas sees it: from the catalog, or made of the definition that it places. */
import type { Catalog, Inlet, NodeType, Outlet, Param } from '../../runtime/catalog/types.ts';
import { parsePort, type Definition, type Patch } from '../../runtime/document/index.ts';
import { portsOf, type Ports } from '../../runtime/compile/ports.ts';
import { own } from '../store/scope.ts';

export interface TypeInfo { type: NodeType; ports: Ports; /** what comes in reaches what goes out in the same frame or block */ through: boolean }

/** Types by id; null for one that nobody knows. Keep it while patch.definitions and catalog are the same. */
export interface TypeTable { get(id: string): TypeInfo | null }

const PREFIX = 'patch.';

/** [any] */
export function typeTable(definitions: Patch['definitions'], catalog: Catalog): TypeTable {
  const known = new Map<string, TypeInfo | null>();
  const get = (id: string): TypeInfo | null => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // A definition that contains itself meets this entry on its way.
    known.set(id, null);
    const info = id.startsWith(PREFIX) ? placed(id) : plain(catalog.types.get(id));
    known.set(id, info);
    return info;
  };
  const placed = (id: string): TypeInfo | null => {
    const name = id.slice(PREFIX.length);
    const definition = own(definitions, name);
    return definition === undefined ? null : ofDefinition(id, name, definition, { get });
  };
  return { get };
}

function plain(type: NodeType | undefined): TypeInfo | null {
  if (type === undefined) return null;
  const ports = portsOf(type);
  return { type, ports, through: ports.domain !== 'delay' && ports.domain !== 'analyse' };
}

function ofDefinition(id: string, name: string, definition: Definition, types: TypeTable): TypeInfo {
  const inner = (text: string) => {
    const ref = parsePort(text);
    const node = ref === null ? undefined : own(definition.nodes, ref.path[0]!);
    const info = node === undefined ? null : types.get(node.type);
    return ref === null || info === null ? null : { info, port: ref.port, component: ref.component };
  };
  const inlets: Inlet[] = [], outlets: Outlet[] = [], params: Param[] = [];
  const publish = (title: string, text: string) => {
    const at = inner(text);
    if (at === null) return;
    const inlet = at.info.ports.inlet.get(at.port);
    const param = at.info.ports.param.get(at.port);
    if (inlet !== undefined) inlets.push({ ...at.info.type.inlets[inlet]!, name: title, title });
    else if (param !== undefined) params.push(at.component === null ? { ...param, name: title, title } : single(param, title));
  };
  for (const [title, texts] of Object.entries(definition.inlets)) {
    const first = typeof texts === 'string' ? texts : texts[0];
    if (first !== undefined) publish(title, first);
  }
  for (const [title, text] of Object.entries(definition.params ?? {})) publish(title, text);
  for (const [title, text] of Object.entries(definition.outlets)) {
    const at = inner(text);
    const outlet = at?.info.ports.outlet.get(at.port);
    if (at && outlet !== undefined) outlets.push({ ...at.info.type.outlets[outlet]!, name: title, title });
  }
  const type: NodeType = {
    id, kind: 'service', file: '', origin: 'project', hash: '', title: definition.title ?? name, description: 'A sub-patch. Enter it with a double-click.',
    category: 'Sub-patches', search: ['sub-patch', 'group', 'macro'], inlets, outlets, params, container: false,
    service: { name: 'patch', config: {}, delay: false },
  };
  return { type, ports: portsOf(type), through: passesThrough(definition, types) };
}

/** One component of a vector, published by itself. */
function single(param: Param, title: string): Param {
  const first = (of: number | number[]): number => (typeof of === 'number' ? of : of[0] ?? 0);
  return { ...param, kind: 'float', name: title, title, min: first(param.min), max: first(param.max), default: 0 };
}

/** False when every way from what is published in to what is published out meets a delay. */
function passesThrough(definition: Definition, types: TypeTable): boolean {
  const start = new Set<string>();
  for (const texts of [...Object.values(definition.inlets), ...Object.values(definition.params ?? {})]) {
    for (const text of typeof texts === 'string' ? [texts] : texts) start.add(nodeOf(text));
  }
  const ends = new Set(Object.values(definition.outlets).map(nodeOf));
  const open = [...start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const inner = own(definition.nodes, node);
    if (inner === undefined || types.get(inner.type)?.through === false) continue;
    if (ends.has(node)) return true;
    for (const wire of Object.values(definition.wires)) {
      const to = nodeOf(wire.to);
      if (nodeOf(wire.from) === node && !start.has(to)) {
        start.add(to);
        open.push(to);
      }
    }
  }
  return false;
}

/** `n_a.out`, `n_sub/n_a.out` -> the node of this scope. */
export function nodeOf(port: string): string {
  const end = port.search(/[./]/);
  return end < 0 ? port : port.slice(0, end);
}
