/** What is selected. No step of the history: it changes nothing in the document. */
import { nothing } from '../store/store.ts';
import { here, type Session } from './session.ts';

export interface Chosen { nodes?: Iterable<string>; wires?: Iterable<string>; notes?: Iterable<string> }

export function select(session: Session, { nodes, wires, notes }: Chosen): void {
  const set = (ids: Iterable<string> | undefined) => (ids === undefined ? nothing : new Set(ids));
  session.store.setState({ selection: { nodes: set(nodes), wires: set(wires), notes: set(notes) } });
}

export function selectAll(session: Session): void {
  const { scope } = here(session);
  const { patch } = session.store.getState().document;
  select(session, { nodes: Object.keys(scope.nodes), notes: scope.name === null ? Object.keys(patch.notes ?? {}) : [] });
}

/** The node that lies next to the selected one in that direction: the keyboard's way over the canvas. */
export function selectNext(session: Session, dx: number, dy: number): void {
  const { scope } = here(session);
  const [from] = session.store.getState().selection.nodes;
  const ids = Object.keys(scope.nodes).sort();
  const start = from === undefined ? undefined : scope.layout[from];
  if (start === undefined) {
    if (ids[0] !== undefined) select(session, { nodes: [ids[0]] });
    return;
  }
  let best: string | undefined, least = Infinity;
  for (const id of ids) {
    const place = scope.layout[id];
    if (place === undefined || id === from) continue;
    const [x, y] = [place.x - start.x, place.y - start.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= 0) continue;
    const far = along + 2.5 * aside;
    if (far < least) [best, least] = [id, far];
  }
  if (best !== undefined) select(session, { nodes: [best] });
}
