/** Whether a wire may be there: the compiler's own rules, asked one wire at a time. */
import type { Catalog } from '../../runtime/catalog/types.ts';
import { acyclic } from '../../runtime/compile/cycles.ts';
import { componentOf, extractionNode, refusal } from '../../runtime/compile/types.ts';
import type { Code, Diagnostic } from '../../runtime/document/index.ts';
import { inletAt, outletAt, type Net } from './net.ts';
import { nodeOf } from './node-types.ts';

export interface Refusal { code: Code; /** a whole sentence, with what to do */ reason: string }

type CompilerGraph = Parameters<typeof acyclic>[0];

export interface Question {
  from: string;
  to: string;
  /** wires to think away: the one that is being plugged elsewhere */
  without?: ReadonlySet<string>;
  /** a video inlet that is taken is no obstacle: its wire gives way */
  replacing?: boolean;
}

/** Null when the wire may be there. [any] */
export function refuses(net: Net, catalog: Catalog, q: Question): Refusal | null {
  return refusesType(net, catalog, q) ?? refusesLoop(net, q);
}

/** The same without the search for loops: cheap enough for every port of a patch. */
export function refusesType(net: Net, catalog: Catalog, { from, to, without, replacing = false }: Question): Refusal | null {
  const out = outletAt(net, from), into = inletAt(net, to);
  if (out === null) return inletAt(net, from) === null ? unknown(from) : { code: 'wire.direction', reason: `${from} takes in. Start the wire at an outlet.` };
  if (into === null) return outletAt(net, to) === null ? unknown(to) : { code: 'wire.direction', reason: `${to} is an outlet. End the wire at an inlet or a parameter.` };
  const why = refusal(out.type, into.type, (type) => extractionNode(catalog, type));
  if (why !== null) return { code: 'wire.type', reason: `${why}.` };
  if ('param' in into) {
    const component = componentOf(into.param.kind, into.component);
    if (typeof component === 'string') return { code: 'wire.type', reason: `${into.param.title ?? into.port} ${component}.` };
  }
  if (into.type === 'video' && !replacing) {
    const first = net.into.get(to)?.find((id) => without?.has(id) !== true);
    if (first !== undefined) return { code: 'wire.occupied', reason: `This inlet takes one picture, and ${nodeOf(net.scope.wires[first]!.from)} is already there. Blend the two with a node.` };
  }
  return null;
}

function unknown(port: string): Refusal {
  return { code: 'wire.unknown-port', reason: `There is no port ${port} (any more). Choose another.` };
}

/** Null when the wire closes no loop, or one that a delay breaks. */
export function refusesLoop(net: Net, q: Question): Refusal | null {
  const found: Diagnostic[] = [];
  if (acyclic(compilerGraph(net, q), found)) return null;
  // a loop that was there before is not this wire's fault
  if (!upstream(net, nodeOf(q.from), q.without).has(nodeOf(q.to))) return null;
  return { code: 'cycle', reason: found[0]!.message };
}

/** No loop at all in the scope as it is. */
export function clean(net: Net): boolean {
  return acyclic(compilerGraph(net, { from: '', to: '' }), []);
}

/**
 * The nodes that `node` needs in the same frame or block, itself included: a wire from it into any of these closes a loop.
 * Empty when what it gives was there before.
 */
export function upstream(net: Net, node: string, without?: ReadonlySet<string>): ReadonlySet<string> {
  const through = (id: string) => net.types.get(net.scope.nodes[id]?.type ?? '')?.through ?? true;
  const sources = new Map<string, string[]>();
  for (const [id, wire] of Object.entries(net.scope.wires)) {
    if (without?.has(id)) continue;
    const to = nodeOf(wire.to);
    const list = sources.get(to);
    if (list) list.push(nodeOf(wire.from));
    else sources.set(to, [nodeOf(wire.from)]);
  }
  const reached = new Set<string>();
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at) || !through(at)) continue;
    reached.add(at);
    open.push(...(sources.get(at) ?? []));
  }
  return reached;
}

/** The compiler's graph of this scope with the wire in it; only what its rule of loops reads. */
function compilerGraph(net: Net, { from, to, without }: Question): CompilerGraph {
  const ids = Object.keys(net.scope.nodes).filter((id) => net.types.get(net.scope.nodes[id]!.type) !== null).sort();
  const index = new Map(ids.map((id, i) => [id, i]));
  const mods: { node: number; wire: string }[][] = ids.map(() => []);
  const there = net.wires.filter(([id]) => without?.has(id) !== true).map(([id, w]) => [id, w.from, w.to] as const);
  for (const [wire, a, b] of from === '' ? there : [...there, ['', from, to] as const]) {
    const source = index.get(nodeOf(a)), target = index.get(nodeOf(b));
    if (source !== undefined && target !== undefined) mods[target]!.push({ node: source, wire });
  }
  const nodes = ids.map((id, i) => {
    const info = net.types.get(net.scope.nodes[id]!.type)!;
    // a sub-patch in which every way through meets a delay is one
    const ports = info.through || info.ports.domain === 'analyse' ? info.ports : { ...info.ports, domain: 'delay' as const };
    return { path: id, seedPath: id, type: info.type, ports, seed: 0, media: null, values: new Map(), inlets: [], mods: mods[i]!.map((m) => ({ ...m, row: 0, outlet: 0, stage: 'modulation' as const, mode: 'add' as const, depth: 0 })) };
  });
  return { nodes };
}
