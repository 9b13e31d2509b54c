import { cpus, totalmem } from 'node:os';
import type { Result } from '../document/diagnostic.ts';
import type { RenderJob, WriterJob } from '../engine/engine.ts';
import type { Plan } from '../plan/types.ts';
import type { Out } from './out.ts';
import { presetOf, profiles } from './profiles.ts';

/** Bytes. A render goes forward once: a cache larger than what lies ahead of need would only fill. */
const OFFLINE_BUDGET = 256 * 2 ** 20;

export interface RenderOptions {
  /** seconds on the patch's clock; null: 0, and the patch's own length */
  from: number | null;
  to: number | null;
  /** frames of state before `from`; null: state runs from 0 */
  preroll: number | null;
  profile: string | null;
  /** x264 preset; null: the profile's */
  preset: string | null;
  date: [number, number, number, number];
  shaderCache: string;
  fonts: string;
}

/** Frames kept, from the times asked for. A frame is kept if it begins within [from, to). */
export function frameRange(plan: Plan, from: number, to: number): { first: number; count: number } {
  const [num, den] = plan.canvas.fps;
  // a nanosecond of slack: 0.1 + 0.2 seconds still means frame 9 at 30 fps
  const frame = (seconds: number) => Math.ceil((seconds * num) / den - 1e-9 * (num / den));
  const first = Math.max(0, frame(from));
  return { first, count: Math.max(0, frame(to) - first) };
}

/** The engine's job for a plan, an output and the options. `duration`: seconds of the patch. */
export function makeJob(plan: Plan, out: Out, options: RenderOptions, duration: number): Result<RenderJob> {
  const from = options.from ?? 0;
  const to = options.to ?? Math.max(duration, from);
  const range = out.kind === 'picture' ? { first: frameRange(plan, from, from).first, count: 1 } : frameRange(plan, from, to);
  if (range.count < 1) return no(`Nothing lies between ${from} and ${to} seconds: give --to a time after --from.`);
  const hasPicture = plan.output.picture >= 0;
  const hasSound = plan.output.sound !== null;
  if (out.kind === 'sound' && !hasSound) return no('The patch has no audio_out, so there is no sound to write: add one, or choose a picture form.', 'output.none');
  if (out.kind !== 'sound' && !hasPicture) return no('The patch has no video_out, so there is no picture to write: add one, or choose .wav or .aiff.', 'output.none');
  const keepsHalf = out.form === 'exr' || (plan.canvas.depth === 16 && out.form !== 'mp4');
  const film = out.kind === 'film';
  return {
    ok: true,
    diagnostics: [],
    value: {
      startFrame: options.preroll === null ? 0 : Math.max(0, range.first - options.preroll),
      firstFrame: range.first,
      frames: range.count,
      picture: out.kind !== 'sound',
      sound: out.kind === 'sound' || (film && hasSound),
      half: keepsHalf,
      writer: writer(plan, out, options, range.first, keepsHalf, hasSound),
      date: options.date,
      shaderCache: options.shaderCache,
      fonts: options.fonts,
      decodeThreads: Math.max(1, Math.min(4, cpus().length - 1)),
      budgetBytes: Math.min(OFFLINE_BUDGET, Math.floor(totalmem() / 4)),
    },
  };
}

function writer(plan: Plan, out: Out, options: RenderOptions, first: number, half: boolean, hasSound: boolean): WriterJob {
  const profile = options.profile ? profiles[options.profile] : undefined;
  const videoCodec = profile?.videoCodec ?? (out.form === 'mov' ? 'prores_ks' : 'libx264');
  return {
    path: out.temporary,
    form: out.form,
    width: plan.canvas.width,
    height: plan.canvas.height,
    fpsNum: plan.canvas.fps[0],
    fpsDen: plan.canvas.fps[1],
    half,
    // ProRes 4444 and the picture forms hold alpha
    alpha: out.kind === 'picture' || out.kind === 'sequence' || (out.kind === 'film' && videoCodec === 'prores_ks' && !profile),
    sampleRate: plan.sampleRate,
    sound: hasSound,
    videoCodec: out.kind === 'film' ? videoCodec : '',
    preset: options.preset ?? presetOf(options.profile),
    crf: -1,
    audioCodec: out.kind === 'film' ? (profile?.audioCodec ?? (videoCodec === 'prores_ks' ? 'pcm_s16le' : 'aac')) : '',
    audioBitrate: profile?.audioBitrate || 192_000,
    firstNumber: first,
  };
}

function no(message: string, code: 'render.option' | 'output.none' = 'render.option'): Result<never> {
  return { ok: false, diagnostics: [{ code, severity: 'error', message }] };
}
