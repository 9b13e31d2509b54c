/** Copy, cut, paste, duplicate. What is copied is text, so that it goes from one patch to another. */
import type { Definition, Edit, MediaRef, Note, Patch, PatchNode, Wire } from '../../runtime/document/index.ts';
import { nodeOf } from '../graph/node-types.ts';
import { inside, own, type Scope } from '../store/scope.ts';
import type { Point } from '../store/state.ts';
import { here, perform, type Session } from './session.ts';
import { removeSelected } from './removing.ts';

interface Clip {
  weft: 'clip';
  nodes: Record<string, PatchNode>;
  /** those among the nodes, and those that come in from others */
  wires: Record<string, Wire>;
  layout: Record<string, Point>;
  notes: Record<string, Note>;
  definitions: Record<string, Definition>;
  media: Record<string, MediaRef>;
}

/** The selection as text; null when nothing is selected. */
export function copy(session: Session): string | null {
  const { selection, document } = session.store.getState();
  const { scope } = here(session);
  const nodes = pick(scope.nodes, selection.nodes);
  const notes = scope.name === null ? pick(document.patch.notes ?? {}, selection.notes) : {};
  if (Object.keys(nodes).length + Object.keys(notes).length === 0) return null;
  const wires = Object.fromEntries(Object.entries(scope.wires).filter(([, w]) => Object.hasOwn(nodes, nodeOf(w.to))));
  const layout = Object.fromEntries(Object.keys(nodes).map((id) => [id, { x: scope.layout[id]?.x ?? 0, y: scope.layout[id]?.y ?? 0 }]));
  const media = pick(document.patch.media, new Set(Object.values(nodes).flatMap((n) => (n.media === undefined ? [] : [n.media]))));
  const clip: Clip = { weft: 'clip', nodes, wires, layout, notes, definitions: definitionsOf(document.patch, nodes), media };
  return JSON.stringify(clip);
}

export function cut(session: Session): string | null {
  const text = copy(session);
  if (text !== null) removeSelected(session);
  return text;
}

export interface PasteOptions {
  /** canvas units: where the upper left corner goes; absent: a little beside the original */
  at?: Point;
  /** wires from nodes that were not copied come along, where those are here */
  incoming?: boolean;
  label?: string;
}

/** Text that is no copy of nodes does nothing. */
export function paste(session: Session, text: string, { at, incoming = false, label = 'Paste' }: PasteOptions = {}): boolean {
  const clip = readClip(text);
  if (clip === null) return false;
  const { patch } = session.store.getState().document;
  const { scope, freeId } = here(session);
  const ids = new Map(Object.keys(clip.nodes).map((id) => [id, freeId('node')]));
  const shift = offset(clip, at);
  const edits: Edit[] = [];
  for (const [id, media] of Object.entries(clip.media)) if (own(patch.media, id) === undefined) edits.push({ op: 'addMedia', id, media });
  for (const [name, definition] of Object.entries(clip.definitions)) if (own(patch.definitions, name) === undefined) edits.push({ op: 'addDefinition', name, definition });
  for (const [old, node] of Object.entries(clip.nodes)) {
    const place = own(clip.layout, old) ?? { x: 0, y: 0 };
    edits.push({ op: 'addNode', ...inside(scope), id: ids.get(old)!, node, at: { x: place.x + shift.x, y: place.y + shift.y } });
  }
  for (const wire of Object.values(clip.wires)) {
    const from = renamed(wire.from, ids) ?? (incoming && fromHere(scope, wire.from) ? wire.from : null);
    const to = renamed(wire.to, ids);
    if (from !== null && to !== null) edits.push({ op: 'connect', ...inside(scope), id: freeId('wire'), wire: { ...wire, from, to } });
  }
  const notes: string[] = [];
  if (scope.name === null) {
    for (const note of Object.values(clip.notes)) {
      const id = freeId('note');
      notes.push(id);
      edits.push({ op: 'addNote', id, note: { ...note, x: note.x + shift.x, y: note.y + shift.y } });
    }
  }
  const nodes = [...ids.values()];
  return perform(session, `${label} ${nodes.length === 1 ? 'a node' : `${nodes.length} nodes`}`, edits, { select: { nodes, notes }, nodes }) === null;
}

/** A copy beside the original, with the wires among them; incoming: and those that come in. */
export function duplicate(session: Session, incoming = false): boolean {
  const text = copy(session);
  return text !== null && paste(session, text, { incoming, label: 'Duplicate' });
}

const BESIDE = 24;

function offset(clip: Clip, at?: Point): Point {
  const places = [...Object.values(clip.layout), ...Object.values(clip.notes)];
  if (at === undefined || places.length === 0) return { x: BESIDE, y: BESIDE };
  const x = Math.min(...places.map((p) => p.x)), y = Math.min(...places.map((p) => p.y));
  return { x: Math.round(at.x - x), y: Math.round(at.y - y) };
}

function renamed(port: string, ids: ReadonlyMap<string, string>): string | null {
  const id = nodeOf(port);
  const now = ids.get(id);
  return now === undefined ? null : now + port.slice(id.length);
}

const fromHere = (scope: Scope, port: string): boolean => Object.hasOwn(scope.nodes, nodeOf(port));

function pick<T>(table: Readonly<Record<string, T>>, ids: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries([...ids].flatMap((id) => (Object.hasOwn(table, id) ? [[id, table[id]!] as const] : [])));
}

/** Definitions that the nodes place, and those placed within. */
function definitionsOf(patch: Patch, nodes: Readonly<Record<string, PatchNode>>): Record<string, Definition> {
  const found: Record<string, Definition> = {};
  const open = Object.values(nodes);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const name = node.type.startsWith('patch.') ? node.type.slice('patch.'.length) : null;
    const definition = name === null ? undefined : own(patch.definitions, name);
    if (name === null || definition === undefined || Object.hasOwn(found, name)) continue;
    found[name] = definition;
    open.push(...Object.values(definition.nodes));
  }
  return found;
}

/** Only the outer form is looked at here: what is in it is held against the schema when it is applied. */
function readClip(text: string): Clip | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || (value as Clip).weft !== 'clip') return null;
  const { nodes, wires, layout, notes = {}, definitions = {}, media = {} } = value as Clip;
  const isTable = (t: unknown, fits: (entry: Record<string, unknown>) => boolean) =>
    typeof t === 'object' && t !== null && !Array.isArray(t) && Object.values(t).every((e) => typeof e === 'object' && e !== null && fits(e as Record<string, unknown>));
  const place = (e: Record<string, unknown>) => Number.isFinite(e.x) && Number.isFinite(e.y);
  const good = isTable(nodes, (e) => typeof e.type === 'string') && isTable(wires, (e) => typeof e.from === 'string' && typeof e.to === 'string')
    && isTable(layout, place) && isTable(notes, place) && isTable(definitions, () => true) && isTable(media, () => true);
  return good ? { weft: 'clip', nodes, wires, layout, notes, definitions, media } : null;
}
