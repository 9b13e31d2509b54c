/** Nodes whose result differs from one run to the next, and why. */
import type { NodeType } from '../catalog/types.ts';
import type { Plan } from '../plan/types.ts';
import type { Graph } from './graph.ts';

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** ISF's DATE is the wall clock. */
function readsDate(type: NodeType): boolean {
  return [type.isf?.fragment ?? '', type.isf?.vertex ?? ''].some((text) => text.includes('DATE') && /\bDATE\b/.test(text.replace(comments, ' ')));
}

export function irreproducible(graph: Graph): Plan['irreproducible'] {
  const known = new Map<NodeType, boolean>();
  return graph.nodes.flatMap((n, node) => {
    let dated = known.get(n.type);
    if (dated === undefined) known.set(n.type, (dated = readsDate(n.type)));
    if (dated) return [{ node, why: 'It reads the date and time of day (DATE).' }];
    return n.ports.domain === 'deviceIn' ? [{ node, why: 'It hears the sound device; a render hears silence.' }] : [];
  });
}
