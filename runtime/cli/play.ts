import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { compile, newCache } from '../compile/index.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import type { Live, LiveEvent, LiveStats, Recorded } from '../engine/live.ts';
import { Playable } from '../engine/playable.ts';
import { openWorkspace } from '../project/workspace.ts';
import { readArguments, UsageError, type Arguments, type CommandSpec } from './args.ts';
import { exit, type Context } from './context.ts';
import { printDiagnostics } from './print.ts';
import { readOverrides, readSeconds, readWhole, readWorkspaceOptions, workspaceOptions } from './shared-options.ts';

export const playSpec: CommandSpec = {
  name: 'play',
  operands: 'FILE',
  summary: 'Plays a patch, a bare .fs or a bare .dsp live, without an editor; Ctrl-C ends it.',
  options: [
    { name: 'device', value: 'NAME', help: "sound device, as 'weft doctor' lists them, or a part of its name; null: none, time goes on all the same" },
    { name: 'block', value: 'N', help: 'samples per callback, 32 to 2048' },
    { name: 'inputs', value: 'N', help: 'channels of the device that the patch may hear; none unless you say so' },
    { name: 'seconds', value: 'S', help: 'ends after so long' },
    { name: 'record', value: 'FILE', help: '.mp4 or .mkv: also records what plays; it can be played up to its last second whatever happens' },
    ...workspaceOptions,
  ],
  notes: 'Prints statistics when it ends; with --json the last line is one JSON object.\nExit codes: 0 ended, 1 wrong call, 2 a problem in the input.',
};

/** Bytes; the house's share of memory. */
const MOST_BUDGET = 10 * 2 ** 30;

export async function play(argv: readonly string[], context: Context): Promise<number> {
  const args = readArguments(playSpec, argv);
  const [file, ...more] = args.operands;
  if (file === undefined || more.length > 0) throw new UsageError('weft play takes one file: a patch, a .fs or a .dsp.');
  const seconds = readSeconds('--seconds', args.value('seconds'));
  const block = args.value('block');
  const record = args.value('record');
  if (record !== null && !/\.(mp4|mkv)$/i.test(record)) throw new UsageError(`--record ${record}: it must end in .mp4 or .mkv.`);
  const inputs = args.value('inputs');
  const device = {
    name: args.value('device') ?? '',
    ...(block === null ? {} : { block: readWhole('--block', block, 32, 2048) }),
    ...(inputs === null ? {} : { inputs: readWhole('--inputs', inputs, 0, 64) }),
  };
  const opened = await openWorkspace(file, readWorkspaceOptions(args, context));
  if (!opened.ok) return fail(opened.diagnostics, args, context);
  const { patch, catalog, media } = opened.value;
  const overrides = readOverrides(args);
  const cache = newCache();

  const ring = mkdtempSync(join(tmpdir(), 'weft-play-'));
  const told: Diagnostic[] = [...opened.diagnostics];
  const ended = new Ending(context);
  const made = await context.engine().openLive({
    device, sampleRate: patch.audio.sampleRate, ring: { folder: ring, generation: 1 },
    shaderCache: context.folders.shaderCache, fonts: context.folders.fonts,
    budgetBytes: Math.min(MOST_BUDGET, Math.floor(totalmem() / 4)), decodeThreads: Math.max(1, Math.min(4, cpus().length - 1)),
    event: (event) => note(event, told, context),
  });
  if (!made.ok) return fail([{ ...made.error, severity: 'error' }], args, context);
  const live = made.value;
  try {
    const loaded = await new Playable(live).load((types, unfusable) => compile({ patch, catalog: types, media, overrides, unfusable, cache }), catalog, 1);
    if (!loaded.ok) return fail([{ ...loaded.error, severity: 'error' }], args, context);
    told.push(...loaded.value.diagnostics);
    printDiagnostics(told, context.terminal);
    if (!loaded.value.played) return fail(told, args, context, false);
    if (record !== null) {
      const started = await live.record(record);
      if (!started.ok) return fail([{ ...started.error, severity: 'error' }], args, context);
    }
    live.transport({ do: 'tempo', bpm: patch.tempo.bpm });
    live.transport({ do: 'play' });
    await ended.after(seconds);
    const recorded = record === null ? null : await live.stopRecord();
    print(args, context, live.stats(), told, recorded);
    return exit.ok;
  } finally {
    ended.release();
    await live.close();
    rmSync(ring, { recursive: true, force: true });
  }
}

/** Ctrl-C, or the time that was asked for. */
class Ending {
  readonly release: () => void;
  private readonly stopped: Promise<void>;

  constructor(context: Context) {
    let stop = () => {};
    this.stopped = new Promise((resolve) => { stop = resolve; });
    this.release = context.interrupts.take(() => stop());
  }

  async after(seconds: number | null): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise<void>((resolve) => {
      if (seconds !== null) timer = setTimeout(resolve, seconds * 1000);
    });
    await Promise.race([this.stopped, time]);
    clearTimeout(timer);
  }
}

function note(event: LiveEvent, told: Diagnostic[], context: Context): void {
  const found: Diagnostic[] = event.event === 'diagnostics' ? event.diagnostics
    : event.event === 'recorded' && event.error ? [{ ...event.error, severity: 'error' }]
    : event.event === 'ring' && event.problem !== '' ? [{ code: 'ring.create', severity: 'error', message: event.problem }] : [];
  told.push(...found);
  printDiagnostics(found, context.terminal);
}

function print(args: Arguments, context: Context, stats: LiveStats, diagnostics: readonly Diagnostic[], recorded: Recorded | null): void {
  const { sound, picture, ring } = stats;
  if (args.flag('json')) {
    context.terminal.out(`${JSON.stringify({
      ok: true, xruns: sound.xruns, blocks: sound.blocks, callback_us: sound.callbackUs, frames: picture.frames, decode_late: picture.decodeLate,
      tier: picture.tier, ring: { published: ring?.published ?? 0 }, late_values: sound.lateValues, frame_ms: picture.frameMs,
      device: { ...sound.device, state: sound.state, problem: sound.problem, latency: sound.latency, realtime: sound.realtime },
      renderer: picture.renderer, recorded, memory: stats.memory, diagnostics,
    })}\n`);
    return;
  }
  const us = sound.callbackUs;
  const lines = [
    `sound    ${sound.blocks} blocks, ${sound.xruns} xruns; callback ${us.p50.toFixed(0)} µs (p99 ${us.p99.toFixed(0)}, most ${us.max.toFixed(0)}); ${sound.device.name}, ${sound.device.rate} Hz, ${sound.device.frames} samples${sound.problem === '' ? '' : `; ${sound.problem}`}`,
    `picture  ${picture.frames.rendered} frames, ${picture.frames.late} late, ${picture.frames.held} held, ${picture.decodeLate} decoded late; ${picture.frameMs.p50.toFixed(1)} ms a frame (p99 ${picture.frameMs.p99.toFixed(1)}); ${picture.tier} %; ${picture.problem || picture.renderer}`,
    ...(recorded ? [`record   ${recorded.file}: ${recorded.seconds.toFixed(1)} s, ${recorded.frames} frames, ${recorded.dropped} dropped`] : []),
  ];
  context.terminal.out(`${lines.join('\n')}\n`);
}

function fail(diagnostics: readonly Diagnostic[], args: Arguments, context: Context, tell = true): number {
  if (args.flag('json')) context.terminal.out(`${JSON.stringify({ ok: false, diagnostics })}\n`);
  if (tell) printDiagnostics(diagnostics, context.terminal);
  return exit.input;
}
