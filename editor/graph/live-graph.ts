/**
 * The canvas's graph in Rete: follows the scope that is shown, node by node and wire by wire. Its guard calls the rules of
 * the compiler; a wire of the document that breaks one stays out, and is kept with the reason.
 */
import { NodeEditor, type GetSchemes } from 'rete';
import type { Catalog } from '../../runtime/catalog/types.ts';
import { infoOf, type Net } from './net.ts';
import { nodeOf } from './node-types.ts';
import { clean, refusesLoop, refusesType, type Refusal } from './rules.ts';

interface GraphNode { id: string; type: string }
interface GraphWire { id: string; source: string; target: string; from: string; to: string }
type Schemes = GetSchemes<GraphNode, GraphWire>;

export interface LiveGraph {
  /** Brings it in line with the scope. Wire id -> why the compiler leaves it out. Calls run one after the other. */
  follow(net: Net, catalog: Catalog): Promise<ReadonlyMap<string, Refusal>>;
  /** for tests: what stands in it, sorted */
  wires(): string[];
}

/** After so many new nodes or wires the page gets its turn. */
const BREATH = 40;
const usualPause = (): Promise<void> => new Promise((done) => setTimeout(done));

/** pause: lets others have their turn. */
export function makeLiveGraph(pause: () => Promise<void> = usualPause): LiveGraph {
  const editor = new NodeEditor<Schemes>();
  const refused = new Map<string, Refusal>();
  let now: { net: Net; catalog: Catalog; /** no loop anywhere */ clean: boolean } | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  editor.addPipe((context) => {
    if (context.type !== 'connectioncreate' || now === null) return context;
    const { id, from, to, source, target } = context.data;
    // a node whose type nobody knows keeps its wires
    if (infoOf(now.net, source) === null || infoOf(now.net, target) === null) return context;
    // wires come in order of id: those after this one are thought away, as the compiler takes the first
    const { net, catalog } = now;
    const later = () => new Set(net.wires.slice(net.wires.findIndex(([other]) => other === id)).map(([other]) => other));
    // only where there is a loop somewhere must each wire be asked for by itself
    const question = { from, to, without: now.clean && net.into.get(to)!.length === 1 ? new Set([id]) : later() };
    const why = refusesType(net, catalog, question) ?? (now.clean ? null : refusesLoop(net, question));
    if (why === null) return context;
    refused.set(id, why);
    return undefined;
  });

  async function follow(net: Net, catalog: Catalog): Promise<ReadonlyMap<string, Refusal>> {
    now = { net, catalog, clean: clean(net) };
    const { nodes, wires } = net.scope;
    const there = (id: string) => Object.hasOwn(nodes, id);
    for (const wire of editor.getConnections()) {
      const w = Object.hasOwn(wires, wire.id) ? wires[wire.id] : undefined;
      if (w === undefined || w.from !== wire.from || w.to !== wire.to || typeChanged(wire.source) || typeChanged(wire.target)) await editor.removeConnection(wire.id);
    }
    for (const node of editor.getNodes()) if (!there(node.id) || typeChanged(node.id)) await editor.removeNode(node.id);
    const placed = new Set(editor.getNodes().map((n) => n.id));
    let made = 0;
    const breathe = () => (++made % BREATH === 0 ? pause() : undefined);
    for (const [id, node] of Object.entries(nodes)) {
      if (placed.has(id)) continue;
      await editor.addNode({ id, type: node.type });
      await breathe();
    }
    refused.clear();
    const kept = new Set(editor.getConnections().map((w) => w.id));
    for (const [id, { from, to }] of net.wires) {
      const [source, target] = [nodeOf(from), nodeOf(to)];
      if (!kept.has(id) && there(source) && there(target)) {
        await editor.addConnection({ id, source, target, from, to });
        await breathe();
      }
    }
    return new Map(refused);

    function typeChanged(id: string): boolean {
      return !there(id) || editor.getNode(id)?.type !== nodes[id]!.type;
    }
  }

  return {
    follow(net, catalog) {
      const done = queue.then(() => follow(net, catalog));
      queue = done.catch(() => undefined);
      return done;
    },
    wires: () => editor.getConnections().map((w) => w.id).sort(),
  };
}
