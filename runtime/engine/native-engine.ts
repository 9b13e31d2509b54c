import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { encodePlan } from '../plan/encode.ts';
import type { Plan } from '../plan/types.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import { openLive, type NativeLive } from './native-live.ts';
import { distinct } from './distinct.ts';
import type { Answer, CodecList, Engine, GlInfo, MediaInfo, RenderJob, RenderResult, RenderRun, SoundDevice } from './engine.ts';

interface Addon {
  Render: new (plan: Uint8Array, bases: Float32Array, job: RenderJob, progress: (frames: number) => void) => { done: Promise<RenderResult>; cancel(): void };
  Live: NativeLive;
  prepare(plan: Uint8Array, bases: Float32Array, job: RenderJob): Promise<Diagnostic[]>;
  probe(path: string): Answer<MediaInfo>;
  gl(shaderCache: string): Answer<GlInfo>;
  dspIdentity(): string;
  codecs(): CodecList;
  devices(): SoundDevice[];
  abandon(code: number): never;
}

/**
 * Loads engine.node from the build folder beneath `root`. The only file that does.
 * Throws with a sentence when it has not been built. [js]
 */
export function loadNativeEngine(root: string): Engine {
  const path = join(root, 'build', 'native', 'engine.node');
  if (!existsSync(path)) throw new Error(`The native engine has not been built: run "npm run setup" in ${root}.`);
  const addon = createRequire(import.meta.url)(path) as Addon;
  return {
    render(plan, bases, job, progress): RenderRun {
      check(plan, bases, job);
      const run = new addon.Render(encodePlan(plan), Float32Array.from(bases), job, progress);
      return { done: run.done.then((r) => ({ ...r, diagnostics: distinct(r.diagnostics) })), cancel: () => run.cancel() };
    },
    prepare(plan, bases, job) {
      check(plan, bases, job);
      return addon.prepare(encodePlan(plan), Float32Array.from(bases), job).then(distinct);
    },
    openLive: (options) => openLive(addon.Live, options),
    probe: (mediaPath) => addon.probe(String(mediaPath)),
    gl: (shaderCache) => addon.gl(String(shaderCache)),
    dspIdentity: () => addon.dspIdentity(),
    codecs: () => addon.codecs(),
    devices: () => addon.devices(),
    abandon: (code) => addon.abandon(code),
  };
}

function check(plan: Plan, bases: ArrayLike<number>, job: RenderJob): void {
  if (bases.length !== plan.rows.length) throw new TypeError('bases must hold one number per row of the plan');
  for (const key of ['startFrame', 'firstFrame', 'frames', 'decodeThreads', 'budgetBytes'] as const)
    if (!Number.isSafeInteger(job[key]) || job[key] < 0) throw new TypeError(`job.${key} must be a whole number, 0 or more`);
}
