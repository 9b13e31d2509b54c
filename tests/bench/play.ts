/**
 * A process that renders patches, one after the other, and prints what each cost. argv[2]: file of a Request.
 * A process of its own, so that its memory and processor time are those of the render.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFaust } from '../../runtime/catalog/faust.ts';
import { loadCatalog } from '../../runtime/catalog/index.ts';
import { foldersOf } from '../../runtime/cli/context.ts';
import { compile } from '../../runtime/compile/index.ts';
import type { Patch } from '../../runtime/document/types.ts';
import { loadNativeEngine } from '../../runtime/engine/native-engine.ts';
import type { RenderSeconds } from '../../runtime/engine/engine.ts';
import type { Cost } from './measure.ts';

export interface Play {
  patch: Patch;
  seconds: number;
  fuse?: boolean;
  picture: boolean;
  sound: boolean;
  /** film to write with x264 ultrafast, or none */
  film?: string;
}
/** Each play `rounds` times, interleaved. result: file for a Result. */
export interface Request { plays: Play[]; rounds: number; result: string }
/** steps: passes of the picture. */
export interface Played extends Cost { seconds: RenderSeconds; frames: number; programs: number; renderer: string }
/** peak: kilobytes of memory that were resident at most. */
export interface Result { plays: Played[][]; peak: number; loaded: Cost }

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folders = foldersOf(root, process.env);
const request = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Request;
const catalog = await loadCatalog({
  roots: [{ path: folders.nodes, origin: 'shipped', required: true }],
  faust: (files) => readFaust(files, { cacheDir: folders.dspCache, worker: folders.dspWorker }),
});
const engine = loadNativeEngine(root);
const loaded = { wall: performance.now() / 1000, cpu: cpuSince({ user: 0, system: 0 }) };
const plays: Played[][] = request.plays.map(() => []);
for (let round = 0; round < request.rounds; round++)
  for (const [i, play] of request.plays.entries()) plays[i]!.push(await once(play));
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
writeFileSync(request.result, JSON.stringify({ plays, peak, loaded } satisfies Result));

async function once(play: Play): Promise<Played> {
  const media = Object.fromEntries(Object.entries(play.patch.media).map(([id, m]) => [id, m.path]));
  const { plan, bases, diagnostics } = compile({ patch: play.patch, catalog, media, fuse: play.fuse ?? true });
  if (!plan || diagnostics.some((d) => d.severity === 'error')) throw new Error(JSON.stringify(diagnostics));
  const { canvas, sampleRate } = plan;
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await engine.render(plan, bases, {
    startFrame: 0, firstFrame: 0, frames: Math.round((play.seconds * canvas.fps[0]) / canvas.fps[1]), picture: play.picture, sound: play.sound, half: false,
    writer: play.film === undefined ? null : {
      path: play.film, form: 'mp4', width: canvas.width, height: canvas.height, fpsNum: canvas.fps[0], fpsDen: canvas.fps[1],
      half: false, alpha: false, sampleRate, sound: play.sound, videoCodec: 'libx264', preset: 'ultrafast', crf: 18, audioCodec: 'aac', audioBitrate: 192_000, firstNumber: 0,
    },
    date: [2026, 11, 21, 0], shaderCache: folders.shaderCache, fonts: folders.fonts, decodeThreads: 2, budgetBytes: 256 * 2 ** 20,
  }, () => {}).done;
  if (result.error || result.diagnostics.some((d) => d.severity === 'error')) throw new Error(JSON.stringify(result.error ?? result.diagnostics));
  return {
    wall: (performance.now() - start) / 1000, cpu: cpuSince(before), seconds: result.seconds,
    frames: result.frames.length, programs: plan.picture.programs.length, renderer: result.renderer,
  };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const now = process.cpuUsage();
  return (now.user - before.user + now.system - before.system) / 1e6;
}
