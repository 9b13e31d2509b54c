/** One good message of every kind. */
import type { LiveStats } from '../../runtime/engine/live.ts';

const transport = { now: 4800, position: 4800, beat: 0.2, bpm: 120, playing: true, loop: null };
const us = { p50: 1, p99: 2, p999: 3, max: 4 };
export const statsSample: LiveStats = {
  transport,
  sound: {
    state: 'null', device: { id: 'null', name: 'Null', backend: 'null', rate: 48000, frames: 64, outputs: 2, inputs: 0 }, problem: '', xruns: 0, blocks: 75,
    callbacks: 75, lostDevice: 0, latency: 0.01, inputLatency: 0, callbackUs: us, load: 0.1, peak: [0.5, 0.25], realtime: false, lateValues: 0,
  },
  picture: { renderer: 'llvmpipe', frames: { rendered: 1, late: 0, held: 0 }, decodeLate: 0, tier: 100, frameMs: { p50: 1, p99: 2, max: 3 }, frame: 12, problem: '' },
  ring: { path: 'ring-1-1', published: 3 }, recording: null, memory: { decode: 1, textures: 2, budget: 3 }, rev: 4,
};
const diagnostics = [{ code: 'cycle', severity: 'error', message: 'A loop.', node: 'n_a' }];
const edit = { op: 'setPatchTitle', title: 'Neu' };
const engine = { id: 1, generation: 2 };
const patch = { format: 'weft-patch' };
const recorded = { file: 'a.mp4', frames: 3, seconds: 0.1, dropped: 0 };
const map = { n_a: { x: 0, y: 0, width: 96, height: 54 } };

const all: Record<string, Record<string, object>> = {
  'host to engine': {
    hello: { protocol: 1 }, ping: {}, load: { rev: 0, file: 'a.weft.json', bypassed: [], transport: { position: 0, playing: true, loop: null } },
    edit: { rev: 1, edit }, set: { values: [{ row: 'n.a', value: 0.5 }] }, transport: { command: { do: 'seek', to: 48000 } }, watch: { rows: ['n.a'] },
    device: { choice: { name: 'null', block: 64 } }, render: { file: 'a.mp4' }, stats: {}, quit: {},
  },
  'engine replies': {
    hello: { protocol: 1, pid: 77, generation: 2 }, ping: { status: 'alive', uptime_s: 1.5, last_frame_ms: 16, blocks: 3, rev: 2, in_flight: { thread: 'render', node: 'n_a', seconds: 1 } },
    load: { rev: 0, diagnostics }, edit: { rev: 1, diagnostics }, set: { unknown: [] }, transport: { transport }, watch: {}, device: { device: statsSample }, render: { recorded }, stats: { stats: statsSample }, quit: {},
  },
  'engine telemetry': {
    values: { values: { 'n.a': 0.5 } }, meters: { peak: [0, 1], load: 0.2, transport }, diagnostics: { rev: 1, diagnostics }, stats: { stats: statsSample },
    progress: { what: 'shaders', done: 1, total: 2 }, live: { rev: 3, now: 64, frame: 2 }, ring: { path: '/x', width: 960, height: 540, problem: '' }, thumbnails: { width: 96, height: 54, map, jpeg: 'AA==' },
  },
  'page to host': {
    open: { protocol: 1, take: 'file' }, save: {}, lease: { take: true }, edit: { rev: 1, edit }, set: { values: [{ row: 'n.a', value: 0 }] },
    transport: { command: { do: 'tempo', bpm: 90 } }, watch: { rows: [], picture: 640 }, catalog: {}, 'node.read': { type: 'user.a' }, 'node.write': { type: 'user.a', text: '' },
    history: { most: 10 }, devices: { use: { name: 'null' } }, render: { file: null },
  },
  'host replies': {
    open: { rev: 1 }, save: { rev: 1, hash: 'ab' }, lease: { lease: 'yours' }, edit: { rev: 2, repeated: true }, set: { unknown: ['n.x'] }, transport: { transport }, watch: {}, catalog: {},
    'node.read': { text: 'x', writable: false }, 'node.write': {}, history: { rev: 1, edits: [{ rev: 1, edit }] }, devices: { device: statsSample }, render: { recorded: null },
  },
  'host to page': {
    document: { patch, rev: 1, file: 'a.weft.json', saved: true, lease: 'other' }, ack: { rev: 2, saved: false, edits: [{ rev: 2, edit }] }, lease: { lease: 'free' },
    catalog: { catalog: { types: [], diagnostics: [], faults: {} } }, diagnostics: { rev: 1, diagnostics }, values: { values: {} }, meters: { peak: [0, 0], load: 0, transport },
    stats: { stats: statsSample, fps: 60 }, live: { rev: 1 }, progress: { what: 'x', done: 0, total: 0 }, thumbnails: { width: 96, height: 54, map, jpeg: '' },
    engine: { state: 'playing', sentence: '', generation: 1, bypassed: [] }, conflict: { sentence: 'x', file: { title: 'a', changed: 'b' }, journal: { title: 'a', changed: 'b', edits: 2 } },
  },
};

export function samples(set: string, kind: string): Record<string, unknown> {
  const own = all[set]![kind]!;
  switch (set) {
    case 'host to engine': return { ...engine, do: kind, ...own };
    case 'engine telemetry': return { generation: 2, tell: kind, ...own };
    case 'host to page': return { tell: kind, ...own };
    case 'page to host': return { id: 1, do: kind, ...own };
    default: return { id: 1, ok: true, ...own };
  }
}
