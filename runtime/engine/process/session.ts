/** What each command does. Takes messages that have been checked; knows no sockets. */
import { PROTOCOL, replyError, type EngineReply, type EngineRequest, type ReplyError, type Telemetry } from '../../protocol/index.ts';
import type { OpenLive, LiveStats } from '../live.ts';
import { startCompiler, type Compiler } from './compiler.ts';
import type { EngineOptions } from './options.ts';
import { Player, type Standing } from './player.ts';

/** ms between meters and values, and how many of these there are to a telling of all statistics */
const METERS_MS = 50;
const STATS_EVERY = 5;

type Without<T> = T extends unknown ? Omit<T, 'generation'> : never;
export type Answer = { reply: EngineReply } | { error: ReplyError };

export class Session {
  readonly #options: EngineOptions;
  readonly #compiler: Compiler;
  readonly #player: Player;
  readonly #tell: (t: Telemetry) => void;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  #rev = 0;
  #standing: Standing | undefined;
  #watched: string[] = [];
  #stats: LiveStats | null = null;
  #told = '';
  #ticks = 0;

  constructor(options: EngineOptions, open: OpenLive, worker: URL, tell: (t: Telemetry) => void, failed: (error: Error) => void) {
    this.#options = options;
    this.#tell = tell;
    const say = (t: Without<Telemetry>) => tell({ generation: options.generation, ...t } as Telemetry);
    this.#player = new Player(options, open, {
      event: (e) => {
        if (e.event === 'live') say({ tell: 'live', rev: e.rev, now: e.now, frame: e.frame });
        else if (e.event === 'ring') say({ tell: 'ring', path: e.path, width: e.width, height: e.height, problem: e.problem });
        else if (e.event === 'recorded' && e.error) say({ tell: 'diagnostics', rev: this.#rev, diagnostics: [{ code: e.error.code, severity: 'error', message: e.error.message }] });
      },
      diagnostics: (rev, diagnostics) => say({ tell: 'diagnostics', rev, diagnostics }),
      prepared: (rev, played, found) => this.#compiler.prepared(rev, played, found),
    });
    this.#compiler = startCompiler(options, worker, (outcome, how) => {
      this.#rev = outcome.rev;
      this.#player.play(outcome, how === 'loaded' ? this.#standing : undefined);
      if (how === 'loaded') this.#standing = undefined;
      if (how === 'again') say({ tell: 'diagnostics', rev: outcome.rev, diagnostics: outcome.diagnostics.slice(0, 1000) });
    }, failed);
    this.#timer = setInterval(() => this.#meter(), METERS_MS);
  }

  /** Never rejects for what a message says. */
  async do(r: EngineRequest): Promise<Answer> {
    const ok = { id: r.id, ok: true as const };
    switch (r.do) {
      case 'hello':
        if (r.protocol !== PROTOCOL) return no('message.version', `The engine speaks protocol ${PROTOCOL}, not ${r.protocol}: start Weft anew.`);
        return { reply: { ...ok, protocol: PROTOCOL, pid: process.pid, generation: this.#options.generation } };
      case 'ping': {
        const p = this.#player.live?.ping();
        return { reply: {
          ...ok, status: p?.status ?? 'alive', uptime_s: (performance.now() - this.#began) / 1000, last_frame_ms: Math.max(-1, p?.lastFrameMs ?? -1),
          blocks: p?.blocks ?? 0, rev: this.#rev, in_flight: p?.inFlight ?? null,
        } };
      }
      case 'edit': {
        const { taken, outcome } = await this.#compiler.edit(r.rev, r.edit);
        if (!taken.ok) return no(taken.code, taken.message);
        return { reply: { ...ok, rev: outcome.rev, diagnostics: outcome.diagnostics.slice(0, 1000), ...(taken.repeated ? { repeated: true } : {}) } };
      }
      case 'set': {
        const done = this.#player.live?.set(r.values) ?? [];
        return { reply: { ...ok, unknown: r.values.filter((_, i) => done[i] !== true).map((v) => v.row) } };
      }
      case 'transport': {
        const state = this.#player.transport(r.command);
        return state ? { reply: { ...ok, transport: state } } : no('revision.none', 'Nothing is loaded that could play.');
      }
      case 'watch':
        this.#watched = r.rows;
        return { reply: ok };
      case 'device':
        if (r.choice) this.#player.useDevice(r.choice);
        return this.#withStats((stats) => ({ ...ok, device: stats }));
      case 'stats':
        return this.#withStats((stats) => ({ ...ok, stats }));
      case 'render': return this.#record(r);
      case 'load': return no('message.malformed', 'The document is missing.');
      case 'quit': return { reply: ok };
    }
  }

  async load(r: EngineRequest<'load'>, text: Uint8Array): Promise<Answer> {
    this.#standing = r.transport as Standing | undefined;
    const { refused, outcome } = await this.#compiler.load(text, r.file, r.rev, r.bypassed);
    if (refused) return no(refused[0]!.code, refused[0]!.message);
    return { reply: { id: r.id, ok: true, rev: r.rev, diagnostics: outcome.diagnostics.slice(0, 1000) } };
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#player.close();
    await this.#compiler.close();
  }

  async #record(r: EngineRequest<'render'>): Promise<Answer> {
    const live = this.#player.live;
    if (!live) return no('revision.none', 'Nothing plays that could be recorded.');
    if (r.file === null) return { reply: { id: r.id, ok: true, recorded: await live.stopRecord() } };
    const started = await live.record(r.file, r.preset === undefined ? {} : { preset: r.preset });
    return started.ok ? { reply: { id: r.id, ok: true, recorded: null } } : no(started.error.code, started.error.message);
  }

  #withStats(reply: (stats: LiveStats) => EngineReply): Answer {
    const stats = this.#stats ?? this.#player.stats();
    return stats ? { reply: reply(stats) } : no('revision.none', this.#player.problem || 'Nothing is loaded yet.');
  }

  #meter(): void {
    const stats = this.#player.stats();
    if (!stats) return;
    // peaks hold from one telling to the next
    const peak: [number, number] = [stats.sound.peak[0], stats.sound.peak[1]];
    this.#stats = stats;
    const generation = this.#options.generation;
    const { now: _, ...standing } = stats.transport;
    const meters = JSON.stringify([peak, standing]);
    if (meters !== this.#told) this.#tell({ tell: 'meters', generation, peak, load: stats.sound.load, transport: stats.transport });
    this.#told = meters;
    if (this.#ticks++ % STATS_EVERY === 0) this.#tell({ tell: 'stats', generation, stats });
    if (this.#watched.length > 0) {
      const values: Record<string, number> = {};
      const read = this.#player.live!.values(this.#watched);
      this.#watched.forEach((row, i) => { if (Number.isFinite(read[i])) values[row] = read[i]!; });
      this.#tell({ tell: 'values', generation, values });
    }
  }
}

function no(code: ReplyError['code'], message: string): Answer {
  return { error: replyError(code, message) };
}
