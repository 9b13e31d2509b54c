/** Refuses loops that no delay breaks. Tarjan's strongly connected components with an explicit stack. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { givesEarlier } from './domain.ts';
import type { Graph } from './graph.ts';

/** Node -> the nodes it needs in the same frame or block. What a delay gives was there before, so it needs nothing. */
function edges(graph: Graph): number[][] {
  const broken = graph.nodes.map((n) => givesEarlier(n.ports.domain));
  return graph.nodes.map((node) => {
    const from: number[] = [];
    for (const inlet of node.inlets) for (const s of inlet) if (!broken[s.node]) from.push(s.node);
    for (const m of node.mods) if (!broken[m.node]) from.push(m.node);
    return from;
  });
}

/** True when there is none; each loop is a diagnostic with its path, in the direction of the wires. */
export function acyclic(graph: Graph, diagnostics: Diagnostic[]): boolean {
  const needs = edges(graph);
  const n = needs.length;
  const order = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const next = new Int32Array(n);
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
      const w = needs[v]![next[v]!++];
      if (w !== undefined) {
        if (order[w] === -1) calls.push(w);
        else if (component[w] === -1) low[v] = Math.min(low[v]!, order[w]!);
        continue;
      }
      calls.pop();
      const parent = calls[calls.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[v]!);
      if (low[v] !== order[v]) continue;
      const members: number[] = [];
      for (let w = -1; w !== v;) {
        w = open.pop()!;
        component[w] = components;
        members.push(w);
      }
      components++;
      if (members.length > 1 || needs[v]!.includes(v)) {
        clean = false;
        diagnostics.push(loop(graph, needs, members.reduce((a, b) => Math.min(a, b)), component));
      }
    }
  }
  return clean;
}

/** The shortest loop through `start`, found breadth first inside its component. */
function loop(graph: Graph, needs: readonly number[][], start: number, component: Int32Array): Diagnostic {
  const before = new Map<number, number>();
  const queue = [start];
  search: for (let i = 0; i < queue.length; i++) {
    for (const w of needs[queue[i]!]!) {
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
