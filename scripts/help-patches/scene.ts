/** A patch being put together: nodes, the media they play, and wires between them. */
import type { MediaRef, ParamValue, PatchNode, Wire } from '../../runtime/document/types.ts';

export interface NodeExtra { title?: string; media?: string; seed?: number }
export type WireExtra = Pick<Wire, 'mode' | 'depth'>;

/** media id -> path, from a help patch */
const MEDIA: Readonly<Record<string, string>> = {
  m_beat: '../media/beat.ogg', m_bell: '../media/bell.flac', m_still: '../media/still.jpg', m_street: '../media/street.mp4',
  m_tree: '../media/tree.mp4', m_voice: '../media/voice.flac',
};

export class Scene {
  readonly nodes: Record<string, PatchNode> = {};
  readonly wires: Record<string, Wire> = {};
  readonly media: Record<string, MediaRef> = {};

  /** Gives the node's id: `n_` and the name, numbered when it is taken. */
  add(name: string, type: string, params: Record<string, ParamValue> = {}, extra: NodeExtra = {}): string {
    let id = `n_${name}`;
    for (let i = 2; this.nodes[id]; i++) id = `n_${name}_${i}`;
    this.nodes[id] = { type, ...extra, ...(Object.keys(params).length > 0 ? { params } : {}) };
    if (extra.media) this.media[extra.media] = { path: MEDIA[extra.media]! };
    return id;
  }

  /** The node of that name, added the first time it is asked for. */
  once(name: string, type: string, params: Record<string, ParamValue> = {}, extra: NodeExtra = {}): string {
    return this.nodes[`n_${name}`] ? `n_${name}` : this.add(name, type, params, extra);
  }

  wire(from: string, to: string): void {
    this.wires[this.#next()] = { from, to };
  }

  /** A wire to a parameter. */
  drive(from: string, to: string, { mode = 'add', depth = 1 }: WireExtra = {}): void {
    this.wires[this.#next()] = { from, to, stage: 'modulation', mode, depth };
  }

  #next(): string {
    return `w_${String(Object.keys(this.wires).length + 1).padStart(2, '0')}`;
  }
}
