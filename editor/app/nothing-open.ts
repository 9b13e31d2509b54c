import type { Patch } from '../../runtime/document/index.ts';

/** What stands there until the host has said what is open. */
export const nothingOpen: Patch = {
  format: 'weft-patch', version: 1, id: 'p_none', title: '', seed: 0, canvas: { width: 1280, height: 720, fps: 30, depth: 8, pictureDelay: 2 },
  audio: { sampleRate: 48000 }, tempo: { bpm: 120, beatsPerBar: 4 }, media: {}, nodes: {}, wires: {}, definitions: {}, layout: {},
};
