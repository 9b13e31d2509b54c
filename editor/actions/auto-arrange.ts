/** Places nodes from left to right along their wires, by elkjs. */
import type { ELK } from 'elkjs/lib/elk-api.js';
import { nodeOf } from '../graph/node-types.ts';
import type { Point } from '../store/state.ts';
import { move } from './arranging.ts';
import { here, notice, type Session } from './session.ts';

export interface Size { width: number; height: number }

const GAP = { along: '72', across: '32' };

/** The selected nodes, or all when fewer than two are. sizes: in canvas units. The upper left corner stays where it was. */
export async function autoArrange(session: Session, sizes: ReadonlyMap<string, Size>): Promise<void> {
  const { scope } = here(session);
  const chosen = [...session.store.getState().selection.nodes].filter((id) => Object.hasOwn(scope.nodes, id));
  const ids = (chosen.length > 1 ? chosen : Object.keys(scope.nodes)).sort();
  if (ids.length < 2) return;
  const inside = new Set(ids);
  // a CommonJS module: what it exports is the class itself
  const Elk = (await import('elkjs/lib/elk.bundled.js')).default as unknown as new () => ELK;
  const graph = await new Elk().layout({
    id: 'root',
    layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'RIGHT', 'elk.spacing.nodeNode': GAP.across, 'elk.layered.spacing.nodeNodeBetweenLayers': GAP.along, 'elk.separateConnectedComponents': 'true', 'elk.spacing.componentComponent': '48' },
    children: ids.map((id) => ({ id, ...(sizes.get(id) ?? { width: 176, height: 120 }) })),
    edges: Object.entries(scope.wires).filter(([, w]) => inside.has(nodeOf(w.from)) && inside.has(nodeOf(w.to))).map(([id, w]) => ({ id, sources: [nodeOf(w.from)], targets: [nodeOf(w.to)] })),
  });
  const corner = (axis: 'x' | 'y') => Math.min(...ids.map((id) => scope.layout[id]?.[axis] ?? 0));
  const [left, top] = [corner('x'), corner('y')];
  // what was dragged meanwhile counts
  if (here(session).scope.layout !== scope.layout) return notice(session, 'The patch changed meanwhile: arrange it again.');
  const nodes: Record<string, Point> = {};
  for (const child of graph.children ?? []) nodes[child.id] = { x: Math.round(left + (child.x ?? 0)), y: Math.round(top + (child.y ?? 0)) };
  move(session, { nodes });
}
