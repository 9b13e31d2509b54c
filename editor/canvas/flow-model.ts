/** The document as React Flow wants it. A node whose parts are the same keeps its object, so that its view is not drawn again. */
import type { Edge, Node } from '@xyflow/react';
import type { Diagnostic, LayoutItem, Note, Patch, PatchNode } from '../../runtime/document/index.ts';
import type { WireType } from '../../runtime/catalog/types.ts';
import type { Net } from '../graph/net.ts';
import { inletAt, infoOf, outletAt } from '../graph/net.ts';
import { nodeOf, type TypeInfo } from '../graph/node-types.ts';
import type { Refusal } from '../graph/rules.ts';
import { own } from '../store/scope.ts';
import { kindOf, type Kind } from '../actions/palette-search.ts';
import { nodeTitle } from '../actions/names.ts';
import { mediaName } from '../actions/rows.ts';

export interface NodeData extends Record<string, unknown> {
  node: PatchNode;
  info: TypeInfo | null;
  title: string;
  kind: Kind;
  media: string | null;
  /** ends of wires at this node, with the type of what comes: `amount` -> 'signal' */
  wired: ReadonlyMap<string, 'modulation' | 'automation'>;
  /** outlets that wires name, of a node whose type nobody knows */
  lostOutlets: readonly string[];
  problem: Diagnostic | null;
  unfolded: boolean;
  bypassed: boolean;
}
export type PatchFlowNode = Node<NodeData, 'patch'>;
export type NoteFlowNode = Node<{ note: Note }, 'note' | 'frame'>;
export type FlowNode = PatchFlowNode | NoteFlowNode;
export interface WireData extends Record<string, unknown> { type: WireType; refused: string | null; label: string }
export type FlowWire = Edge<WireData, 'wire'>;

export interface Sources {
  net: Net;
  /** of the shown scope: not the net's, which stays while nodes only move */
  layout: Readonly<Record<string, LayoutItem>>;
  patch: Patch;
  selection: { nodes: ReadonlySet<string>; wires: ReadonlySet<string>; notes: ReadonlySet<string> };
  unfolded: ReadonlySet<string>;
  problems: ReadonlyMap<string, Diagnostic>;
  refused: ReadonlyMap<string, Refusal>;
  measured: ReadonlyMap<string, { width: number; height: number }>;
}

export interface FlowModel { nodes(sources: Sources): FlowNode[]; wires(sources: Sources): FlowWire[] }

export function makeFlowModel(): FlowModel {
  const nodeCache = new Map<string, { key: unknown[]; node: FlowNode }>();
  const wireCache = new Map<string, { key: unknown[]; wire: FlowWire }>();

  function kept<T extends { key: unknown[] }>(cache: Map<string, T>, id: string, key: unknown[], make: () => T): T {
    const before = cache.get(id);
    if (before !== undefined && before.key.length === key.length && before.key.every((k, i) => Object.is(k, key[i]))) return before;
    const made = make();
    cache.set(id, made);
    return made;
  }

  return {
    nodes({ net, layout, patch, selection, unfolded, problems, measured }) {
      const ends = new Map<string, string[]>();
      const lost = new Map<string, Set<string>>();
      for (const [, wire] of net.wires) {
        const [from, to] = [nodeOf(wire.from), nodeOf(wire.to)];
        if (infoOf(net, from) === null) lost.set(from, (lost.get(from) ?? new Set()).add(wire.from.slice(from.length + 1)));
        const text = `${wire.to.slice(to.length + 1)}:${wire.stage ?? 'modulation'}`;
        const list = ends.get(to);
        if (list) list.push(text);
        else ends.set(to, [text]);
      }
      const out: FlowNode[] = [];
      for (const [id, note] of Object.entries(net.scope.name === null ? patch.notes ?? {} : {})) {
        const size = measured.get(id);
        const type = note.frame === true ? 'frame' : 'note';
        out.push(kept(nodeCache, id, [note, size, selection.notes.has(id)], (): { key: unknown[]; node: FlowNode } => ({
          key: [note, size, selection.notes.has(id)],
          node: {
            id, type, position: { x: note.x, y: note.y }, data: { note }, selected: selection.notes.has(id), zIndex: type === 'frame' ? -2 : -1,
            ...(note.width === undefined ? {} : { width: note.width }), ...(type === 'frame' ? { height: note.height ?? 200 } : {}),
            ...(size === undefined ? {} : { measured: size }),
          },
        })).node);
      }
      for (const [id, node] of Object.entries(net.scope.nodes)) {
        const place = own(layout, id);
        const [x, y] = [place?.x ?? 0, place?.y ?? 0];
        const info = infoOf(net, id);
        const wiredText = ends.get(id)?.join(' ') ?? '';
        const lostText = [...(lost.get(id) ?? [])].sort().join(' ');
        const media = mediaName(patch, node);
        const problem = problems.get(id) ?? null;
        const size = measured.get(id);
        const key = [node, x, y, info, wiredText, lostText, media, problem, size, selection.nodes.has(id), unfolded.has(id)];
        out.push(kept(nodeCache, id, key, (): { key: unknown[]; node: FlowNode } => ({
          key,
          node: {
            id, type: 'patch', position: { x, y }, selected: selection.nodes.has(id), ariaLabel: nodeTitle(node, info?.type),
            ...(size === undefined ? {} : { measured: size }),
            data: {
              node, info, media, problem, lostOutlets: lostText === '' ? [] : lostText.split(' '), title: nodeTitle(node, info?.type), kind: info === null ? 'signal' : kindOf(info.type),
              wired: new Map(wiredText === '' ? [] : wiredText.split(' ').map((w) => w.split(':') as [string, 'modulation' | 'automation'])),
              unfolded: unfolded.has(id), bypassed: own(node.params ?? {}, '$bypass') === true,
            },
          },
        })).node);
      }
      return out;
    },
    wires({ net, selection, refused }) {
      return net.wires.flatMap(([id, wire]) => {
        const [source, target] = [nodeOf(wire.from), nodeOf(wire.to)];
        if (own(net.scope.nodes, source) === undefined || own(net.scope.nodes, target) === undefined) return [];
        const type = outletAt(net, wire.from)?.type ?? inletType(net, wire.to);
        const why = refused.get(id)?.reason ?? null;
        const selected = selection.wires.has(id);
        const key = [wire, type, why, selected];
        return [kept(wireCache, id, key, (): { key: unknown[]; wire: FlowWire } => ({
          key,
          wire: {
            id, type: 'wire', source, target, sourceHandle: wire.from.slice(source.length + 1), targetHandle: wire.to.slice(target.length + 1), selected,
            data: { type, refused: why, label: `${type} wire from ${wire.from.slice(source.length + 1)} to ${wire.to.slice(target.length + 1)}` },
            ariaLabel: `${type} wire from ${titleIn(net, source)} to ${titleIn(net, target)}`, interactionWidth: 14,
            // at an outlet a press begins a new wire; one that is selected can be taken off there as well
            reconnectable: selected ? true : 'target',
          },
        })).wire];
      });
    },
  };
}

function inletType(net: Net, to: string): WireType {
  const type = inletAt(net, to)?.type;
  return type === undefined || type === 'parameter' ? 'signal' : type;
}

const titleIn = (net: Net, id: string): string => nodeTitle(net.scope.nodes[id], infoOf(net, id)?.type);
