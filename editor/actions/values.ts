/** Values of parameters, and what else a node states. */
import { components, highest, lowest } from '../../runtime/compile/ports.ts';
import type { Param } from '../../runtime/catalog/types.ts';
import type { Edit, ParamValue, PatchNode } from '../../runtime/document/index.ts';
import { inside, own } from '../store/scope.ts';
import { infoOf } from '../graph/net.ts';
import { paramTitle, titleOf } from './names.ts';
import { here, notice, perform, type Session } from './session.ts';
import { netOf } from './surroundings.ts';

/** The base of a parameter: what the document states, else its default. */
export function baseOf(node: PatchNode, param: Param): ParamValue {
  const stated = own(node.params ?? {}, param.name);
  return stated === undefined ? (param.default as ParamValue) : stated;
}

/** Numbers of its components, in the parameter's own unit; bool and event as 0 or 1; none for data. */
export function numbersOf(param: Param, value: ParamValue): number[] {
  return components(param).map((_, i) => {
    const v = Array.isArray(value) ? value[i] : value;
    const n = typeof v === 'boolean' ? Number(v) : v;
    if (typeof n === 'number' && Number.isFinite(n)) return n;
    return param.kind === 'color' && i === 3 ? 1 : Math.min(Math.max(0, lowest(param, i)), highest(param, i));
  });
}

/** gesture: one step until endGesture. A value equal to the default is stated all the same: defaults may change. */
export function setParam(session: Session, id: string, param: Param, value: ParamValue, gesture?: string): void {
  const { scope } = here(session);
  if (own(scope.nodes, id) === undefined) return;
  perform(session, `Set ${paramTitle(param).toLowerCase()}`, [{ op: 'setParam', ...inside(scope), id, param: param.name, value }], gesture === undefined ? {} : { gesture });
}

/** Back to the default: the document states nothing. */
export function resetParam(session: Session, id: string, param: Param): void {
  const { scope } = here(session);
  if (own(own(scope.nodes, id)?.params ?? {}, param.name) === undefined) return;
  perform(session, `Reset ${paramTitle(param).toLowerCase()}`, [{ op: 'setParam', ...inside(scope), id, param: param.name }]);
}

export function rename(session: Session, id: string, title: string): void {
  const { scope } = here(session);
  const plain = title.trim();
  if ((own(scope.nodes, id)?.title ?? '') === plain) return;
  perform(session, 'Rename', [{ op: 'setTitle', ...inside(scope), id, ...(plain === '' ? {} : { title: plain }) }]);
}

/** All on when any is off. Nodes that cannot be bypassed are named. */
export function toggleBypass(session: Session): void {
  const net = netOf(session.store.getState());
  const chosen = [...session.store.getState().selection.nodes].filter((id) => own(net.scope.nodes, id) !== undefined);
  const able = chosen.filter((id) => infoOf(net, id)?.ports.param.has('$bypass'));
  if (able.length === 0) {
    if (chosen.length > 0) notice(session, `${titleOf(net, chosen[0]!)} cannot be bypassed: nothing goes in and out of it.`);
    return;
  }
  const on = (id: string) => own(net.scope.nodes[id]!.params ?? {}, '$bypass') === true;
  const value = !able.every(on);
  const edits: Edit[] = able.map((id) => ({ op: 'setParam', ...inside(net.scope), id, param: '$bypass', ...(value ? { value } : {}) }));
  perform(session, `${value ? 'Bypass' : 'Use'} ${able.length === 1 ? titleOf(net, able[0]!) : `${able.length} nodes`}`, edits);
}

export function setTempo(session: Session, bpm: number, gesture?: string): void {
  perform(session, 'Set tempo', [{ op: 'setTempo', tempo: { bpm: Math.min(Math.max(bpm, 1), 999) } }], gesture === undefined ? {} : { gesture });
}

export function setPatchTitle(session: Session, title: string): void {
  const plain = title.trim();
  if (plain !== '' && plain !== session.store.getState().document.patch.title) perform(session, 'Rename the patch', [{ op: 'setPatchTitle', title: plain }]);
}
