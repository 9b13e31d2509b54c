/** The ports and rows of a node type, looked up by name. Worked out once per type. */
import type { Inlet, NodeType, Outlet, Param, ParamKind } from '../catalog/types.ts';
import type { ParamValue } from '../document/types.ts';
import type { Row } from '../plan/types.ts';
import { domainOf, type Domain } from './domain.ts';

export interface Ports {
  inlets: readonly Inlet[];
  outlets: readonly Outlet[];
  params: readonly Param[];
  inlet: ReadonlyMap<string, number>;
  outlet: ReadonlyMap<string, number>;
  param: ReadonlyMap<string, Param>;
  /** parameter -> offset of its first row among the node's rows; parameters without rows (curve, text) are absent */
  row: ReadonlyMap<string, number>;
  /** the rows of the node, in the order of its parameters */
  rows: readonly RowShape[];
  /** bases of these rows where a node states no values */
  bases: readonly number[];
  /** an empty list per inlet */
  unwired: readonly (readonly never[])[];
  domain: Domain;
}

/** suffix: what follows the node's path in the row's id, ".tint.r" */
export interface RowShape { suffix: string; kind: Row['kind']; min: number; max: number; scale: Row['scale']; values: number[] | null }

const kinds: Partial<Record<ParamKind, Row['kind']>> = { long: 'long', bool: 'bool', event: 'event' };
const bound = (of: number | number[], i: number): number => (typeof of === 'number' ? of : of[i] ?? of[of.length - 1] ?? 0);
export const lowest = (p: Param, component: number): number => bound(p.min, component);
export const highest = (p: Param, component: number): number => bound(p.max, component);

/** Components of a parameter as they appear after its name; [''] for a single number; [] for data. */
export function components(param: Param): readonly string[] {
  switch (param.kind) {
    case 'color': return ['r', 'g', 'b', 'a'];
    case 'point2D': return ['x', 'y'];
    case 'curve': case 'gradient': case 'file': case 'text': return [];
    default: return [''];
  }
}

/** Bases of a parameter's rows, in its own unit; bool and event as 0 or 1. Missing or unreadable defaults are 0. */
export function basesOf(param: Param, value: ParamValue | undefined): number[] {
  const v = value === undefined ? param.default : value;
  return components(param).map((_, i) => {
    const raw = Array.isArray(v) ? v[i] : v;
    const n = typeof raw === 'boolean' ? Number(raw) : raw;
    if (typeof n === 'number' && Number.isFinite(n)) return n;
    return param.kind === 'color' && i === 3 ? 1 : Math.min(Math.max(0, lowest(param, i)), highest(param, i));
  });
}

export function portsOf(type: NodeType): Ports {
  const { inlets, outlets, params } = type;
  const row = new Map<string, number>();
  const rows: RowShape[] = [];
  for (const p of params) {
    const names = components(p);
    if (names.length > 0) row.set(p.name, rows.length);
    const kind = kinds[p.kind] ?? 'float';
    const gate = kind === 'bool' || kind === 'event';
    for (const [c, name] of names.entries()) {
      rows.push({
        suffix: `.${p.name}${name === '' ? '' : `.${name}`}`, kind, scale: p.scale,
        min: gate ? 0 : lowest(p, c), max: gate ? 1 : highest(p, c), values: p.values && p.values.length > 0 ? p.values : null,
      });
    }
  }
  return {
    inlets, outlets, params, row, rows, domain: domainOf(type), bases: params.flatMap((p) => basesOf(p, undefined)), unwired: inlets.map(() => []),
    inlet: new Map(inlets.map((i, n) => [i.name, n])),
    outlet: new Map(outlets.map((o, n) => [o.name, n])),
    param: new Map(params.map((p) => [p.name, p])),
  };
}
