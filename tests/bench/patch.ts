import type { Patch, PatchNode, Wire } from '../../runtime/document/types.ts';

export type PlacedNode = Pick<PatchNode, 'type'> & Partial<PatchNode>;

/** A patch in memory. wires: "from -> to"; media: id -> path. */
export function patchOf(nodes: Readonly<Record<string, PlacedNode>>, wires: readonly (string | Wire)[], size: { width: number; height: number; fps?: number }, media: Readonly<Record<string, string>> = {}): Patch {
  return {
    format: 'weft-patch', version: 1, id: 'p_bench', title: 'Bench', seed: 7,
    canvas: { width: size.width, height: size.height, fps: size.fps ?? 30, depth: 8, pictureDelay: 2 },
    audio: { sampleRate: 48000 }, tempo: { bpm: 120, beatsPerBar: 4 }, definitions: {}, layout: {},
    media: Object.fromEntries(Object.entries(media).map(([id, path]) => [id, { path }])),
    nodes: { ...nodes },
    wires: Object.fromEntries(wires.map((w, i) => {
      const [from, to] = typeof w === 'string' ? w.split(' -> ') : [w.from, w.to];
      return [`w_${String(i).padStart(6, '0')}`, typeof w === 'string' ? { from: from!, to: to! } : w];
    })),
  };
}
