/** The wire that was dropped on the empty canvas stays while the palette asks what comes there. */
import { useReactFlow, ViewportPortal } from '@xyflow/react';
import { nodeOf } from '../graph/node-types.ts';
import { useEditor } from '../store/use-editor.ts';
import type { FlowNode, FlowWire } from './flow-model.ts';
import { wirePath } from './WireView.tsx';

export function WaitingWire() {
  const flow = useReactFlow<FlowNode, FlowWire>();
  const palette = useEditor((s) => s.view.palette);
  if (palette === null || palette.loose === null) return null;
  const { port, side, type } = palette.loose;
  const id = nodeOf(port);
  const node = flow.getInternalNode(id);
  const handle = node?.internals.handleBounds?.[side === 'outlet' ? 'source' : 'target']?.find((h) => h.id === port.slice(id.length + 1));
  if (node === undefined || handle === undefined) return null;
  const x = node.internals.positionAbsolute.x + handle.x + handle.width / 2, y = node.internals.positionAbsolute.y + handle.y + handle.height / 2;
  const path = side === 'outlet' ? wirePath(x, y, palette.place.x, palette.place.y) : wirePath(palette.place.x, palette.place.y, x, y);
  return (
    <ViewportPortal>
      <svg className="waiting" aria-hidden><g className={`wire ${type === 'parameter' ? 'signal' : type}`}><path d={path} className="react-flow__edge-path" /></g></svg>
    </ViewportPortal>
  );
}
