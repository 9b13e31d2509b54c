/** One scope of the patch as nodes and joints with types: what the rules look at. */
import { parsePort, type Wire } from '../../runtime/document/index.ts';
import type { Param, WireType } from '../../runtime/catalog/types.ts';
import { own, type Scope } from '../store/scope.ts';
import type { TypeInfo, TypeTable } from './node-types.ts';

/** An end that exists. */
export type Outlet = { node: string; info: TypeInfo; outlet: number; type: WireType };
export type Inlet = { node: string; info: TypeInfo; port: string } & ({ inlet: number; type: WireType } | { param: Param; component: string | null; type: 'parameter' });

export interface Net {
  scope: Scope;
  types: TypeTable;
  /** wires by id, in the order in which the compiler takes them */
  wires: readonly (readonly [id: string, wire: Wire])[];
  /** end of a wire -> the wires there, in that order */
  into: ReadonlyMap<string, readonly string[]>;
}

/** Linear in the wires. [any] */
export function makeNet(scope: Scope, types: TypeTable): Net {
  const wires = Object.entries(scope.wires).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const into = new Map<string, string[]>();
  for (const [id, { to }] of wires) {
    const list = into.get(to);
    if (list) list.push(id);
    else into.set(to, [id]);
  }
  return { scope, types, wires, into };
}

/** `n_a.out` as an outlet, or null when there is none of that name. */
export function outletAt(net: Net, text: string): Outlet | null {
  const ref = parsePort(text);
  if (ref === null || ref.path.length !== 1 || ref.component !== null) return null;
  const info = infoOf(net, ref.path[0]!);
  const outlet = info?.ports.outlet.get(ref.port);
  return info === null || outlet === undefined ? null : { node: ref.path[0]!, info, outlet, type: info.type.outlets[outlet]!.type };
}

/** `n_a.in`, `n_a.amount`, `n_a.tint.r` as an inlet or parameter, or null. */
export function inletAt(net: Net, text: string): Inlet | null {
  const ref = parsePort(text);
  if (ref === null || ref.path.length !== 1) return null;
  const node = ref.path[0]!;
  const info = infoOf(net, node);
  if (info === null) return null;
  const inlet = info.ports.inlet.get(ref.port);
  if (inlet !== undefined && ref.component === null) return { node, info, port: ref.port, inlet, type: info.type.inlets[inlet]!.type };
  const param = info.ports.param.get(ref.port);
  return param === undefined ? null : { node, info, port: ref.port, param, component: ref.component, type: 'parameter' };
}

export function infoOf(net: Net, node: string): TypeInfo | null {
  const placed = own(net.scope.nodes, node);
  return placed === undefined ? null : net.types.get(placed.type);
}
