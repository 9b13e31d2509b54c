/**
 * The history as a value: a linear list of named steps and how many of them are done. A step holds both ways, so that
 * undo, redo and jump are edits like any other. Pure. [any]
 */
import type { Edit } from '../../runtime/document/index.ts';

export interface Step {
  /** grows; never given twice in a session */
  id: number;
  /** what the user did, as words: "Set amount" */
  label: string;
  edit: Edit;
  inverse: Edit;
  /** edits of one gesture (a drag) become one step */
  gesture: string | null;
  /** where it happened: definition, or null for the patch itself */
  scope: string | null;
  /** nodes to bring into view when it is undone or redone */
  nodes: readonly string[];
  /** about how much memory it takes, in bytes */
  bytes: number;
  /** never pruned: deletes what is dear */
  dear: boolean;
}

export interface History {
  steps: readonly Step[];
  /** steps done; those from here on can be done again */
  at: number;
  /** steps that were pruned at the front */
  forgotten: number;
}

export interface Limits { steps: number; bytes: number }
export const usualLimits: Limits = { steps: 500, bytes: 50 * 1024 * 1024 };
export const empty: History = { steps: [], at: 0, forgotten: 0 };

/** What lay ahead is cut; a step of the open gesture joins the one before. */
export function push(history: History, step: Step, limits: Limits = usualLimits): History {
  const done = history.steps.slice(0, history.at);
  const last = done.at(-1);
  if (last !== undefined && step.gesture !== null && last.gesture === step.gesture && history.at === history.steps.length) {
    done[done.length - 1] = joined(last, step);
  } else {
    done.push(step);
  }
  return pruned({ ...history, steps: done, at: done.length }, limits);
}

/** The gesture is over: the next edit begins a step of its own. */
export function sealed(history: History): History {
  const last = history.steps.at(-1);
  if (last === undefined || last.gesture === null) return history;
  return { ...history, steps: [...history.steps.slice(0, -1), { ...last, gesture: null }] };
}

/** The edits that lead from here to `at` steps done, in order. at: 0 up to the number of steps. */
export function route(history: History, at: number): Edit[] {
  const { steps } = history;
  if (at < history.at) return steps.slice(at, history.at).reverse().map((s) => s.inverse);
  return steps.slice(history.at, at).map((s) => s.edit);
}

function joined(before: Step, after: Step): Step {
  const same = overwrites(after.edit, before.edit);
  const edit: Edit = same ? after.edit : { op: 'batch', edits: [before.edit, after.edit] };
  const inverse: Edit = same ? before.inverse : { op: 'batch', edits: [after.inverse, before.inverse] };
  return { ...before, label: after.label, edit, inverse, nodes: union(before.nodes, after.nodes), bytes: same ? Math.max(before.bytes, after.bytes) : before.bytes + after.bytes };
}

/** True when doing `b` and then `a` leaves what `a` alone leaves: one value set again and again. */
function overwrites(a: Edit, b: Edit): boolean {
  if (a.op === 'batch' && b.op === 'batch') return a.edits.length === b.edits.length && a.edits.every((e, i) => overwrites(e, b.edits[i]!));
  if (a.op === 'setParam' && b.op === 'setParam') return a.id === b.id && a.param === b.param && a.in === b.in;
  if (a.op === 'setWire' && b.op === 'setWire') return a.id === b.id && a.in === b.in;
  if (a.op === 'move' && b.op === 'move') return a.in === b.in && covers(a.places, b.places);
  if (a.op === 'editNote' && b.op === 'editNote') return a.id === b.id && covers(a.note, b.note);
  return false;
}

const covers = (a: object, b: object): boolean => Object.keys(b).every((key) => Object.hasOwn(a, key));
const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

function pruned(history: History, limits: Limits): History {
  let bytes = history.steps.reduce((sum, s) => sum + s.bytes, 0);
  let steps = history.steps;
  let forgotten = history.forgotten;
  // A step in the middle cannot go without what was done before it: the oldest go first, and a dear one keeps all after it.
  while (steps.length > 1 && (steps.length > limits.steps || bytes > limits.bytes) && !steps[0]!.dear) {
    bytes -= steps[0]!.bytes;
    steps = steps.slice(1);
    forgotten++;
  }
  return { steps, at: history.at - (forgotten - history.forgotten), forgotten };
}
