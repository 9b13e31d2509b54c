/** Where things stand: places of nodes, frames and comments. */
import type { Edit, LayoutItem, Note } from '../../runtime/document/index.ts';
import { inside, own } from '../store/scope.ts';
import type { Point } from '../store/state.ts';
import { here, perform, type Session } from './session.ts';

export interface Moved { nodes: Readonly<Record<string, Point>>; notes?: Readonly<Record<string, Point>> }

/** Canvas units. */
export function move(session: Session, { nodes, notes = {} }: Moved, gesture?: string): void {
  const { scope } = here(session);
  const there = (id: string) => own(scope.nodes, id) !== undefined;
  const same = (a: LayoutItem | undefined, b: Point) => a !== undefined && a.x === b.x && a.y === b.y;
  const places = Object.fromEntries(Object.entries(nodes).filter(([id, p]) => there(id) && !same(own(scope.layout, id), p)).map(([id, p]) => [id, { x: p.x, y: p.y }]));
  const known = session.store.getState().document.patch.notes ?? {};
  const edits: Edit[] = Object.entries(notes)
    .filter(([id, p]) => own(known, id) !== undefined && !same(own(known, id), p))
    .map(([id, p]) => ({ op: 'editNote', id, note: { x: p.x, y: p.y } }));
  const many = Object.keys(places).length;
  if (many > 0) edits.unshift({ op: 'move', ...inside(scope), places });
  perform(session, many === 1 || many + edits.length === 1 ? 'Move' : `Move ${many || edits.length} things`, edits, gesture === undefined ? {} : { gesture });
}

/** Moves what is selected by steps of the keyboard. */
export function nudge(session: Session, dx: number, dy: number): void {
  const { selection, document } = session.store.getState();
  const { scope } = here(session);
  const by = (p: Point | undefined) => ({ x: (p?.x ?? 0) + dx, y: (p?.y ?? 0) + dy });
  move(session, {
    nodes: Object.fromEntries([...selection.nodes].map((id) => [id, by(own(scope.layout, id))])),
    notes: Object.fromEntries([...selection.notes].map((id) => [id, by(own(document.patch.notes ?? {}, id))])),
  });
}

/** A comment. Notes belong to the patch itself, not to the inside of a definition. */
export function addComment(session: Session, at: Point, text = ''): string | null {
  const id = here(session).freeId('note');
  const note: Note = { text, x: Math.round(at.x), y: Math.round(at.y), width: 260 };
  return perform(session, 'Add a comment', [{ op: 'addNote', id, note }], { select: { notes: [id] } }) === null ? id : null;
}

export interface Box { x: number; y: number; width: number; height: number }

/** A titled frame around a part of the canvas; `frame` in the note tells it from a comment. */
export function addFrame(session: Session, box: Box, title = 'Frame'): string | null {
  const id = here(session).freeId('note');
  const note: Note = { text: title, x: Math.round(box.x), y: Math.round(box.y), width: Math.round(box.width), height: Math.round(box.height), frame: true };
  return perform(session, 'Add a frame', [{ op: 'addNote', id, note }], { select: { notes: [id] } }) === null ? id : null;
}

export function editNote(session: Session, id: string, fields: Partial<Note>, gesture?: string): void {
  const label = fields.text !== undefined ? 'Write a note' : fields.width !== undefined ? 'Resize a note' : fields.colour !== undefined ? 'Colour a note' : 'Change a note';
  perform(session, label, [{ op: 'editNote', id, note: fields }], gesture === undefined ? {} : { gesture });
}
