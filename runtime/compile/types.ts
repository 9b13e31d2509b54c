/** What may be wired to what. The rules are plain functions that an editor can ask too. */
import type { Catalog, NodeType, ParamKind, WireType } from '../catalog/types.ts';
import type { Code, Diagnostic } from '../document/diagnostic.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { Joint } from './resolve.ts';

/** Why two ends do not fit: null when they do. `extract` names the node that reads the one into signals. */
export function refusal(from: WireType, to: WireType | 'parameter', extract: (from: WireType) => string): string | null {
  if (from === to) return null;
  if (from === 'signal') {
    if (to === 'audio' || to === 'parameter') return null;
    return 'A signal is one number, not a picture. Wire it to a parameter of the node instead';
  }
  if (to === 'signal' || to === 'parameter') {
    const what = from === 'audio' ? 'Sound' : 'A picture';
    return `${what} becomes a signal through an extraction node: put ${extract(from)} between them`;
  }
  return from === 'audio' ? 'Sound does not fit a video inlet: wire it to a node that draws sound'
    : 'A picture does not fit an audio inlet: only sound and signals do';
}

const usual: Record<'audio' | 'video', string> = { audio: 'mod.rms', video: 'mod.luminance' };

/** The extraction node that the catalog has for a wire type: the usual one, else the first by id. */
export function extractionNode(catalog: Catalog, from: WireType): string {
  if (from === 'signal') return '';
  if (catalog.types.has(usual[from])) return `${usual[from]} (${catalog.types.get(usual[from])!.title})`;
  const fits = (t: NodeType) => t.inlets.some((i) => i.type === from) && t.outlets.some((o) => o.type === 'signal');
  const first = [...catalog.types.values()].filter(fits).map((t) => t.id).sort()[0];
  return first ?? `one such as ${usual[from]}`;
}

/** Which component a wire to a parameter moves: an index, or what is wrong. */
export function componentOf(kind: ParamKind, component: string | null): number | string {
  const names = kind === 'color' ? ['r', 'g', 'b', 'a'] : kind === 'point2D' ? ['x', 'y'] : null;
  if (kind === 'curve' || kind === 'gradient' || kind === 'file' || kind === 'text') return 'is not a number, so a signal cannot move it';
  if (names === null) return component === null ? 0 : `is one number and has no component '${component}'`;
  const i = component === null ? -1 : names.indexOf(component);
  return i >= 0 ? i : `is wired one component at a time: .${names.join(', .')}`;
}

/** Puts the wires that fit into the graph's inlets and parameters; reports the others. Joints come sorted by wire id. */
export function types(graph: Graph, joints: readonly Joint[], catalog: Catalog, diagnostics: Diagnostic[]): void {
  const extract = (type: WireType) => extractionNode(catalog, type);
  for (const joint of joints) {
    const { wire, from, outlet, to, inlet, param } = joint;
    const target = graph.nodes[to]!;
    const out = graph.nodes[from]!.ports.outlets[outlet]!;
    const into = param ? 'parameter' : target.ports.inlets[inlet]!.type;
    const why = refusal(out.type, into, extract);
    if (why !== null) {
      refuse(diagnostics, joint, target, 'wire.type', `The wire ${wire.id} ${ends(joint)} does not fit. ${why}.`);
    } else if (param) {
      const component = componentOf(param.kind, wire.to.component);
      if (typeof component === 'string') {
        const data = !target.ports.row.has(param.name);
        refuse(diagnostics, joint, target, data ? 'wire.type' : 'wire.unknown-port', `The wire ${wire.id} ${ends(joint)} does not fit: ${param.name} ${component}.`);
      } else {
        target.mods = longer(target.mods, {
          row: target.ports.row.get(param.name)! + component, node: from, outlet, wire: wire.id,
          stage: wire.stage, mode: wire.mode, depth: Math.min(Math.max(wire.depth, -1), 1),
        });
      }
    } else {
      const first = into === 'video' ? target.inlets[inlet]![0] : undefined;
      if (first) refuse(diagnostics, joint, target, 'wire.occupied', `${wire.to.path}.${wire.to.port} takes one picture, and ${first.wire} is already there. Remove ${wire.id}, or blend the two with a node.`);
      else target.inlets[inlet] = longer(target.inlets[inlet]!, { node: from, outlet, wire: wire.id });
    }
  }
  for (const node of graph.nodes) if (node.mods.length > 1) node.mods = [...node.mods].sort((a, b) => a.row - b.row || folded(a, b));
}

/** A list of one is made to measure: an empty one that is pushed to takes room for seventeen. Nothing else holds the list. */
function longer<T>(list: readonly T[], item: T): readonly T[] {
  if (list.length === 0) return [item];
  (list as T[]).push(item);
  return list;
}

function refuse(diagnostics: Diagnostic[], { wire }: Joint, target: GraphNode, code: Code, message: string): void {
  diagnostics.push({ code, severity: 'error', wire: wire.id, node: target.path, message });
}

const ends = ({ wire: { from, to } }: Joint): string => `from ${from.path}.${from.port} to ${to.path}.${to.port}`;

const stages = { modulation: 0, automation: 1 };
const modes = { set: 0, multiply: 1, add: 2 };
type Folded = { stage: keyof typeof stages; mode: keyof typeof modes; wire: string };

/** Order in which the parameter stack folds: modulation before automation; set, multiply, add; ties by wire id. */
function folded(a: Folded, b: Folded): number {
  return stages[a.stage] - stages[b.stage] || modes[a.mode] - modes[b.mode] || (a.wire < b.wire ? -1 : a.wire > b.wire ? 1 : 0);
}
