/** Equal voices next to each other: one program computes several of them in the time of one. */
import { LANES } from '../plan/types.ts';
import type { edges } from './edges.ts';
import type { Graph, Task } from './graph.ts';

/** Fewer instances than this are as fast one by one. */
export const FEWEST = 4;

/**
 * A topological order in which nodes of the same program stand together where none depends on another, LANES at a time.
 * Nodes that lie equally deep (the longest way to where signals begin) never depend on each other. Otherwise the order stays as it
 * is, so that a voice is soon read by the next node of its chain. Takes keep their place at the end.
 */
export function together(graph: Graph, needs: ReturnType<typeof edges>, order: readonly Task[]): readonly Task[] {
  const count = graph.nodes.length;
  const depth = new Int32Array(count);
  const unitOf = new Int32Array(count).fill(-1);
  const units: Task[][] = [];
  const open = new Map<string, number>();
  const takes: Task[] = [];
  let gathers = false;
  for (const task of order) {
    if (task.part === 'take') {
      takes.push(task);
      continue;
    }
    const { node } = task;
    if (task.part === 'all') for (let i = needs.start[node]!; i < needs.start[node + 1]!; i++) depth[node] = Math.max(depth[node]!, depth[needs.from[i]!]! + 1);
    const faust = graph.nodes[node]!.type.faust;
    const key = task.part === 'all' && faust?.rate === 'audio' && faust.wide !== undefined ? `${depth[node]} ${faust.key}` : null;
    let unit = key === null ? -1 : open.get(key) ?? -1;
    if (unit < 0 || units[unit]!.length >= LANES) {
      unit = units.push([]) - 1;
      if (key !== null) open.set(key, unit);
    }
    unitOf[node] = unit;
    if (units[unit]!.push(task) > 1) gathers = true;
  }
  if (!gathers) return order;

  const out: Task[] = [];
  const entered = new Uint8Array(units.length);
  const stack: { unit: number; member: number; next: number }[] = [];
  const enter = (unit: number): void => {
    entered[unit] = 1;
    stack.push({ unit, member: 0, next: 0 });
  };
  for (let first = 0; first < units.length; first++) {
    if (!entered[first]) enter(first);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const task = units[top.unit]![top.member];
      if (!task) {
        stack.pop();
        out.push(...units[top.unit]!);
        continue;
      }
      const at = needs.start[task.node]! + top.next++;
      if (task.part === 'give' || at >= needs.start[task.node + 1]!) {
        top.member++;
        top.next = 0;
      } else {
        const unit = unitOf[needs.from[at]!]!;
        if (!entered[unit]) enter(unit);
      }
    }
  }
  out.push(...takes);
  return out;
}
