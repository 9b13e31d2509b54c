/** The one way in which the document changes: edits, each a named step with its way back. */
import { apply, newId, save, type Diagnostic, type Edit, type Patch } from '../../runtime/document/index.ts';
import { usualLimits, push, route, sealed, type Limits, type Step } from '../store/history.ts';
import { definitionAt, scopeOf, standing, type Scope } from '../store/scope.ts';
import { nothing, patchSlice, shownScope, type EditorStore } from '../store/store.ts';

/** Where edits go: the host. rev: of the document after the edit. */
export interface Sink { edit(rev: number, edit: Edit): void }

export interface Session {
  store: EditorStore;
  sink: Sink;
  /** 0 up to 1 */
  random: () => number;
  limits: Limits;
  /** edits of the open gesture that the host does not have yet */
  unsent: Edit[];
  counter: { steps: number; notices: number };
}

export function makeSession(store: EditorStore, sink: Sink, random: () => number, limits: Limits = usualLimits): Session {
  return { store, sink, random, limits, unsent: [], counter: { steps: 0, notices: 0 } };
}

export interface Doing {
  /** edits with the same name in a row are one step, until endGesture */
  gesture?: string;
  /** what is selected afterwards */
  select?: { nodes?: readonly string[]; wires?: readonly string[]; notes?: readonly string[] };
  /** what undo brings into view; the nodes that the edits name, otherwise */
  nodes?: readonly string[];
  dear?: boolean;
}

/** Does the edits as one step. What stands in the way is said to the user and given back; then nothing has changed. */
export function perform(session: Session, label: string, edits: readonly Edit[], doing: Doing = {}): Diagnostic | null {
  if (edits.length === 0) return null;
  const { store } = session;
  if (store.getState().host.readOnly) return refuse(session, { code: 'edit.refused', severity: 'error', message: 'This page only watches: another one holds the patch. Take it over there first.' });
  if (doing.gesture === undefined || store.getState().history.steps.at(-1)?.gesture !== doing.gesture) endGesture(session);
  const { document } = store.getState();
  const edit: Edit = edits.length === 1 ? edits[0]! : { op: 'batch', edits: [...edits] };
  const applied = apply(document.patch, edit);
  if (!applied.ok) return refuse(session, applied.diagnostics[0]!);
  const { patch, inverse } = applied.value;
  if (patch === document.patch) return null;
  const step: Step = {
    id: ++session.counter.steps, label, edit, inverse, gesture: doing.gesture ?? null, scope: definitionAt(document.trail),
    nodes: doing.nodes ?? edits.flatMap(namedNodes), bytes: weigh(edit) + weigh(inverse), dear: doing.dear ?? false,
  };
  store.setState((s) => ({ document: onward(s.document, patch), history: push(s.history, step, session.limits), selection: kept(s.selection, patch, s.document.trail, doing.select) }));
  if (doing.gesture === undefined) send(session, edit);
  else session.unsent.push(edit);
  return null;
}

/** The hand lets go: the gesture is one step, and the host gets it. */
export function endGesture(session: Session): void {
  const { store, unsent } = session;
  if (unsent.length === 0) return;
  session.unsent = [];
  // the step holds the gesture in its shortest form
  const step = store.getState().history.steps.at(-1);
  store.setState((s) => ({ history: sealed(s.history) }));
  send(session, step !== undefined && step.gesture !== null ? step.edit : unsent.length === 1 ? unsent[0]! : { op: 'batch', edits: unsent });
}

/** Leads to the state after `at` steps. Says what was undone or redone, and brings it into view. */
export function jump(session: Session, at: number): void {
  endGesture(session);
  const { store } = session;
  const { history, document } = store.getState();
  const to = Math.min(Math.max(0, at), history.steps.length);
  const edits = route(history, to);
  if (edits.length === 0) return;
  const edit: Edit = edits.length === 1 ? edits[0]! : { op: 'batch', edits };
  const applied = apply(document.patch, edit);
  if (!applied.ok) {
    refuse(session, applied.diagnostics[0]!);
    return;
  }
  const { patch } = applied.value;
  const step = history.steps[to < history.at ? to : to - 1]!;
  store.setState((s) => ({ document: onward(s.document, patch), history: { ...s.history, at: to }, selection: kept(s.selection, patch, s.document.trail) }));
  const there = scopeOf(patch, step.scope);
  patchSlice(store, 'view', { reveal: { nodes: step.nodes.filter((id) => Object.hasOwn(there.nodes, id)) } });
  const many = Math.abs(to - history.at);
  notice(session, `${to < history.at ? 'Undid' : 'Did again'}: ${many === 1 ? step.label : `${many} steps`}`);
  send(session, edit);
}

export const undo = (session: Session): void => jump(session, session.store.getState().history.at - 1);
export const redo = (session: Session): void => jump(session, session.store.getState().history.at + 1);

export function notice(session: Session, text: string, kind: 'info' | 'error' = 'info'): void {
  const id = ++session.counter.notices;
  session.store.setState((s) => ({ view: { ...s.view, notices: [...s.view.notices.filter((n) => n.text !== text).slice(-2), { id, text, kind }] } }));
}

export function dismiss(session: Session, id: number): void {
  session.store.setState((s) => ({ view: { ...s.view, notices: s.view.notices.filter((n) => n.id !== id) } }));
}

/** The scope that is shown, and new ids that are free in it. taken: given out before, in the same step. */
export function here(session: Session): { scope: Scope; freeId(kind: 'node' | 'wire' | 'note' | 'media'): string } {
  const scope = shownScope(session.store.getState());
  const { patch } = session.store.getState().document;
  const given = new Set<string>();
  return {
    scope,
    freeId(kind) {
      const table = { node: scope.nodes, wire: scope.wires, note: patch.notes ?? {}, media: patch.media }[kind];
      const id = newId(kind, (candidate) => Object.hasOwn(table, candidate) || given.has(candidate), session.random);
      given.add(id);
      return id;
    },
  };
}

/** The text of the document as it would be saved. */
export const textOf = (session: Session): string => save(session.store.getState().document.patch);

function send(session: Session, edit: Edit): void {
  const rev = session.store.getState().document.rev + 1;
  session.store.setState((s) => ({ document: { ...s.document, rev }, host: { ...s.host, saved: false } }));
  session.sink.edit(rev, edit);
}

function refuse(session: Session, diagnostic: Diagnostic): Diagnostic {
  notice(session, diagnostic.message, 'error');
  return diagnostic;
}

type DocumentSlice = ReturnType<EditorStore['getState']>['document'];
type Selection = ReturnType<EditorStore['getState']>['selection'];

/** When what was entered is gone, one is back outside. */
function onward(document: DocumentSlice, patch: Patch): DocumentSlice {
  const stands = standing(patch, document.trail);
  return { ...document, patch, trail: stands === document.trail.length ? document.trail : document.trail.slice(0, stands) };
}

function kept(selection: Selection, patch: Patch, trail: DocumentSlice['trail'], select?: Doing['select']): Selection {
  if (select !== undefined) return { nodes: new Set(select.nodes), wires: new Set(select.wires), notes: new Set(select.notes) };
  const scope = scopeOf(patch, definitionAt(trail.slice(0, standing(patch, trail))));
  const still = (of: ReadonlySet<string>, table: object) => ([...of].every((id) => Object.hasOwn(table, id)) ? of : new Set([...of].filter((id) => Object.hasOwn(table, id))));
  if (selection.nodes.size + selection.wires.size + selection.notes.size === 0) return selection;
  const next = { nodes: still(selection.nodes, scope.nodes), wires: still(selection.wires, scope.wires), notes: still(selection.notes, patch.notes ?? nothing) };
  return next.nodes === selection.nodes && next.wires === selection.wires && next.notes === selection.notes ? selection : next;
}

function namedNodes(edit: Edit): string[] {
  switch (edit.op) {
    case 'addNode': case 'setParam': case 'setType': case 'setTitle': case 'setMedia': case 'setData': case 'ungroup': return [edit.id];
    case 'removeNodes': return edit.ids;
    case 'group': return [edit.as, ...edit.ids];
    case 'move': return Object.keys(edit.places);
    case 'connect': case 'setWire': return [edit.wire.from, edit.wire.to].map((port) => port.split(/[./]/)[0]!);
    case 'batch': return edit.edits.flatMap(namedNodes);
    default: return [];
  }
}

/** bytes, about */
const weigh = (edit: Edit): number => JSON.stringify(edit).length * 2;
