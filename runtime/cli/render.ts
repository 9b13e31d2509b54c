import { compile, newCache } from '../compile/index.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import { openWorkspace, type Workspace } from '../project/workspace.ts';
import { makeJob, type RenderOptions } from '../render/job.ts';
import { discardOut, planOut, type Out } from '../render/out.ts';
import { presetOf, profiles } from '../render/profiles.ts';
import { render as renderFilm, type Compiled } from '../render/render.ts';
import { readArguments, UsageError, type Arguments, type CommandSpec } from './args.ts';
import { exit, type Context } from './context.ts';
import { printDiagnostics, progressBar } from './print.ts';
import { readOverrides, readSeconds, readWhole, readWorkspaceOptions, workspaceOptions, type CanvasOverrides } from './shared-options.ts';

export const renderSpec: CommandSpec = {
  name: 'render',
  operands: 'FILE -o OUT',
  summary: 'Renders a patch, a bare .fs or a bare .dsp to a film, pictures or sound.',
  options: [
    { name: 'output', short: 'o', value: 'OUT', help: '.mp4 .mov .mkv film; .png .exr one picture, or a sequence with %05d; .wav .aiff sound' },
    { name: 'from', value: 'S', help: 'first second that is kept (state runs from 0)' },
    { name: 'to', value: 'S', help: 'second at which it ends' },
    { name: 'preroll', value: 'N', help: 'run state from N frames before --from instead of from 0' },
    { name: 'profile', value: 'P', help: `one of ${Object.keys(profiles).join(', ')}` },
    { name: 'preset', value: 'NAME', help: 'x264 preset, ultrafast to veryslow' },
    { name: 'date', value: 'ISO', help: 'what ISF DATE is at second 0' },
    { name: 'dry-run', help: 'print what would run and why; render nothing' },
    ...workspaceOptions,
  ],
  notes: 'Writes OUT.manifest.json beside OUT: hashes of every frame and of the sound, versions, times.\nExit codes: 0 done, 1 wrong call, 2 a problem in the input, 130 cancelled.',
};

/** Frames may take long while shaders warm up; after this many seconds without any the render is given up. */
const STALL_SECONDS = 180;

export async function render(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(renderSpec, argv);
  const { file, output } = operands(args);
  const profile = readProfile(args);
  const overrides = readOverrides(args);
  if (profile) {
    overrides.size ??= { width: profiles[profile]!.width, height: profiles[profile]!.height };
    overrides.fps ??= profiles[profile]!.fps;
  }
  const out = planOut(output);
  if (!out.ok) return fail(out.diagnostics, args, context);
  if (profile && !profiles[profile]!.forms.includes(out.value.form))
    return fail([{ code: 'render.option', severity: 'error', message: `Profile ${profile} writes ${profiles[profile]!.forms.join(', ')}, not .${out.value.form}: change the ending of '${output}'.` }], args, context);
  const opened = await openWorkspace(file, readWorkspaceOptions(args, context));
  if (!opened.ok) return fail(opened.diagnostics, args, context);
  const compiler = makeCompiler(opened.value, overrides);
  const first = compiler(new Set());
  const before = [...opened.diagnostics, ...first.diagnostics];
  if (!first.plan || before.some((d) => d.severity === 'error')) return fail(before, args, context);
  const job = makeJob(first.plan, out.value, readOptions(args, context, profile), durationOf(opened.value));
  if (!job.ok) return fail([...before, ...job.diagnostics], args, context);
  if (args.flag('dry-run')) {
    printDryRun(args, context, { out: out.value, plan: first.plan, job: job.value, profile, overrides, before });
    return exit.ok;
  }
  const compiled: Compiled = { plan: first.plan, bases: first.bases, diagnostics: before };
  return play({ args, context, file, out: out.value, compiled, compiler, job: job.value });
}

type Compiler = (unfusable: ReadonlySet<string>) => ReturnType<typeof compile>;

function makeCompiler(workspace: Workspace, overrides: CanvasOverrides): Compiler {
  const cache = newCache();
  return (unfusable) => compile({ patch: workspace.patch, catalog: workspace.catalog, media: workspace.media, overrides, unfusable, cache });
}

async function play(a: { args: Arguments; context: Context; file: string; out: Out; compiled: Compiled; compiler: Compiler; job: import('../engine/engine.ts').RenderJob }): Promise<number> {
  const { args, context, out, job } = a;
  const quiet = args.flag('json');
  const bar = progressBar(job.frames, out.path, quiet ? { ...context.terminal, columns: null, err: () => {} } : context.terminal);
  const stop = new AbortController();
  // the second time does not wait for the frame that is being drawn
  const release = context.interrupts.take(() => {
    if (!stop.signal.aborted) return stop.abort();
    discardOut(out);
    context.engine().abandon(exit.cancelled);
  });
  try {
    const engine = context.engine();
    const result = await renderFilm({
      engine, compiled: a.compiled, job, out, source: a.file, version: context.version, signal: stop.signal, stallSeconds: STALL_SECONDS,
      recompile(unfusable) {
        const again = a.compiler(unfusable);
        return again.plan ? { plan: again.plan, bases: again.bases, diagnostics: a.compiled.diagnostics } : null;
      },
      progress: (frames) => bar.show(frames),
      stalled() {
        discardOut(out);
        bar.end();
        context.terminal.err(`error [engine.failed]: Nothing has moved for ${STALL_SECONDS} seconds; the render was given up.\n`);
        engine.abandon(exit.input);
      },
    });
    bar.end();
    if (!result.ok && result.cancelled) {
      if (quiet) context.terminal.out(`${JSON.stringify({ ok: false, cancelled: true, diagnostics: result.diagnostics })}\n`);
      context.terminal.err('Cancelled; nothing was written.\n');
      return exit.cancelled;
    }
    if (!result.ok) return fail(result.diagnostics, args, context);
    printDiagnostics(result.diagnostics, context.terminal);
    const { manifest } = result;
    if (quiet) context.terminal.out(`${JSON.stringify({ ok: true, output: result.files, manifest: out.manifest, diagnostics: result.diagnostics, seconds: manifest.seconds, frames: manifest.frames.length })}\n`);
    else {
      const s = manifest.seconds;
      context.terminal.err(`${out.path}: ${manifest.frames.length} frames in ${s.total.toFixed(1)} s (video ${s.video.toFixed(1)}, sound ${(s.signal + s.audio).toFixed(1)}, read back ${s.readback.toFixed(1)}, encode ${s.encode.toFixed(1)} s)\n`);
    }
    return exit.ok;
  } finally {
    release();
  }
}

function operands(args: Arguments): { file: string; output: string } {
  const output = args.value('output');
  const file = args.operands[0];
  if (args.operands.length !== 1 || !file) throw new UsageError('Name one patch, .fs or .dsp file.');
  if (output === null) throw new UsageError('Say where to write with -o OUT.');
  return { file, output };
}

function readProfile(args: Arguments): string | null {
  const name = args.value('profile');
  if (name !== null && !Object.hasOwn(profiles, name)) throw new UsageError(`There is no profile '${name}'. There are ${Object.keys(profiles).join(', ')}.`);
  return name;
}

const PRESETS = ['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'];

function readOptions(args: Arguments, context: Context, profile: string | null): RenderOptions {
  const preset = args.value('preset');
  if (preset !== null && !PRESETS.includes(preset)) throw new UsageError(`--preset ${preset}: x264 has ${PRESETS.join(', ')}.`);
  const preroll = args.value('preroll');
  return {
    from: readSeconds('--from', args.value('from')),
    to: readSeconds('--to', args.value('to')),
    preroll: preroll === null ? null : readWhole('--preroll', preroll, 0, 1e9),
    profile, preset,
    date: readDate(args.value('date')),
    shaderCache: context.folders.shaderCache,
    fonts: context.folders.fonts,
  };
}

/** ISF DATE: year, month, day, seconds since midnight; local time. */
function readDate(text: string | null): [number, number, number, number] {
  const d = text === null ? new Date() : new Date(text);
  if (Number.isNaN(d.getTime())) throw new UsageError(`--date ${text}: write it as 2030-01-31T20:15:00.`);
  return [d.getFullYear(), d.getMonth() + 1, d.getDate(), d.getHours() * 3600 + d.getMinutes() * 60 + d.getSeconds()];
}

/** Seconds: what the patch says, else ten. */
function durationOf(workspace: Workspace): number {
  const d = workspace.patch.duration;
  return typeof d === 'number' && Number.isFinite(d) && d > 0 ? d : 10;
}

function printDryRun(args: Arguments, context: Context, a: {
  out: Out; plan: NonNullable<ReturnType<typeof compile>['plan']>; job: import('../engine/engine.ts').RenderJob; profile: string | null; overrides: CanvasOverrides; before: Diagnostic[];
}): void {
  const { plan, job, out } = a;
  const fps = plan.canvas.fps[1] === 1 ? String(plan.canvas.fps[0]) : plan.canvas.fps.join('/');
  const why = (given: boolean) => (given ? 'asked for' : a.profile ? `profile ${a.profile}` : 'the patch');
  const rows: [string, string, string][] = [
    ['form', `${out.kind}, .${out.form}`, `the ending of '${out.path}'`],
    ['size', `${plan.canvas.width}×${plan.canvas.height}`, why(args.value('size') !== null)],
    ['rate', `${fps} fps`, why(args.value('fps') !== null)],
    ['frames', `${job.frames}, from frame ${job.firstFrame}`, args.value('to') !== null ? '--to' : "the patch's length"],
    ['state from', `frame ${job.startFrame}`, args.value('preroll') !== null ? '--preroll' : 'the beginning'],
  ];
  if (job.writer?.videoCodec) rows.push(['picture', `${job.writer.videoCodec}${job.writer.videoCodec === 'libx264' ? ` crf 18 ${job.writer.preset}` : ''}${job.writer.alpha ? ', alpha kept' : ', over black'}`, a.profile ? `profile ${a.profile}` : `usual for .${out.form}`]);
  if (job.writer?.audioCodec && job.sound) rows.push(['sound', `${job.writer.audioCodec}${job.writer.audioCodec === 'aac' ? ` ${job.writer.audioBitrate / 1000}k` : ''}, ${plan.sampleRate} Hz`, a.profile ? `profile ${a.profile}` : `usual for .${out.form}`]);
  rows.push(['steps', `${plan.sound.steps.length} of sound a block, ${plan.picture.steps.length} of picture a frame`, 'the plan']);
  if (args.flag('json')) context.terminal.out(`${JSON.stringify({ ok: true, dryRun: true, rows: rows.map(([what, value, reason]) => ({ what, value, why: reason })), job, diagnostics: a.before, preset: presetOf(a.profile) })}\n`);
  else for (const [what, value, reason] of rows) context.terminal.out(`${what.padEnd(12)}${value.padEnd(40)} ${reason}\n`);
  if (!args.flag('json')) printDiagnostics(a.before, context.terminal);
}

function fail(diagnostics: readonly Diagnostic[], args: Arguments, context: Context): number {
  if (args.flag('json')) context.terminal.out(`${JSON.stringify({ ok: false, diagnostics })}\n`);
  printDiagnostics(diagnostics, context.terminal);
  return exit.input;
}
