/** Document and catalog -> plan. Pure: no files, no clock, no state but the caches that are passed in. */
import type { Catalog } from '../catalog/types.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import type { ParamValue, Patch } from '../document/types.ts';
import type { PictureStep, Plan } from '../plan/types.ts';
import { shareBuffers, shareTextures } from './buffers.ts';
import { placeMedia } from './clips.ts';
import type { Containers } from './container.ts';
import { acyclic } from './cycles.ts';
import { live } from './live.ts';
import { flatten } from './flatten.ts';
import { fuse, newFuseCache, type FuseCache } from './fuse.ts';
import type { Graph, ShaderStep } from './graph.ts';
import { irreproducible } from './irreproducible.ts';
import { parseRate } from './rate.ts';
import { pictureSteps, rowsRead } from './picture.ts';
import { programTable, type ProgramCache } from './programs.ts';
import { resolve, type PortsCache } from './resolve.ts';
import { connect, tabulate } from './rows.ts';
import { schedule } from './schedule.ts';
import { nodeSeed } from './seed.ts';
import { MASTER, soundSteps } from './sound.ts';
import type { SourceMap } from './source-map.ts';
import { byText } from './text-order.ts';
import { types } from './types.ts';

export interface Overrides {
  /** pixels */
  size?: { width: number; height: number };
  fps?: number | string;
  seed?: number;
  /** `path.param[.component]` -> value */
  set?: Readonly<Record<string, ParamValue>>;
}

/** What is worked out once per node type and kept between compiles: made by who compiles, passed in each time. */
export interface CompileCache { ports: PortsCache; programs: ProgramCache; containers: Containers; fuse: FuseCache }
export const newCache = (): CompileCache => ({
  ports: new WeakMap(), programs: new WeakMap(), containers: new WeakMap(), fuse: newFuseCache(),
});

export interface CompileInput {
  patch: Patch;
  catalog: Catalog;
  /**
   * Absolute paths, already checked: by media id, and by the text of `file` parameters (see files.ts for which there
   * are). What could not be reached is left out here and reported by whoever made the table.
   */
  media: Readonly<Record<string, string>>;
  overrides?: Overrides;
  /** paths of nodes that get a program of their own */
  unfusable?: ReadonlySet<string>;
  /** false: a program per node */
  fuse?: boolean;
  cache?: CompileCache;
}

export interface Compiled {
  /** null when a problem leaves nothing that could be played: a loop, a definition that contains itself */
  plan: Plan | null;
  /** one per row of the plan */
  bases: number[];
  diagnostics: Diagnostic[];
  sourceMap: SourceMap;
}

/** Same patch, catalog and options: same plan. What is wrong with a node or wire is left out and reported. [any] */
export function compile(input: CompileInput): Compiled {
  const { catalog, overrides = {}, cache = newCache() } = input;
  const diagnostics: Diagnostic[] = [];
  const patch = input.patch;
  const canvas = { ...patch.canvas, ...overrides.size, ...(overrides.fps === undefined ? {} : { fps: overrides.fps }) };
  const depth = canvas.depth === 8 ? 8 : 16;
  const patchSeed = (overrides.seed ?? patch.seed) >>> 0;
  const files = (name: string) => (Object.hasOwn(input.media, name) ? input.media[name] : undefined);
  const nothing = (sourceMap: SourceMap): Compiled => ({ plan: null, bases: [], diagnostics: sorted(diagnostics), sourceMap });

  const flattened = flatten(patch, overrides.set ?? {}, diagnostics);
  if (!flattened) return nothing({ nodes: new Map(), params: new Map(), instances: new Map() });
  const { flat, sourceMap } = flattened;
  const { graph: whole, joints } = resolve(flat, catalog, new Set(Object.keys(patch.media ?? {})), cache.ports, diagnostics);
  types(whole, joints, catalog, diagnostics);
  if (!acyclic(whole, diagnostics)) return nothing(sourceMap);
  const graph = live(whole, diagnostics);
  const gather = input.fuse !== false;
  const order = schedule(graph, gather);

  const table = tabulate(graph);
  const seeds = graph.nodes.map((n) => nodeSeed(patch.id, n.seedPath, n.seed, patchSeed));
  const clips = placeMedia(graph, order, table, files, diagnostics);
  const used = outletsRead(graph);
  const programs = programTable(depth, cache.programs, cache.containers);
  const sound = soundSteps({ graph, order, gather, table, clips, seeds, used });
  connect(graph, table, sound.slot);
  const picture = pictureSteps({ graph, order, table, clips, seeds, programs, files, tap: sound.tap, analysis: sound.analysis, used });

  const nodes = graph.nodes.map((n, i) => ({ path: n.path, type: n.type.id, seed: seeds[i]! }));
  const steps = input.fuse === false ? picture.steps : fuse(picture.steps, {
    nodes, types: graph.nodes.map((n) => n.type), depth, keep: new Set(picture.output < 0 ? [] : [picture.output]),
    unfusable: input.unfusable ?? new Set(), program: programs.intern,
  }, cache.fuse);
  const shown = rowsRead(steps, table.rows.length);
  sound.last(shown);
  let records = 0;
  for (const r of shown) if (table.moved[r]) table.rows[r]!.record = records++;

  const shaders = steps.filter((s: PictureStep): s is ShaderStep => s.op === 'shader');
  const kept = programs.kept(shaders);
  const textures = shareTextures(steps, picture.textures, picture.output);
  const buffers = shareBuffers(sound.steps, sound.taps, sound.buffers, sound.master ? MASTER[1] + 1 : 1);
  const plan: Plan = {
    format: 1,
    patch: { id: patch.id, seed: patchSeed },
    canvas: { width: canvas.width, height: canvas.height, fps: parseRate(canvas.fps), depth, pictureDelay: canvas.pictureDelay },
    sampleRate: patch.audio.sampleRate,
    tempo: { bpm: patch.tempo.bpm, beatsPerBar: patch.tempo.beatsPerBar },
    nodes, rows: table.rows, dsp: sound.dsp.programs, media: clips.media,
    sound: { buffers, signals: sound.signals, constants: sound.constants, taps: sound.taps, steps: sound.steps },
    picture: { textures: textures.textures, programs: kept, steps },
    output: { picture: textures.output, sound: sound.master ? MASTER : null },
    irreproducible: irreproducible(graph),
  };
  return { plan, bases: table.bases, diagnostics: sorted(diagnostics), sourceMap };
}

/** Which outlets of which nodes something reads. */
function outletsRead({ nodes }: Graph): (node: number, outlet: number) => boolean {
  const first = new Int32Array(nodes.length + 1);
  for (let i = 0; i < nodes.length; i++) first[i + 1] = first[i]! + nodes[i]!.ports.outlets.length;
  const read = new Uint8Array(first[nodes.length]!);
  for (const node of nodes) {
    for (const inlet of node.inlets) for (const s of inlet) read[first[s.node]! + s.outlet] = 1;
    for (const m of node.mods) read[first[m.node]! + m.outlet] = 1;
  }
  return (node, outlet) => read[first[node]! + outlet] === 1;
}

const severities = { error: 0, warning: 1, info: 2 };
function sorted(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((a, b) => severities[a.severity] - severities[b.severity]
    || byText(a.node ?? '', b.node ?? '') || byText(a.wire ?? '', b.wire ?? '') || byText(a.message, b.message));
}
