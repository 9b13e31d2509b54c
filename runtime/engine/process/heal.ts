import type { Catalog, WireType } from '../../catalog/types.ts';
import { parsePort, type Patch, type Wire } from '../../document/index.ts';

/**
 * The patch without one node, its wires led past it where an inlet carries what the outlet gave; a source leaves its outlets
 * unwired. path: of the node, through placed definitions; every place of such a definition loses it. [any]
 */
export function healed(patch: Patch, path: string, catalog: Catalog): Patch {
  const ids = path.split('/');
  const id = ids.pop()!;
  let scope: { nodes: Patch['nodes']; wires: Patch['wires'] } = patch;
  let name: string | null = null;
  for (const step of ids) {
    const type = Object.hasOwn(scope.nodes, step) ? scope.nodes[step]!.type : '';
    name = type.startsWith('patch.') ? type.slice('patch.'.length) : null;
    if (name === null || !Object.hasOwn(patch.definitions, name)) return patch;
    scope = patch.definitions[name]!;
  }
  if (!Object.hasOwn(scope.nodes, id)) return patch;
  const { [id]: gone, ...nodes } = scope.nodes;
  const wires = past(scope.wires, id, (port, side) => typeOf(catalog, gone!.type, port, side));
  if (name === null) return { ...patch, nodes, wires };
  return { ...patch, definitions: { ...patch.definitions, [name]: { ...patch.definitions[name]!, nodes, wires } } };
}

function typeOf(catalog: Catalog, type: string, port: string, side: 'inlets' | 'outlets'): WireType | null {
  return catalog.types.get(type)?.[side].find((p) => p.name === port)?.type ?? null;
}

function past(wires: Patch['wires'], id: string, typeOf: (port: string, side: 'inlets' | 'outlets') => WireType | null): Record<string, Wire> {
  const portOf = (text: string) => {
    const port = parsePort(text);
    return port?.path.length === 1 && port.path[0] === id ? port.port : null;
  };
  const kept: Record<string, Wire> = {};
  const into = new Map<WireType, string>();
  const entries = Object.entries(wires).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, wire] of entries) {
    const port = portOf(wire.to);
    const type = port === null ? null : typeOf(port, 'inlets');
    if (type !== null && port !== '$mask' && !into.has(type)) into.set(type, wire.from);
  }
  for (const [key, wire] of entries) {
    if (portOf(wire.to) !== null) continue;
    const port = portOf(wire.from);
    if (port === null) kept[key] = wire;
    else {
      const type = typeOf(port, 'outlets');
      const from = type === null ? undefined : into.get(type);
      if (from !== undefined && portOf(from) === null) kept[key] = { ...wire, from };
    }
  }
  return kept;
}
