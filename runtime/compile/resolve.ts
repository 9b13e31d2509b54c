/** Gives every node its type and checked values, and every wire its two ends. */
import type { Catalog, NodeType, Param } from '../catalog/types.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import type { ParamValue } from '../document/types.ts';
import type { Flat, FlatNode, FlatWire, Graph, GraphNode } from './graph.ts';
import { portsOf, type Ports } from './ports.ts';
import { checkValue, withComponent } from './values.ts';

/** A wire between ports that exist; whether it may be there is for types to say. It ends at a parameter, or at an inlet (index). */
export interface Joint { wire: FlatWire; from: number; outlet: number; to: number; inlet: number; param: Param | null }
export type PortsCache = WeakMap<NodeType, Ports>;

// what most nodes have none of is the same nothing for all
const none: readonly never[] = Object.freeze([]);
const unstated: ReadonlyMap<string, ParamValue> = new Map();

export function resolve(
  flat: Flat, catalog: Catalog, mediaIds: ReadonlySet<string>, cache: PortsCache, diagnostics: Diagnostic[],
): { graph: Graph; joints: Joint[] } {
  const nodes: GraphNode[] = [];
  const index = new Map<string, number>();
  const placeholders = new Set<string>();
  for (const node of flat.nodes) {
    const type = catalog.types.get(node.type);
    const faults = catalog.faults?.get(node.type);
    if (faults) diagnostics.push(...faults.map((d) => ({ ...d, node: node.path })));
    if (!type) {
      placeholders.add(node.path);
      // a missing definition is already reported, and so is a file with faults
      if (!node.type.startsWith('patch.') && !faults?.length) diagnostics.push(unknownType(node, catalog));
      continue;
    }
    let ports = cache.get(type);
    if (!ports) cache.set(type, (ports = portsOf(type)));
    if (node.hash !== null && node.hash !== type.hash && type.origin !== 'shipped') {
      diagnostics.push({
        code: 'node.changed', severity: 'warning', node: node.path, file: type.file,
        message: `${type.file} differs from the file that ${node.path} was saved with. Save the patch again to accept it.`,
      });
    }
    if (node.media !== null && !mediaIds.has(node.media)) {
      diagnostics.push({
        code: 'media.unknown', severity: 'error', node: node.path,
        message: `${node.path} plays '${node.media}', which is not in the patch's media. Add it there or choose another.`,
      });
    }
    index.set(node.path, nodes.length);
    nodes.push({
      path: node.path, seedPath: node.seedPath, type, ports, seed: node.seed, media: node.media, values: values(node, type, ports, diagnostics),
      inlets: ports.unwired.slice(), mods: none,
    });
  }

  const joints: Joint[] = [];
  for (const wire of flat.wires) {
    const from = index.get(wire.from.path), to = index.get(wire.to.path);
    if (from === undefined || to === undefined) {
      for (const path of [wire.from.path, wire.to.path]) {
        if (index.has(path) || placeholders.has(path)) continue;
        diagnostics.push({
          code: 'wire.unknown-node', severity: 'error', wire: wire.id,
          message: `The wire ${wire.id} names the node '${path}', which does not exist. Remove the wire or add the node.`,
        });
      }
      continue;
    }
    const outlet = source(wire, nodes[from]!, diagnostics);
    const end = target(wire, nodes[to]!, diagnostics);
    if (outlet === null || end === null) continue;
    joints.push(typeof end === 'number' ? { wire, from, outlet, to, inlet: end, param: null } : { wire, from, outlet, to, inlet: -1, param: end });
  }
  return { graph: { nodes }, joints };
}

function unknownType(node: FlatNode, catalog: Catalog): Diagnostic {
  const last = node.type.slice(node.type.lastIndexOf('.') + 1);
  const like = [...catalog.types.keys()].find((id) => id.slice(id.lastIndexOf('.') + 1) === last);
  return {
    code: 'node.unknown-type', severity: 'error', node: node.path,
    message: `No node file has the type '${node.type}' of ${node.path}. ${like ? `Did you mean '${like}'?` : 'Add its file to a nodes folder or choose another type.'}`,
  };
}

function values(node: FlatNode, type: NodeType, ports: Ports, diagnostics: Diagnostic[]): ReadonlyMap<string, ParamValue> {
  // "tint.r" after "tint": components are laid over the whole
  const names = Object.keys(node.params).sort();
  if (names.length === 0) return unstated;
  const out = new Map<string, ParamValue>();
  for (const name of names) {
    const dot = name.indexOf('.');
    const param = ports.param.get(dot < 0 ? name : name.slice(0, dot));
    const stated = node.params[name]!;
    const value = !param || dot < 0 ? stated : withComponent(param, out.get(param.name), name.slice(dot + 1), stated);
    if (!param || (value === null && dot >= 0)) {
      diagnostics.push({
        code: 'param.unknown', severity: 'error', node: node.path,
        message: `${node.path} (${type.id}) has no parameter '${name}'. ${known(ports)}`,
      });
      continue;
    }
    const checked = checkValue(param, value);
    if (checked.problem !== undefined) {
      diagnostics.push({
        code: 'param.value', severity: checked.severity!, node: node.path,
        message: `${param.name} of ${node.path} ${checked.problem}.`,
      });
    }
    out.set(param.name, checked.value);
  }
  return out;
}

const known = (ports: Ports): string => {
  const names = ports.params.map((p) => p.name);
  return names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.';
};

function source(wire: FlatWire, node: GraphNode, diagnostics: Diagnostic[]): number | null {
  const { port, component } = wire.from;
  const outlet = node.ports.outlet.get(port);
  if (outlet !== undefined && component === null) return outlet;
  const into = node.ports.inlet.has(port) || node.ports.param.has(port);
  const outlets = node.ports.outlets.map((o) => o.name).join(', ');
  diagnostics.push(into && outlet === undefined ? {
    code: 'wire.direction', severity: 'error', wire: wire.id, node: node.path,
    message: `The wire ${wire.id} starts at ${node.path}.${port}, which takes in. Start it at an outlet${outlets ? ` (${outlets})` : ''}.`,
  } : {
    code: 'wire.unknown-port', severity: 'error', wire: wire.id, node: node.path,
    message: `${node.path} (${node.type.id}) has no outlet '${port}${component === null ? '' : `.${component}`}' for the wire ${wire.id}. ${outlets ? `It has ${outlets}.` : 'It has none.'}`,
  });
  return null;
}

/** Index of an inlet, or a parameter. */
function target(wire: FlatWire, node: GraphNode, diagnostics: Diagnostic[]): number | Param | null {
  const { port, component } = wire.to;
  const inlet = node.ports.inlet.get(port);
  if (inlet !== undefined && component === null) return inlet;
  const param = node.ports.param.get(port);
  if (param) return param;
  const out = inlet === undefined && node.ports.outlet.has(port);
  diagnostics.push(out ? {
    code: 'wire.direction', severity: 'error', wire: wire.id, node: node.path,
    message: `The wire ${wire.id} ends at ${node.path}.${port}, which is an outlet. End it at an inlet or a parameter.`,
  } : {
    code: 'wire.unknown-port', severity: 'error', wire: wire.id, node: node.path,
    message: `${node.path} (${node.type.id}) has no inlet or parameter '${port}${component === null ? '' : `.${component}`}' for the wire ${wire.id}.`
      + ` It takes ${[...node.ports.inlets.map((i) => i.name), ...node.ports.params.map((p) => p.name)].join(', ')}.`,
  });
  return null;
}
