/** The patcher's canvas. React Flow draws what the document says and tells what the hand does; it keeps nothing. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { Background, BackgroundVariant, MiniMap, ReactFlow, SelectionMode, useReactFlow } from '@xyflow/react';
import type { Diagnostic } from '../../runtime/document/index.ts';
import { netOf } from '../actions/surroundings.ts';
import type { Refusal } from '../graph/rules.ts';
import { useEditor } from '../store/use-editor.ts';
import { useDesk } from './context.ts';
import { makeFlowModel, type FlowNode, type FlowWire } from './flow-model.ts';
import { NodeView } from './NodeView.tsx';
import { NoteView } from './NoteView.tsx';
import { useMoving } from './use-moving.ts';
import { usePlugging } from './use-plugging.ts';
import { useMeasured } from './use-measured.ts';
import { WaitingWire } from './WaitingWire.tsx';
import { WireHover } from './WireHover.tsx';
import { LooseWire, WireView } from './WireView.tsx';
import { enter } from '../actions/nesting.ts';
import { select } from '../actions/selecting.ts';
import { patchSlice, shownScope } from '../store/store.ts';

const nodeTypes = { patch: NodeView, note: NoteView, frame: NoteView };
const edgeTypes = { wire: WireView };
/** Above this many, only what is in view is in the page. */
const MANY = 150;
/** Below this zoom nobody reads: what is written on nodes is not drawn. */
const FAR = 0.3;

interface Props {
  /** wires that the compiler leaves out, by id */
  refused: ReadonlyMap<string, Refusal>;
  /** the worst of each node of the shown scope */
  problems: ReadonlyMap<string, Diagnostic>;
}

export function Canvas({ refused, problems }: Props) {
  const { session } = useDesk();
  const flow = useReactFlow<FlowNode, FlowWire>();
  const root = useRef<HTMLDivElement>(null);
  const model = useMemo(makeFlowModel, []);
  const net = useEditor(netOf);
  const layout = useEditor((s) => shownScope(s).layout);
  const patch = useEditor((s) => s.document.patch);
  const trail = useEditor((s) => s.document.trail);
  const selection = useEditor((s) => s.selection);
  const unfolded = useEditor((s) => s.view.unfolded);
  const reveal = useEditor((s) => s.view.reveal);
  const [hover, setHover] = useState<{ wire: string; at: { x: number; y: number } } | null>(null);
  const { measured, onNodesChange } = useMeasured(session);
  const sources = { net, layout, patch, selection, unfolded, problems, refused, measured };
  const nodes = model.nodes(sources), wires = model.wires(sources);
  const plugging = usePlugging(root);
  const moving = useMoving(root);

  useEffect(() => {
    if (reveal === null || reveal.nodes.length === 0) return;
    const inView = reveal.nodes.every((id) => {
      const node = flow.getInternalNode(id), pane = root.current?.getBoundingClientRect();
      if (node === undefined || pane === undefined) return true;
      const at = flow.flowToScreenPosition(node.internals.positionAbsolute);
      return at.x > pane.left && at.x < pane.right - 100 && at.y > pane.top && at.y < pane.bottom - 60;
    });
    if (!inView) void flow.fitView({ nodes: reveal.nodes.map((id) => ({ id })), maxZoom: flow.getZoom(), padding: 0.4, duration: 160 });
  }, [reveal, flow]);

  // another scope: show it whole
  useEffect(() => {
    const frame = requestAnimationFrame(() => void flow.fitView({ padding: 0.12, maxZoom: 1 }));
    return () => cancelAnimationFrame(frame);
  }, [trail, patch.id, flow]);

  const openPalette = (event: { clientX: number; clientY: number }, wire: string | null) => patchSlice(session.store, 'view', {
    palette: { at: { x: event.clientX, y: event.clientY }, place: flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }), loose: null, wire },
  });

  return (
    <div
      className="canvas" ref={root} role="application" aria-label="Patch"
      onDoubleClick={(e) => {
        if ((e.target as Element).classList.contains('react-flow__pane')) openPalette(e, null);
      }}
    >
      <ReactFlow<FlowNode, FlowWire>
        nodes={nodes} edges={wires} nodeTypes={nodeTypes} edgeTypes={edgeTypes} onNodesChange={onNodesChange} connectionLineComponent={LooseWire}
        {...plugging} {...moving}
        onEdgeMouseEnter={(e, wire) => setHover({ wire: wire.id, at: { x: e.clientX, y: e.clientY } })}
        onEdgeMouseLeave={() => setHover(null)}
        onEdgeClick={(e, wire) => select(session, { wires: e.shiftKey ? [...selection.wires, wire.id] : [wire.id] })}
        onEdgeDoubleClick={(e, wire) => openPalette(e, wire.id)}
        onNodeDoubleClick={(_, node) => void enter(session, node.id)}
        onMoveStart={() => { root.current!.dataset.moving = ''; }}
        onMove={(_, { zoom }) => root.current!.toggleAttribute('data-far', zoom < FAR)}
        onMoveEnd={() => { delete root.current!.dataset.moving; }}
        onPaneClick={() => select(session, {})}
        minZoom={0.08} maxZoom={2.5} zoomOnDoubleClick={false} deleteKeyCode={null} selectionKeyCode="Shift" multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        panActivationKeyCode={null} selectionMode={SelectionMode.Partial} elevateNodesOnSelect={false} disableKeyboardA11y nodesFocusable edgesFocusable={false}
        connectOnClick connectionRadius={24} reconnectRadius={14} nodeDragThreshold={2} onlyRenderVisibleElements={nodes.length > MANY} proOptions={{ hideAttribution: true }}
        fitView fitViewOptions={{ padding: 0.12, maxZoom: 1 }}
      >
        <WaitingWire />
        <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--dots)" />
        {nodes.length > 12 && <MiniMap pannable zoomable ariaLabel="Overview" nodeClassName={(n: FlowNode) => (n.type === 'patch' ? n.data.kind : 'note')} nodeBorderRadius={8} />}
      </ReactFlow>
      {hover !== null && <WireHover {...hover} refused={refused.get(hover.wire)?.reason ?? null} />}
      {net.wires.length + Object.keys(net.scope.nodes).length === 0 && <p className="empty">Double-click, or press <kbd>n</kbd>, to add a node.</p>}
    </div>
  );
}
