/** Deleting: what is selected goes; where a node had one wire in and wires out, they close over the gap. */
import type { Edit, Wire } from '../../runtime/document/index.ts';
import { inletAt, outletAt, type Net } from '../graph/net.ts';
import { nodeOf } from '../graph/node-types.ts';
import { refusal } from '../../runtime/compile/types.ts';
import { inside } from '../store/scope.ts';
import { titleOf } from './names.ts';
import { here, perform, type Session } from './session.ts';
import { netOf } from './surroundings.ts';
import { wireTo } from './wiring.ts';

export function removeSelected(session: Session): void {
  const { selection, document } = session.store.getState();
  const net = netOf(session.store.getState());
  const nodes = [...selection.nodes].filter((id) => Object.hasOwn(net.scope.nodes, id));
  const wires = [...selection.wires].filter((id) => Object.hasOwn(net.scope.wires, id));
  const notes = [...selection.notes].filter((id) => Object.hasOwn(document.patch.notes ?? {}, id));
  const edits: Edit[] = [];
  const healed = heal(net, new Set(nodes), new Set(wires));
  const gone = (w: Wire) => nodes.includes(nodeOf(w.from)) || nodes.includes(nodeOf(w.to));
  const loose = wires.filter((id) => !gone(net.scope.wires[id]!));
  if (loose.length > 0) edits.push({ op: 'disconnect', ...inside(net.scope), ids: loose });
  if (nodes.length > 0) edits.push({ op: 'removeNodes', ...inside(net.scope), ids: nodes });
  const { freeId } = here(session);
  for (const wire of healed) edits.push({ op: 'connect', ...inside(net.scope), id: freeId('wire'), wire });
  for (const id of notes) edits.push({ op: 'removeNote', id });
  perform(session, label(net, nodes, loose.length, notes.length), edits, { select: {}, dear: nodes.length > 50 });
}

function label(net: Net, nodes: readonly string[], wires: number, notes: number): string {
  if (nodes.length === 1) return `Delete ${titleOf(net, nodes[0]!)}`;
  if (nodes.length > 1) return `Delete ${nodes.length} nodes`;
  return wires > 0 ? (wires === 1 ? 'Remove a wire' : `Remove ${wires} wires`) : notes === 1 ? 'Delete a note' : `Delete ${notes} notes`;
}

/** The wires that close the gaps, one node after the other; those that were selected by hand stay out. */
function heal(net: Net, nodes: ReadonlySet<string>, removed: ReadonlySet<string>): Wire[] {
  let wires = net.wires.filter(([id]) => !removed.has(id)).map(([, w]) => w);
  const before = new Set(wires);
  for (const node of nodes) {
    const main = wires.filter((w) => nodeOf(w.to) === node && isMain(net, w.to));
    const on = wires.filter((w) => nodeOf(w.from) === node);
    wires = wires.filter((w) => nodeOf(w.to) !== node && nodeOf(w.from) !== node);
    const [only] = main;
    if (only === undefined || main.length > 1) continue;
    const type = outletAt(net, only.from)?.type;
    for (const wire of on) {
      const into = inletAt(net, wire.to)?.type;
      if (type === undefined || into === undefined || refusal(type, into, () => '') !== null) continue;
      if (wires.some((w) => w.from === only.from && w.to === wire.to)) continue;
      wires.push(wireTo(net, only.from, wire.to, wire));
    }
  }
  return wires.filter((w) => !before.has(w));
}

/** An inlet, not a parameter and not the mask. */
function isMain(net: Net, to: string): boolean {
  const into = inletAt(net, to);
  return into !== null && 'inlet' in into && !into.port.startsWith('$');
}
