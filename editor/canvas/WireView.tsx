import { memo } from 'react';
import { BaseEdge, getBezierPath, Position, type ConnectionLineComponentProps, type EdgeProps } from '@xyflow/react';
import type { FlowNode, FlowWire } from './flow-model.ts';

/** Out of an outlet to the right, into an inlet from the left; a wire that leads back swings wide. */
export function wirePath(sourceX: number, sourceY: number, targetX: number, targetY: number): string {
  return getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition: Position.Right, targetPosition: Position.Left, curvature: 0.3 })[0];
}

export const WireView = memo(function WireView({ id, sourceX, sourceY, targetX, targetY, data, selected, interactionWidth }: EdgeProps<FlowWire>) {
  const path = wirePath(sourceX, sourceY, targetX, targetY);
  return (
    <g className={`wire ${data?.type ?? 'signal'} ${selected ? 'selected' : ''} ${data?.refused ? 'refused' : ''}`}>
      {data?.refused && <title>{data.refused}</title>}
      <BaseEdge id={id} path={path} interactionWidth={interactionWidth ?? 14} />
    </g>
  );
});

/** The wire in the hand. */
export function LooseWire({ fromX, fromY, toX, toY, fromHandle, connectionStatus }: ConnectionLineComponentProps<FlowNode>) {
  const path = fromHandle.type === 'source' ? wirePath(fromX, fromY, toX, toY) : wirePath(toX, toY, fromX, fromY);
  return (
    <g className={`wire loose ${connectionStatus === 'invalid' ? 'refused' : ''}`}>
      <path d={path} className="react-flow__edge-path" />
      <circle cx={toX} cy={toY} r={3.5} className="wire-end" />
    </g>
  );
}
