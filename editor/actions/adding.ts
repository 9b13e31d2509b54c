/** New nodes: alone, at the end of a wire, or into a wire. */
import type { NodeType } from '../../runtime/catalog/types.ts';
import type { Edit, PatchNode } from '../../runtime/document/index.ts';
import { refusal } from '../../runtime/compile/types.ts';
import { portFor } from '../graph/fitting.ts';
import { inletAt, makeNet, outletAt, type Net } from '../graph/net.ts';
import { inside, own } from '../store/scope.ts';
import type { Loose, Point } from '../store/state.ts';
import { titleOf } from './names.ts';
import { here, notice, perform, type Session } from './session.ts';
import { netOf, typesOf } from './surroundings.ts';
import { spliceEdits, wireTo } from './wiring.ts';

export interface Placement {
  /** canvas units, the node's upper left corner */
  at: Point;
  /** the end of a wire that waits for it */
  loose?: Loose | null;
  /** the wire that it goes into */
  wire?: string | null;
}

/** The id of the new node, or null when the document refused it. */
export function addNode(session: Session, type: string, { at, loose = null, wire = null }: Placement): string | null {
  const state = session.store.getState();
  const info = typesOf(state).get(type);
  if (info === null) {
    notice(session, `There is no node of the type ${type}.`, 'error');
    return null;
  }
  const { scope, freeId } = here(session);
  const id = freeId('node');
  const node: PatchNode = { type, ...(info.type.origin === 'shipped' || info.type.hash === '' ? {} : { hash: info.type.hash }) };
  const edits: Edit[] = [{ op: 'addNode', ...inside(scope), id, node, at: { x: Math.round(at.x), y: Math.round(at.y) } }];
  const net = makeNet({ ...scope, nodes: { ...scope.nodes, [id]: node } }, typesOf(state));
  if (wire !== null && own(scope.wires, wire) !== undefined) {
    const through = fitsInto(net, wire, info.type);
    if (through !== null) edits.push(...spliceEdits(net, wire, id, through.inlet, through.outlet, freeId('wire')));
    else notice(session, `${info.type.title} does not fit into this wire: it stands beside it.`);
  } else if (loose !== null) {
    const port = portFor(info.type, loose);
    if (port !== null) edits.push(...joinEdits(net, loose, `${id}.${port}`, freeId('wire')));
  }
  const failed = perform(session, `Add ${info.type.title}`, edits, { select: { nodes: [id] }, nodes: [id] });
  if (failed !== null) return null;
  session.store.setState((s) => ({ catalog: { ...s.catalog, used: { ...s.catalog.used, [type]: (s.catalog.used[type] ?? 0) + 1 } } }));
  return id;
}

function joinEdits(net: Net, loose: Loose, port: string, id: string): Edit[] {
  const [from, to] = loose.side === 'outlet' ? [loose.port, port] : [port, loose.port];
  const taken = inletAt(net, to)?.type === 'video' ? net.into.get(to) ?? [] : [];
  const room: Edit[] = taken.length > 0 ? [{ op: 'disconnect', ...inside(net.scope), ids: [...taken] }] : [];
  return [...room, { op: 'connect', ...inside(net.scope), id, wire: wireTo(net, from, to) }];
}

/** Through which ports a node of this type would go into the wire; null when it does not fit. */
export function fitsInto(net: Net, wire: string, type: NodeType): { inlet: string; outlet: string } | null {
  const ends = own(net.scope.wires, wire);
  const from = ends && outletAt(net, ends.from), to = ends && inletAt(net, ends.to);
  if (!from || !to) return null;
  const none = () => '';
  const inlet = type.inlets.find((i) => !i.name.startsWith('$') && refusal(from.type, i.type, none) === null);
  const outlet = type.outlets.find((o) => refusal(o.type, to.type, none) === null);
  return inlet && outlet ? { inlet: inlet.name, outlet: outlet.name } : null;
}

/** A node that lies on a wire goes into it, if it fits and has no wires yet. True when it did. */
export function insertIntoWire(session: Session, node: string, wire: string): boolean {
  const net = netOf(session.store.getState());
  const info = net.types.get(own(net.scope.nodes, node)?.type ?? '');
  const through = info === null ? null : fitsInto(net, wire, info.type);
  if (through === null || !isAlone(net, node)) return false;
  return perform(session, `Put ${titleOf(net, node)} into a wire`, spliceEdits(net, wire, node, through.inlet, through.outlet, here(session).freeId('wire'))) === null;
}

export function isAlone(net: Net, node: string): boolean {
  const mine = (port: string) => port.startsWith(`${node}.`) || port.startsWith(`${node}/`);
  return !net.wires.some(([, w]) => mine(w.from) || mine(w.to));
}
