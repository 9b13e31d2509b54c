/** Sizes of nodes, which only the page knows, and what React Flow says of selection. */
import { useCallback, useState } from 'react';
import type { NodeChange } from '@xyflow/react';
import type { Session } from '../actions/session.ts';
import type { FlowNode } from './flow-model.ts';

type Sizes = ReadonlyMap<string, { width: number; height: number }>;

export function useMeasured(session: Session): { measured: Sizes; onNodesChange: (changes: NodeChange<FlowNode>[]) => void } {
  const [measured, setMeasured] = useState<Sizes>(new Map());
  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const sizes = changes.flatMap((c) => (c.type === 'dimensions' && c.dimensions !== undefined ? [[c.id, c.dimensions] as const] : []));
    if (sizes.length > 0) {
      setMeasured((before) => {
        const changed = sizes.filter(([id, d]) => before.get(id)?.width !== d.width || before.get(id)?.height !== d.height);
        return changed.length === 0 ? before : new Map([...before, ...changed]);
      });
    }
    const chosen = changes.filter((c) => c.type === 'select');
    if (chosen.length === 0) return;
    const { selection, document } = session.store.getState();
    const nodes = new Set(selection.nodes), notes = new Set(selection.notes);
    for (const c of chosen) {
      const set = Object.hasOwn(document.patch.notes ?? {}, c.id) ? notes : nodes;
      if (c.selected) set.add(c.id);
      else set.delete(c.id);
    }
    session.store.setState({ selection: { nodes, notes, wires: chosen.some((c) => c.selected) ? new Set() : selection.wires } });
  }, [session]);
  return { measured, onNodesChange };
}
