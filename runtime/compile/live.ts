/** Which nodes reach an output at all. */
import type { Diagnostic } from '../document/diagnostic.ts';
import type { Domain } from './domain.ts';
import type { Graph } from './graph.ts';

/**
 * The nodes that an output needs, in the order of the graph, and nothing else; their wires are renumbered in place.
 * Of several picture outputs the first by id plays.
 */
export function live(graph: Graph, diagnostics: Diagnostic[]): Graph {
  const outputs = (domain: Domain) => {
    const out: number[] = [];
    graph.nodes.forEach((n, i) => {
      if (n.ports.domain === domain && n.inlets.some((s) => s.length > 0)) out.push(i);
    });
    return out;
  };
  const pictures = outputs('videoOut');
  const sounds = outputs('audioOut');
  for (const extra of pictures.slice(1)) {
    diagnostics.push({
      code: 'output.several', severity: 'warning', node: graph.nodes[extra]!.path,
      message: `The patch has more than one picture output; ${graph.nodes[pictures[0]!]!.path} plays. Remove ${graph.nodes[extra]!.path}.`,
    });
  }
  // A window stays, black, when its wire is gone.
  const screens = graph.nodes.flatMap((n, i) => (n.ports.domain === 'screenOut' ? [i] : []));
  if (pictures.length + sounds.length + screens.length === 0) {
    diagnostics.push({
      code: 'output.none', severity: 'warning',
      message: 'Nothing in the patch reaches an output. Wire a picture to util.video_out or a sound to util.audio_out.',
    });
  }
  const reached = new Uint8Array(graph.nodes.length);
  const open = [...pictures.slice(0, 1), ...screens, ...sounds];
  for (const i of open) reached[i] = 1;
  const visit = (from: number) => {
    if (!reached[from]) {
      reached[from] = 1;
      open.push(from);
    }
  };
  while (open.length > 0) {
    const node = graph.nodes[open.pop()!]!;
    for (const inlet of node.inlets) for (const s of inlet) visit(s.node);
    for (const m of node.mods) visit(m.node);
  }
  const renumbered = new Int32Array(graph.nodes.length);
  let count = 0;
  for (let i = 0; i < reached.length; i++) renumbered[i] = reached[i] ? count++ : -1;
  const nodes = graph.nodes.filter((_, i) => reached[i]);
  for (const node of nodes) {
    for (const inlet of node.inlets) for (const s of inlet) s.node = renumbered[s.node]!;
    for (const m of node.mods) m.node = renumbered[m.node]!;
  }
  return { nodes };
}
