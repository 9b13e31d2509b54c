/** The parameter table: one row per number of every live node, in the order of the nodes and their parameters. */
import type { Row } from '../plan/types.ts';
import type { Graph } from './graph.ts';
import { basesOf } from './values.ts';

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

export function tabulate(graph: Graph): Table {
  const rows: Row[] = [];
  const bases: number[] = [];
  const first = new Int32Array(graph.nodes.length);
  for (const [i, node] of graph.nodes.entries()) {
    first[i] = rows.length;
    for (const { suffix, kind, min, max, scale, values } of node.ports.rows) {
      const row: Row = { id: node.path + suffix, node: i, kind, min, max, scale, mods: [], record: -1 };
      if (values) row.values = values;
      rows.push(row);
    }
    for (const param of node.ports.params) for (const base of basesOf(param, node.values.get(param.name))) bases.push(base);
  }
  const moved = new Uint8Array(rows.length);
  for (const [i, node] of graph.nodes.entries()) for (const m of node.mods) moved[first[i]! + m.row] = 1;
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
  for (const [i, node] of graph.nodes.entries()) {
    if (node.mods.length === 0) continue;
    const start = table.first[i]!;
    for (const m of node.mods) {
      table.rows[start + m.row]!.mods.push({ signal: slot(m.node, m.outlet), stage: m.stage, mode: m.mode, depth: m.depth });
    }
  }
}
