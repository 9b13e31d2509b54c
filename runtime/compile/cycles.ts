/** Refuses loops that no delay breaks. Tarjan's strongly connected components with an explicit stack. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { earlier, edges, type Edges } from './edges.ts';
import type { Graph } from './graph.ts';

/** True when there is none; each loop is a diagnostic with its path, in the direction of the wires. */
export function acyclic(graph: Graph, diagnostics: Diagnostic[]): boolean {
  // what a delay gives was there before: nothing waits for it
  const needs = edges(graph, earlier(graph));
  const n = graph.nodes.length;
  const order = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const next = needs.start.slice(0, n);
  const component = new Int32Array(n).fill(-1);
  const open: number[] = [];
  const calls: number[] = [];
  let count = 0, components = 0;
  let clean = true;
  for (let root = 0; root < n; root++) {
    if (order[root] !== -1) continue;
    calls.push(root);
    while (calls.length > 0) {
      const v = calls[calls.length - 1]!;
      if (order[v] === -1) {
        order[v] = low[v] = count++;
        open.push(v);
      }
      if (next[v]! < needs.start[v + 1]!) {
        const w = needs.from[next[v]!++]!;
        if (order[w] === -1) calls.push(w);
        else if (component[w] === -1) low[v] = Math.min(low[v]!, order[w]!);
        continue;
      }
      calls.pop();
      const parent = calls[calls.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[v]!);
      if (low[v] !== order[v]) continue;
      let first = v, members = 0;
      for (let w = -1; w !== v; members++) {
        w = open.pop()!;
        component[w] = components;
        first = Math.min(first, w);
      }
      components++;
      if (members > 1 || takesFromItself(needs, v)) {
        clean = false;
        diagnostics.push(loop(graph, needs, first, component));
      }
    }
  }
  return clean;
}

function takesFromItself(needs: Edges, v: number): boolean {
  for (let i = needs.start[v]!; i < needs.start[v + 1]!; i++) if (needs.from[i] === v) return true;
  return false;
}

/** The shortest loop through `start`, found breadth first inside its component. */
function loop(graph: Graph, needs: Edges, start: number, component: Int32Array): Diagnostic {
  const before = new Map<number, number>();
  const queue = [start];
  search: for (let i = 0; i < queue.length; i++) {
    for (let k = needs.start[queue[i]!]!; k < needs.start[queue[i]! + 1]!; k++) {
      const w = needs.from[k]!;
      if (component[w] !== component[start] || before.has(w)) continue;
      before.set(w, queue[i]!);
      if (w === start) break search;
      queue.push(w);
    }
  }
  const path = [start];
  for (let at = before.get(start)!; at !== start; at = before.get(at)!) path.push(at);
  path.push(start);
  const names = path.map((i) => graph.nodes[i]!.path);
  const shown = names.length > 24 ? [...names.slice(0, 12), '…', ...names.slice(-11)] : names;
  const video = path.every((i) => graph.nodes[i]!.ports.outlets.some((o) => o.type === 'video'));
  return {
    code: 'cycle', severity: 'error', node: graph.nodes[start]!.path,
    message: `These nodes form a loop: ${shown.join(' → ')}. ${video ? 'Put a frame delay (util.frame_delay) into it' : 'Remove one of its wires'}.`,
  };
}
