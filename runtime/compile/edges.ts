/** Which nodes each node takes from, as one flat list: thousands of small lists would keep the collector busy. */
import { givesEarlier } from './domain.ts';
import type { Graph } from './graph.ts';

/** What node i takes from is from[start[i]] .. from[start[i + 1] - 1], in the order of its inlets and then of its mods. */
export interface Edges { start: Int32Array; from: Int32Array }

/** left: 1 for nodes that are not followed, as sources. */
export function edges(graph: Graph, left?: Uint8Array): Edges {
  const { nodes } = graph;
  const start = new Int32Array(nodes.length + 1);
  let count = 0;
  for (const { inlets, mods } of nodes) {
    for (const inlet of inlets) count += inlet.length;
    count += mods.length;
  }
  const from = new Int32Array(count);
  let at = 0;
  const take = (node: number) => {
    if (!left || left[node] === 0) from[at++] = node;
  };
  for (let i = 0; i < nodes.length; i++) {
    const { inlets, mods } = nodes[i]!;
    start[i] = at;
    for (const inlet of inlets) for (const s of inlet) take(s.node);
    for (const m of mods) take(m.node);
  }
  start[nodes.length] = at;
  return { start, from };
}

/** 1 for nodes whose picture or value was there before this frame or block. */
export function earlier(graph: Graph): Uint8Array {
  const out = new Uint8Array(graph.nodes.length);
  for (let i = 0; i < out.length; i++) out[i] = givesEarlier(graph.nodes[i]!.ports.domain) ? 1 : 0;
  return out;
}
