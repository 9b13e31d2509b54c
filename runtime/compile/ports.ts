/** The ports and rows of a node type, looked up by name. Worked out once per type. */
import type { Inlet, NodeType, Outlet, Param } from '../catalog/types.ts';

export interface Ports {
  inlets: readonly Inlet[];
  outlets: readonly Outlet[];
  params: readonly Param[];
  inlet: ReadonlyMap<string, number>;
  outlet: ReadonlyMap<string, number>;
  param: ReadonlyMap<string, Param>;
  /** parameter -> offset of its first row among the node's rows; parameters without rows (curve, text) are absent */
  row: ReadonlyMap<string, number>;
  /** rows of the node in all */
  rows: number;
}

/** Components of a parameter as they appear after its name; [''] for a single number; [] for data. */
export function components(param: Param): readonly string[] {
  switch (param.kind) {
    case 'color': return ['r', 'g', 'b', 'a'];
    case 'point2D': return ['x', 'y'];
    case 'curve': case 'gradient': case 'file': case 'text': return [];
    default: return [''];
  }
}

export function portsOf(type: NodeType): Ports {
  const { inlets, outlets, params } = type;
  const row = new Map<string, number>();
  let rows = 0;
  for (const p of params) {
    const n = components(p).length;
    if (n > 0) row.set(p.name, rows);
    rows += n;
  }
  return {
    inlets, outlets, params, row, rows,
    inlet: new Map(inlets.map((i, n) => [i.name, n])),
    outlet: new Map(outlets.map((o, n) => [o.name, n])),
    param: new Map(params.map((p) => [p.name, p])),
  };
}
