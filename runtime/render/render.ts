import { writeFileSync } from 'node:fs';
import type { Diagnostic } from '../document/diagnostic.ts';
import type { Engine, RenderJob, RenderResult } from '../engine/engine.ts';
import { fusedFailures } from '../plan/fused.ts';
import type { Plan } from '../plan/types.ts';
import { makeManifest, type Manifest } from './manifest.ts';
import { commitOut, discardOut, type Out } from './out.ts';

export interface Compiled { plan: Plan; bases: number[]; diagnostics: Diagnostic[] }

export interface RenderRequest {
  engine: Engine;
  compiled: Compiled;
  /** compiles again with these nodes (paths) kept out of fusion */
  recompile(unfusable: ReadonlySet<string>): Compiled | null;
  job: RenderJob;
  out: Out;
  /** patch file, as the manifest names it */
  source: string;
  version: string;
  progress(frames: number): void;
  /** aborted: the render stops at the next frame and leaves nothing */
  signal: AbortSignal;
  /** called when nothing has moved for `stallSeconds`: must end the process */
  stalled(): never | void;
  stallSeconds: number;
}

export type Rendered =
  | { ok: true; manifest: Manifest; files: string[]; diagnostics: Diagnostic[] }
  | { ok: false; cancelled: boolean; diagnostics: Diagnostic[] };

/** Renders to `out.temporary`, then gives it its name and writes the manifest. Leaves nothing behind when it fails. */
export async function render(request: RenderRequest): Promise<Rendered> {
  let { compiled } = request;
  let result = await play(request, compiled);
  const alone = fusedFailures(compiled.plan, result.diagnostics);
  if (alone.size > 0) {
    // A program of several nodes failed where single ones may not: play those nodes one by one.
    discardOut(request.out);
    const again = request.recompile(alone);
    if (again) {
      compiled = again;
      result = await play(request, compiled);
    }
  }
  const diagnostics = [...compiled.diagnostics, ...result.diagnostics];
  if (result.error) diagnostics.push({ ...result.error, severity: 'error' });
  if (result.cancelled || diagnostics.some((d) => d.severity === 'error')) {
    discardOut(request.out);
    return { ok: false, cancelled: result.cancelled, diagnostics };
  }
  try {
    const files = commitOut(request.out);
    const manifest = makeManifest({
      weft: request.version, source: request.source, output: files, plan: compiled.plan, job: request.job, result,
      dsp: request.engine.dspIdentity(), ffmpeg: request.engine.codecs().version, warnings: diagnostics,
    });
    writeFileSync(request.out.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
    return { ok: true, manifest, files, diagnostics };
  } catch (error) {
    discardOut(request.out);
    return { ok: false, cancelled: false, diagnostics: [...diagnostics, { code: 'output.write', severity: 'error', message: `'${request.out.path}' could not be written: ${(error as Error).message}.` }] };
  }
}

async function play(request: RenderRequest, compiled: Compiled): Promise<RenderResult> {
  let moved = Date.now();
  const run = request.engine.render(compiled.plan, compiled.bases, request.job, (frames) => {
    moved = Date.now();
    request.progress(frames);
  });
  const cancel = () => run.cancel();
  request.signal.addEventListener('abort', cancel);
  if (request.signal.aborted) cancel();
  // The native side plays on threads of its own, so this clock runs whatever a shader or a decoder does.
  const watch = setInterval(() => {
    if (Date.now() - moved > request.stallSeconds * 1000) request.stalled();
  }, 1000);
  try {
    return await run.done;
  } finally {
    clearInterval(watch);
    request.signal.removeEventListener('abort', cancel);
  }
}
