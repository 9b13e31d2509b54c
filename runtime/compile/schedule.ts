/** A topological order of the live nodes that depends on their ids and wires only, not on their order in the file. */
import { givesEarlier } from './domain.ts';
import type { Graph, Task } from './graph.ts';

/**
 * Depth first from the outputs, inputs before readers, inputs in the order of the inlets and then of the wire ids: what
 * is made is soon read, so few buffers are held at once. The graph must be acyclic but for delays.
 */
export function schedule(graph: Graph): Task[] {
  const order: Task[] = [];
  const seen = new Uint8Array(graph.nodes.length);
  const broken = graph.nodes.map((n) => givesEarlier(n.ports.domain));
  const roots = graph.nodes.flatMap((n, i) => (n.ports.domain === 'audioOut' ? [i] : []));
  for (const [i, n] of graph.nodes.entries()) if (n.ports.domain === 'videoOut') roots.push(i);
  const takes: number[] = [];
  const stack: { node: number; needs: number[]; next: number }[] = [];
  const open = (node: number) => stack.push({ node, needs: needed(graph, node), next: 0 });

  const visit = (root: number) => {
    open(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const from = top.needs[top.next++];
      if (from === undefined) {
        stack.pop();
        order.push({ node: top.node, part: broken[top.node] ? 'take' : 'all' });
      } else if (!seen[from]) {
        seen[from] = 1;
        if (broken[from]) {
          order.push({ node: from, part: 'give' });
          takes.push(from);
        } else open(from);
      }
    }
  };
  for (const root of roots) {
    if (!seen[root]) {
      seen[root] = 1;
      visit(root);
    }
  }
  for (let i = 0; i < takes.length; i++) visit(takes[i]!);
  return settle(graph, order);
}

function needed(graph: Graph, node: number): number[] {
  const { inlets, mods } = graph.nodes[node]!;
  const out: number[] = [];
  for (const list of inlets) for (const s of list) out.push(s.node);
  for (const m of mods) out.push(m.node);
  return out;
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
