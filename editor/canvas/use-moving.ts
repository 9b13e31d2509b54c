/** Nodes in the hand: a drag is one step; a frame takes along what lies in it; a node dropped on a wire goes in. */
import { useMemo, useRef, type MouseEvent as ReactMouseEvent, type RefObject } from 'react';
import { useReactFlow, type OnNodeDrag, type SelectionDragHandler } from '@xyflow/react';
import { fitsInto, insertIntoWire, isAlone } from '../actions/adding.ts';
import { move } from '../actions/arranging.ts';
import { endGesture } from '../actions/session.ts';
import { netOf } from '../actions/surroundings.ts';
import { infoOf } from '../graph/net.ts';
import { useDesk } from './context.ts';
import type { FlowNode, FlowWire } from './flow-model.ts';

export interface Moving {
  onNodeDragStart: OnNodeDrag<FlowNode>;
  onNodeDrag: OnNodeDrag<FlowNode>;
  onNodeDragStop: OnNodeDrag<FlowNode>;
  onSelectionDrag: SelectionDragHandler<FlowNode>;
  onSelectionDragStop: SelectionDragHandler<FlowNode>;
}

export function useMoving(root: RefObject<HTMLDivElement | null>): Moving {
  const { session } = useDesk();
  const flow = useReactFlow<FlowNode, FlowWire>();
  const taken = useRef<{ frame: string; from: { x: number; y: number }; along: FlowNode[] } | null>(null);
  const over = useRef<string | null>(null);
  return useMemo(() => {
    const places = (nodes: readonly FlowNode[]) => {
      const round = (n: FlowNode) => [n.id, { x: Math.round(n.position.x), y: Math.round(n.position.y) }] as const;
      return { nodes: Object.fromEntries(nodes.filter((n) => n.type === 'patch').map(round)), notes: Object.fromEntries(nodes.filter((n) => n.type !== 'patch').map(round)) };
    };
    const light = (wire: string | null) => {
      if (over.current === wire) return;
      over.current = wire;
      for (const el of root.current?.querySelectorAll('.react-flow__edge.takes') ?? []) el.classList.remove('takes');
      if (wire !== null) root.current?.querySelector(`.react-flow__edge[data-id="${CSS.escape(wire)}"]`)?.classList.add('takes');
    };
    const wireUnder = (event: MouseEvent | TouchEvent | ReactMouseEvent, node: FlowNode): string | null => {
      if (!('clientX' in event) || event.altKey || node.type !== 'patch') return null;
      const net = netOf(session.store.getState());
      const info = infoOf(net, node.id);
      if (info === null || !isAlone(net, node.id)) return null;
      const box = root.current?.querySelector(`.react-flow__node[data-id="${CSS.escape(node.id)}"]`)?.getBoundingClientRect();
      const points = [[event.clientX, event.clientY], ...(box ? [[box.left + box.width / 2, box.top + box.height / 2], [box.left + box.width / 2, box.top + 14]] : [])] as [number, number][];
      for (const [x, y] of points) {
        for (const el of document.elementsFromPoint(x, y)) {
          const id = el.closest<SVGElement>('.react-flow__edge')?.dataset.id;
          if (id !== undefined && fitsInto(net, id, info.type) !== null) return id;
        }
      }
      return null;
    };
    const start: OnNodeDrag<FlowNode> = (event, node, nodes) => {
      taken.current = null;
      if (node.type !== 'frame' || event.altKey) return;
      const { x, y } = node.position, width = node.measured?.width ?? 0, height = node.measured?.height ?? 0;
      const moved = new Set(nodes.map((n) => n.id));
      const along = flow.getNodes().filter((n) => {
        const cx = n.position.x + (n.measured?.width ?? 0) / 2, cy = n.position.y + (n.measured?.height ?? 0) / 2;
        return !moved.has(n.id) && cx > x && cx < x + width && cy > y && cy < y + height;
      });
      taken.current = { frame: node.id, from: { x, y }, along };
    };
    const drag = (nodes: readonly FlowNode[]) => {
      const t = taken.current;
      const frame = t === null ? undefined : nodes.find((n) => n.id === t.frame);
      const along = t === null || frame === undefined ? [] : t.along.map((n) => ({ ...n, position: { x: n.position.x + frame.position.x - t.from.x, y: n.position.y + frame.position.y - t.from.y } }));
      move(session, places([...nodes, ...along]), 'drag');
    };
    const stop = () => {
      endGesture(session);
      taken.current = null;
    };
    return {
      onNodeDragStart: start,
      onNodeDrag: (event, node, nodes) => {
        drag(nodes);
        light(nodes.length === 1 ? wireUnder(event, node) : null);
      },
      onNodeDragStop: (event, node, nodes) => {
        const wire = nodes.length === 1 ? wireUnder(event, node) : null;
        light(null);
        stop();
        if (wire !== null) insertIntoWire(session, node.id, wire);
      },
      onSelectionDrag: (_, nodes) => drag(nodes),
      onSelectionDragStop: stop,
    };
  }, [session, flow, root]);
}
