import { basename, extname } from 'node:path';
import type { NodeType } from '../catalog/types.ts';
import type { Patch, PatchNode, Wire } from '../document/types.ts';

/** A node file rendered by itself, and what feeds its inlets. */
export interface Bare {
  /** media ids by inlet name, with their kind */
  inputs: ReadonlyMap<string, { media: string; kind: 'clip' | 'image' | 'sound' }>;
  media: Patch['media'];
}

/** A patch around one node: its inlets fed by `inputs`, its first picture and sound outlets played. */
export function barePatch(type: NodeType, bare: Bare): Patch {
  const nodes: Record<string, PatchNode> = { n_node: { type: type.id } };
  const wires: Record<string, Wire> = {};
  for (const [inlet, { media, kind }] of bare.inputs) {
    const id = `n_in_${inlet.replace(/\W/g, '_')}`;
    nodes[id] = { type: kind === 'clip' ? 'util.video_in' : kind === 'image' ? 'util.image_in' : 'util.audio_in', media };
    wires[`w_${inlet}`] = { from: `${id}.${kind === 'sound' ? 'audio' : 'video'}`, to: `n_node.${inlet}` };
  }
  const video = type.outlets.find((o) => o.type === 'video');
  const sound = type.outlets.find((o) => o.type === 'audio') ?? type.outlets.find((o) => o.type === 'signal');
  if (video) {
    nodes.n_video_out = { type: 'util.video_out' };
    wires.w_video = { from: `n_node.${video.name}`, to: 'n_video_out.video' };
  }
  if (sound) {
    nodes.n_audio_out = { type: 'util.audio_out' };
    wires.w_sound = { from: `n_node.${sound.name}`, to: 'n_audio_out.in' };
  }
  const name = basename(type.file, extname(type.file));
  return {
    format: 'weft-patch', version: 1, id: `p_${name.toLowerCase().replace(/\W/g, '_')}`, title: type.title, seed: 1,
    canvas: { width: 1280, height: 720, fps: 30, depth: 8, pictureDelay: 2 },
    audio: { sampleRate: 48000 }, tempo: { bpm: 120, beatsPerBar: 4 },
    media: bare.media, nodes, wires, definitions: {}, layout: {},
  };
}
