/** Sub-patches: made of a selection, entered, left, and put back in place. */
import { slug } from '../../runtime/document/index.ts';
import { infoOf } from '../graph/net.ts';
import { inside, own } from '../store/scope.ts';
import { nothing, patchSlice } from '../store/store.ts';
import { here, perform, type Session } from './session.ts';
import { netOf } from './surroundings.ts';

/** The selected nodes become a definition, and one node that places it. */
export function groupSelected(session: Session, title = 'Group'): string | null {
  const state = session.store.getState();
  const net = netOf(state);
  const ids = [...state.selection.nodes].filter((id) => own(net.scope.nodes, id) !== undefined);
  if (ids.length === 0) return null;
  const as = here(session).freeId('node');
  const base = slug(title).toLowerCase() || 'group';
  let name = base;
  for (let n = 2; own(state.document.patch.definitions, name) !== undefined; n++) name = `${base}_${n}`;
  const params = ids.flatMap((id) => (infoOf(net, id)?.type.params ?? []).map((p) => `${id}.${p.name}`));
  const failed = perform(session, `Group ${ids.length} nodes`, [{ op: 'group', ...inside(net.scope), ids, name, as, title, params }], { select: { nodes: [as] }, dear: true });
  return failed === null ? as : null;
}

export function ungroupSelected(session: Session): void {
  const { scope } = here(session);
  const ids = [...session.store.getState().selection.nodes].filter((id) => own(scope.nodes, id)?.type.startsWith('patch.'));
  const before = new Set(Object.keys(scope.nodes));
  const failed = perform(session, 'Ungroup', ids.map((id) => ({ op: 'ungroup', ...inside(scope), id })), { select: {} });
  if (failed !== null || ids.length === 0) return;
  const fresh = Object.keys(here(session).scope.nodes).filter((id) => !before.has(id));
  session.store.setState((s) => ({ selection: { ...s.selection, nodes: new Set(fresh) } }));
}

/** False when the node places no definition. */
export function enter(session: Session, node: string): boolean {
  const { scope } = here(session);
  const type = own(scope.nodes, node)?.type ?? '';
  const definition = type.slice('patch.'.length);
  const { document } = session.store.getState();
  if (!type.startsWith('patch.') || own(document.patch.definitions, definition) === undefined) return false;
  patchSlice(session.store, 'document', { trail: [...document.trail, { node, definition }] });
  session.store.setState({ selection: { nodes: nothing, wires: nothing, notes: nothing } });
  return true;
}

/** Out to `depth` levels of the trail; one level by default. What was left is selected. */
export function leave(session: Session, depth?: number): boolean {
  const { trail } = session.store.getState().document;
  const to = depth ?? trail.length - 1;
  const left = trail[to];
  if (left === undefined) return false;
  patchSlice(session.store, 'document', { trail: trail.slice(0, to) });
  session.store.setState({ selection: { nodes: new Set([left.node]), wires: nothing, notes: nothing } });
  return true;
}
