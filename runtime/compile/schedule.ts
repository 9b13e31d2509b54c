/** A topological order of the live nodes that depends on their ids and wires only, not on their order in the file. */
import { earlier, edges } from './edges.ts';
import type { Graph, Task } from './graph.ts';
import { together } from './together.ts';

/**
 * Depth first from the outputs, inputs before readers, inputs in the order of the inlets and then of the wire ids: what
 * is made is soon read, so few buffers are held at once. The graph must be acyclic but for delays.
 * gather: equal voices stand next to each other (together.ts).
 */
export function schedule(graph: Graph, gather = true): readonly Task[] {
  const order: Task[] = [];
  const seen = new Uint8Array(graph.nodes.length);
  const broken = earlier(graph);
  const needs = edges(graph);
  const next = needs.start.slice(0, graph.nodes.length);
  const roots: number[] = [];
  for (const domain of ['audioOut', 'videoOut', 'screenOut']) {
    graph.nodes.forEach((n, i) => {
      if (n.ports.domain === domain) roots.push(i);
    });
  }
  const takes: number[] = [];
  const stack: number[] = [];

  const visit = (root: number) => {
    stack.push(root);
    while (stack.length > 0) {
      const node = stack[stack.length - 1]!;
      if (next[node] === needs.start[node + 1]) {
        stack.pop();
        order.push({ node, part: broken[node] ? 'take' : 'all' });
        continue;
      }
      const from = needs.from[next[node]!++]!;
      if (seen[from]) continue;
      seen[from] = 1;
      if (broken[from]) {
        order.push({ node: from, part: 'give' });
        takes.push(from);
      } else stack.push(from);
    }
  };
  for (const root of roots) {
    if (!seen[root]) {
      seen[root] = 1;
      visit(root);
    }
  }
  for (let i = 0; i < takes.length; i++) visit(takes[i]!);
  const gathered = gather ? together(graph, needs, order) : order;
  return takes.length === 0 ? gathered : settle(graph, gathered);
}

/** Moves each take up to right after what it takes (never before its own give), so that its input need not be held. */
function settle(graph: Graph, order: readonly Task[]): Task[] {
  const place = new Int32Array(graph.nodes.length);
  for (const [i, t] of order.entries()) if (t.part !== 'take') place[t.node] = i;
  const after = new Map<number, Task[]>();
  for (const task of order) {
    if (task.part !== 'take') continue;
    let anchor = place[task.node]!;
    for (const inlet of graph.nodes[task.node]!.inlets) for (const s of inlet) anchor = Math.max(anchor, place[s.node]!);
    const list = after.get(anchor);
    if (list) list.push(task);
    else after.set(anchor, [task]);
  }
  const out: Task[] = [];
  for (const [i, task] of order.entries()) {
    if (task.part === 'take') continue;
    out.push(task);
    const takes = after.get(i);
    if (takes) out.push(...takes);
  }
  return out;
}
