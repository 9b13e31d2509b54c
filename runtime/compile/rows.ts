/** The parameter table: one row per number of every live node, in the order of the nodes and their parameters. */
import type { Mod, Row } from '../plan/types.ts';
import type { Graph, Modulation } from './graph.ts';
import { basesOf } from './ports.ts';

export interface Table {
  rows: Row[];
  /** one per row, in the parameter's own unit; bool and event 0 or 1 */
  bases: number[];
  /** row of a node's parameter (its first component); -1 when it has none */
  row(node: number, param: string): number;
  /** first row of each node */
  first: Int32Array;
  /** 1 where signals move the row */
  moved: Uint8Array;
}

/** Most rows: they share it, and it is never written to. */
const unmoved: readonly Mod[] = Object.freeze([]);

export function tabulate(graph: Graph): Table {
  const rows: Row[] = [];
  const bases: number[] = [];
  const first = new Int32Array(graph.nodes.length);
  for (let i = 0; i < graph.nodes.length; i++) {
    const { path, ports, values: stated } = graph.nodes[i]!;
    first[i] = rows.length;
    for (let r = 0; r < ports.rows.length; r++) {
      const { suffix, kind, min, max, scale, values } = ports.rows[r]!;
      const row: Row = { id: path + suffix, node: i, kind, min, max, scale, mods: unmoved, record: -1 };
      if (values) row.values = values;
      rows.push(row);
      bases.push(ports.bases[r]!);
    }
    if (stated.size > 0) for (const [name, value] of stated) {
      const offset = ports.row.get(name);
      if (offset === undefined) continue;
      for (const [c, base] of basesOf(ports.param.get(name)!, value).entries()) bases[first[i]! + offset + c] = base;
    }
  }
  const moved = new Uint8Array(rows.length);
  for (let i = 0; i < graph.nodes.length; i++) for (const m of graph.nodes[i]!.mods) moved[first[i]! + m.row] = 1;
  return {
    rows, bases, first, moved,
    row(node, param) {
      const offset = graph.nodes[node]!.ports.row.get(param);
      return offset === undefined ? -1 : first[node]! + offset;
    },
  };
}

/** Writes the modulation wires into the rows, once every signal has its slot; mods come in fold order. */
export function connect(graph: Graph, table: Table, slot: (node: number, outlet: number) => number): void {
  for (let i = 0; i < graph.nodes.length; i++) {
    const { mods } = graph.nodes[i]!;
    for (let k = 0; k < mods.length;) {
      // mods come sorted by row
      const { row } = mods[k]!;
      const own = [mod(mods[k++]!)];
      while (k < mods.length && mods[k]!.row === row) own.push(mod(mods[k++]!));
      table.rows[table.first[i]! + row]!.mods = own;
    }
  }
  function mod({ node, outlet, stage, mode, depth }: Modulation): Mod {
    return { signal: slot(node, outlet), stage, mode, depth };
  }
}
