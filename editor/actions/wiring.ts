/** Wires: made, plugged elsewhere, taken out, and what they do to a parameter. */
import type { Edit, Mode, Stage, Wire } from '../../runtime/document/index.ts';
import { inletAt, type Net } from '../graph/net.ts';
import { refuses, type Refusal } from '../graph/rules.ts';
import { inside } from '../store/scope.ts';
import { portTitle, titleOf } from './names.ts';
import { here, notice, perform, type Session } from './session.ts';
import { netOf } from './surroundings.ts';

/** A new wire's fields beside its ends: a parameter takes it through the stack. */
export function wireTo(net: Net, from: string, to: string, like: Partial<Wire> = {}): Wire {
  const { stage, mode, depth, ...rest } = like;
  const into = inletAt(net, to);
  if (into === null || !('param' in into)) return { ...rest, from, to };
  const gate = into.param.kind === 'bool' || into.param.kind === 'event';
  return { ...rest, from, to, stage: stage ?? 'modulation', mode: mode ?? (gate ? 'set' : 'add'), depth: depth ?? (gate ? 1 : 0.5) };
}

/** The wires that must go so that this one has room: a video inlet takes one. */
function inTheWay(net: Net, to: string, but?: string): string[] {
  return inletAt(net, to)?.type === 'video' ? (net.into.get(to) ?? []).filter((id) => id !== but) : [];
}

/** Null when it is done; else why not, which the user is told. */
export function connect(session: Session, from: string, to: string): Refusal | null {
  const state = session.store.getState();
  const net = netOf(state);
  if (net.wires.some(([, w]) => w.from === from && w.to === to)) return null;
  const why = refuses(net, state.catalog.catalog, { from, to, replacing: true });
  if (why !== null) {
    notice(session, why.reason, 'error');
    return why;
  }
  const { scope, freeId } = here(session);
  const away = inTheWay(net, to);
  const id = freeId('wire');
  perform(session, `Wire ${titleOf(net, from.split('.')[0]!)} to ${portTitle(net, to)}`, [
    ...(away.length > 0 ? [{ op: 'disconnect', ...inside(scope), ids: away } as const] : []),
    { op: 'connect', ...inside(scope), id, wire: wireTo(net, from, to) },
  ], { select: { wires: [id] } });
  return null;
}

/** Puts one end of a wire elsewhere; its depth and mode go with it. */
export function replug(session: Session, id: string, from: string, to: string): Refusal | null {
  const state = session.store.getState();
  const net = netOf(state);
  const old = net.scope.wires[id];
  if (old === undefined || (old.from === from && old.to === to)) return null;
  const why = refuses(net, state.catalog.catalog, { from, to, without: new Set([id]), replacing: true });
  if (why !== null) {
    notice(session, why.reason, 'error');
    return why;
  }
  const away = inTheWay(net, to, id);
  perform(session, `Plug the wire into ${old.to === to ? titleOf(net, from.split('.')[0]!) : portTitle(net, to)}`, [
    ...(away.length > 0 ? [{ op: 'disconnect', ...inside(net.scope), ids: away } as const] : []),
    { op: 'setWire', ...inside(net.scope), id, wire: wireTo(net, from, to, old) },
  ]);
  return null;
}

export function disconnect(session: Session, ids: readonly string[]): void {
  const { scope } = here(session);
  const there = ids.filter((id) => Object.hasOwn(scope.wires, id));
  if (there.length > 0) perform(session, there.length === 1 ? 'Remove a wire' : `Remove ${there.length} wires`, [{ op: 'disconnect', ...inside(scope), ids: there }]);
}

/** depth -1..1. Only for a wire into a parameter. */
export function setWire(session: Session, id: string, fields: { stage?: Stage; mode?: Mode; depth?: number }, gesture?: string): void {
  const { scope } = here(session);
  const wire = scope.wires[id];
  if (wire === undefined) return;
  const what = fields.depth !== undefined ? 'depth' : fields.mode !== undefined ? 'mode' : 'stage';
  perform(session, `Set the ${what} of a wire`, [{ op: 'setWire', ...inside(scope), id, wire: { ...wire, ...fields } }], gesture === undefined ? {} : { gesture });
}

/**
 * The edits that put a node into a wire: the wire ends at its first inlet that fits, a new one leads on. Null when it does
 * not fit. The node need not be in the document yet: net must know its type.
 */
export function spliceEdits(net: Net, wireId: string, node: string, inlet: string, outlet: string, newWire: string): Edit[] {
  const old = net.scope.wires[wireId]!;
  const on = `${node}.${outlet}`;
  return [
    { op: 'setWire', ...inside(net.scope), id: wireId, wire: wireTo(net, old.from, `${node}.${inlet}`) },
    { op: 'connect', ...inside(net.scope), id: newWire, wire: { ...old, from: on } },
  ];
}
