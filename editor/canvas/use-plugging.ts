/** Wires in the hand, from either end: lit ports, refusals with their reason, the body of a node, the empty canvas. */
import { useMemo, useRef, type RefObject } from 'react';
import { useReactFlow, type Connection, type FinalConnectionState, type HandleType, type OnConnectEnd, type OnConnectStart, type OnReconnect } from '@xyflow/react';
import { portTitle } from '../actions/names.ts';
import { notice } from '../actions/session.ts';
import { netOf } from '../actions/surroundings.ts';
import { connect, disconnect, replug } from '../actions/wiring.ts';
import { fitting } from '../graph/fitting.ts';
import { inletAt, outletAt } from '../graph/net.ts';
import { refuses } from '../graph/rules.ts';
import type { Loose } from '../store/state.ts';
import { patchSlice } from '../store/store.ts';
import { useDesk } from './context.ts';
import type { FlowNode, FlowWire } from './flow-model.ts';
import { dimPorts, lightPorts } from './lighting.ts';

interface Held {
  loose: Loose;
  fits: ReadonlySet<string>;
  /** the wire that is plugged elsewhere; null: a new one */
  wire: string | null;
}

export interface Plugging {
  isValidConnection: (c: FlowWire | Connection) => boolean;
  onConnect: (c: Connection) => void;
  onConnectStart: OnConnectStart;
  onConnectEnd: OnConnectEnd;
  onClickConnectStart: OnConnectStart;
  onClickConnectEnd: OnConnectEnd;
  onReconnectStart: (event: unknown, wire: FlowWire, fixed: HandleType) => void;
  onReconnect: OnReconnect<FlowWire>;
  onReconnectEnd: (event: MouseEvent | TouchEvent, wire: FlowWire, fixed: HandleType, state: FinalConnectionState) => void;
}

const fromOf = (c: { source: string; sourceHandle?: string | null }) => `${c.source}.${c.sourceHandle ?? ''}`;
const toOf = (c: { target: string; targetHandle?: string | null }) => `${c.target}.${c.targetHandle ?? ''}`;

export function usePlugging(root: RefObject<HTMLDivElement | null>): Plugging {
  const { session } = useDesk();
  const flow = useReactFlow<FlowNode, FlowWire>();
  const held = useRef<Held | null>(null);
  return useMemo(() => {
    const take = (port: string, side: Loose['side'], wire: string | null) => {
      const state = session.store.getState();
      const net = netOf(state);
      const type = side === 'outlet' ? outletAt(net, port)?.type : inletAt(net, port)?.type;
      if (type === undefined) return;
      const loose: Loose = { port, side, type };
      const fits = fitting(net, state.catalog.catalog, loose, wire === null ? undefined : new Set([wire]));
      held.current = { loose, fits, wire };
      lightPorts(root.current, side === 'outlet' ? 'target' : 'source', fits);
    };
    const letGo = () => {
      held.current = null;
      dimPorts(root.current);
    };
    const ends = (h: Held, other: string): [from: string, to: string] => (h.loose.side === 'outlet' ? [h.loose.port, other] : [other, h.loose.port]);
    const plug = (h: Held, other: string) => {
      const [from, to] = ends(h, other);
      if (h.wire === null) connect(session, from, to);
      else replug(session, h.wire, from, to);
    };
    /** Where the wire was dropped, when no port took it. */
    const drop = (event: MouseEvent | TouchEvent, state: FinalConnectionState, h: Held) => {
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event;
      const at = { x: point.clientX, y: point.clientY };
      const port = state.toHandle;
      if (port && port.type !== state.fromHandle?.type) {
        const [from, to] = ends(h, `${port.nodeId}.${port.id ?? ''}`);
        const s = session.store.getState();
        const why = refuses(netOf(s), s.catalog.catalog, { from, to, replacing: true, ...(h.wire === null ? {} : { without: new Set([h.wire]) }) });
        if (why !== null) notice(session, why.reason, 'error');
        return;
      }
      const body = document.elementsFromPoint(at.x, at.y).map((el) => el.closest<HTMLElement>('.react-flow__node-patch')?.dataset.id).find((id) => id !== undefined);
      const node = h.loose.port.split('.')[0];
      if (body !== undefined && body !== node) dropOnBody(at, body, h);
      else if (body === undefined && h.wire !== null) disconnect(session, [h.wire]);
      else if (body === undefined) patchSlice(session.store, 'view', { palette: { at, place: flow.screenToFlowPosition(at), loose: h.loose, wire: null } });
    };
    const dropOnBody = (at: { x: number; y: number }, body: string, h: Held) => {
      const net = netOf(session.store.getState());
      const here = [...h.fits].filter((port) => port.startsWith(`${body}.`));
      if (here.length === 1) plug(h, here[0]!);
      else if (here.length > 1 && h.wire === null) {
        patchSlice(session.store, 'view', { chooser: { at, choices: here.map((port) => ({ from: ends(h, port)[0], to: ends(h, port)[1], label: portTitle(net, port) })) } });
      } else if (here.length === 0) {
        const info = net.types.get(net.scope.nodes[body]!.type);
        const other = h.loose.side === 'outlet' ? info?.type.inlets[0]?.name ?? info?.type.params[0]?.name : info?.type.outlets[0]?.name;
        const [from, to] = ends(h, `${body}.${other ?? ''}`);
        const why = other === undefined ? null : refuses(net, session.store.getState().catalog.catalog, { from, to, replacing: true });
        notice(session, why?.reason ?? 'Nothing on this node takes this wire.', 'error');
      }
    };
    // React Flow tells of the start and end of a wire that is plugged elsewhere twice: as that, and as a new wire
    const replugging = () => held.current !== null && held.current.wire !== null;
    const onConnectStart: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
      if (!replugging() && nodeId !== null && handleId !== null) take(`${nodeId}.${handleId}`, handleType === 'source' ? 'outlet' : 'inlet', null);
    };
    const onConnectEnd: OnConnectEnd = (event, state) => {
      if (replugging()) return;
      const h = held.current;
      letGo();
      if (h !== null && state.isValid !== true) drop(event, state, h);
    };
    return {
      isValidConnection: (c) => {
        const h = held.current;
        if (h === null) return true;
        return h.fits.has(h.loose.side === 'outlet' ? toOf(c) : fromOf(c));
      },
      onConnect: (c) => {
        const h = held.current;
        if (h === null || h.wire === null) connect(session, fromOf(c), toOf(c));
      },
      onConnectStart,
      onConnectEnd,
      onClickConnectStart: onConnectStart,
      onClickConnectEnd: () => letGo(),
      onReconnectStart: (_, wire, fixed) => {
        take(fixed === 'source' ? fromOf(wire) : toOf({ target: wire.target, targetHandle: wire.targetHandle ?? null }), fixed === 'source' ? 'outlet' : 'inlet', wire.id);
      },
      onReconnect: (wire, c) => {
        replug(session, wire.id, fromOf(c), toOf(c));
      },
      onReconnectEnd: (event, _, __, state) => {
        const h = held.current;
        letGo();
        if (h !== null && state.isValid !== true) drop(event, state, h);
      },
    };
  }, [session, flow, root]);
}
