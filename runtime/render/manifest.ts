import type { Diagnostic } from '../document/diagnostic.ts';
import type { RenderJob, RenderResult, RenderSeconds } from '../engine/engine.ts';
import type { Plan } from '../plan/types.ts';

/** What `OUT.manifest.json` says of a render: enough to repeat it and to prove that it was repeated. */
export interface Manifest {
  format: 'weft-manifest';
  version: 1;
  weft: string;
  source: string;
  output: string[];
  canvas: { width: number; height: number; fps: string; depth: number };
  sampleRate: number;
  /** frames on the canvas grid: first kept, count, and where state started */
  range: { first: number; count: number; stateFrom: number };
  seed: number;
  /** XXH3-128 of the pixels of each frame, bottom row first, straight alpha */
  frames: string[];
  /** XXH3-128 of the float samples, left and right interleaved */
  sound: string | null;
  versions: { node: string; ffmpeg: string; dsp: string };
  renderer: string;
  date: [number, number, number, number];
  irreproducible: { node: string; why: string }[];
  seconds: RenderSeconds;
  warnings: Diagnostic[];
}

export function makeManifest(a: {
  weft: string; source: string; output: string[]; plan: Plan; job: RenderJob; result: RenderResult; dsp: string; ffmpeg: string; warnings: Diagnostic[];
}): Manifest {
  const { plan, job, result } = a;
  return {
    format: 'weft-manifest',
    version: 1,
    weft: a.weft,
    source: a.source,
    output: a.output,
    canvas: { width: plan.canvas.width, height: plan.canvas.height, fps: plan.canvas.fps.join('/'), depth: plan.canvas.depth },
    sampleRate: plan.sampleRate,
    range: { first: job.firstFrame, count: job.frames, stateFrom: job.startFrame },
    seed: plan.patch.seed,
    frames: result.frames,
    sound: job.sound ? result.sound : null,
    versions: { node: process.versions.node, ffmpeg: a.ffmpeg, dsp: a.dsp },
    renderer: result.renderer,
    date: job.date,
    irreproducible: plan.irreproducible.map((i) => ({ node: plan.nodes[i.node]?.path ?? '', why: i.why })),
    seconds: result.seconds,
    warnings: a.warnings,
  };
}
