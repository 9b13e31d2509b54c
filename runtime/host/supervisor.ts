/** Keeps an engine running: starts it, watches it, starts the next one, and leaves out what killed three. */
import type { EngineDo, StatsNow, Telemetry, TransportNow } from '../protocol/index.ts';
import { PROTOCOL } from '../protocol/index.ts';
import type { EngineOptions } from '../engine/process/options.ts';
import { readBlackBox } from './black-box.ts';
import { EngineLink, type Reply } from './engine-link.ts';
import { filesOf, startEngine, sweep, type EngineProcess, type EngineProgram } from './engine-process.ts';

const PING_MS = 1_000;
const MOST_UNANSWERED = 3;
/** seconds that one step may take while the transport runs, and otherwise */
const STEP_SECONDS = 5;
const STEP_SECONDS_AT_REST = 30;
/** ms that a process may take until it answers at all */
const START_MS = 60_000;
const DEATHS = 3;
const DEATHS_MS = 5 * 60_000;
/** ms of playing before the next engine is got ready: the one that plays has its start behind it */
const SPARE_MS = 2_000;
/** ms between tries once it has died often */
const PAUSE_MS = 1_000;

export type EngineState = 'starting' | 'playing' | 'restarting' | 'safe' | 'gone';
export interface Document { text: Uint8Array; file: string; rev: number }

export interface SupervisorEvents {
  /** what the next engine is to play */
  document(): Document;
  state(state: EngineState, sentence: string): void;
  telemetry(t: Telemetry): void;
  log(text: string): void;
}

export class Supervisor {
  readonly #program: EngineProgram;
  readonly #options: Omit<EngineOptions, 'generation' | 'blackBox'>;
  readonly #events: SupervisorEvents;
  #generation = 0;
  #process: EngineProcess | null = null;
  #link: EngineLink | null = null;
  #state: EngineState = 'starting';
  #sentence = '';
  #deaths: { at: number; culprit: string | null }[] = [];
  #bypassed: string[] = [];
  #culprit: string | null = null;
  #transport: { state: TransportNow; at: number } | null = null;
  #tempoSet = false;
  /** engines in a row that never answered */
  #silent = 0;
  #sampleRate = 48_000;
  /** the next one, started and waiting: it has the nodes read and the native parts loaded, and plays nothing */
  #spare: EngineProcess | null = null;
  #closed = false;
  #run: Promise<void> | null = null;

  constructor(program: EngineProgram, options: Omit<EngineOptions, 'generation' | 'blackBox'>, events: SupervisorEvents) {
    this.#program = program;
    this.#options = options;
    this.#events = events;
  }

  get generation(): number { return this.#generation; }
  get pid(): number | null { return this.#process?.pid ?? null; }
  get state(): EngineState { return this.#state; }
  get sentence(): string { return this.#sentence; }
  get bypassed(): readonly string[] { return this.#bypassed; }
  get transport(): TransportNow | null { return this.#transport?.state ?? null; }
  get sampleRate(): number { return this.#sampleRate; }

  start(sampleRate: number): void {
    this.#sampleRate = sampleRate;
    this.#run = this.#keep();
  }

  ask<D extends EngineDo>(what: D, fields: Parameters<EngineLink['ask']>[1] & object, deadline?: number): Promise<Reply<D>> {
    if (what === 'transport') this.#tempoSet ||= (fields as { command?: { do?: string } }).command?.do === 'tempo';
    const link = this.#link;
    if (!link) return Promise.resolve({ ok: false, error: { code: 'link.engine', message: 'The engine is not there; it is being started again.' } });
    const reply = link.ask(what, fields as never, deadline);
    // what was asked for counts from the answer on, not from the next meters
    if (what === 'transport') void reply.then((r) => { if (r.ok && 'transport' in r.value) this.#transport = { state: r.value.transport, at: performance.now() }; });
    return reply;
  }

  /** The document anew: after a gap, or because another one is open. other: then nothing is left of what the old one did. */
  reload(other = false): void {
    if (other) {
      this.#deaths = [];
      this.#bypassed = [];
      this.#transport = null;
    }
    if (this.#link) void this.#load(this.#link);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const link = this.#link;
    if (link) await link.ask('quit', {}, 1_500);
    this.#process?.kill();
    this.#wake?.();
    await this.#run;
    const spare = this.#spare;
    spare?.kill();
    await spare?.ended;
    sweep(this.#options.folder, KEPT);
  }

  #wake: (() => void) | null = null;

  async #keep(): Promise<void> {
    while (!this.#closed) {
      this.#generation++;
      sweep(this.#options.folder, this.#spare ? [...KEPT, ...filesOf(this.#generation)] : KEPT);
      const how = await this.#one().catch((error: Error) => error.message);
      if (this.#closed) break;
      this.#mourn(how);
      const often = this.#deaths.length > DEATHS;
      if (often) await new Promise<void>((done) => { this.#wake = done; setTimeout(done, PAUSE_MS); });
    }
  }

  /** One engine's life. Resolves when it is gone, with how. */
  async #one(): Promise<string> {
    if (this.#deaths.length === 0) this.#say('starting', 'The engine is starting…');
    else if (this.#silent < DEATHS) this.#say('restarting', 'Engine restarting…');
    else this.#say('gone', 'The engine does not start; its last words are in the terminal. You can go on editing: nothing is lost, and it is tried again.');
    this.#silent++;
    const options: EngineOptions = { ...this.#options, generation: this.#generation, blackBox: null };
    const engine = this.#spare ?? startEngine(this.#program, options, this.#events.log);
    this.#spare = null;
    const link = new EngineLink(options, (t) => this.#hear(t));
    this.#process = engine;
    this.#link = link;
    this.#culprit = null;
    let watch: NodeJS.Timeout | undefined;
    void link.ask('hello', { protocol: PROTOCOL }, START_MS).then((hello) => {
      if (!hello.ok) return engine.kill();
      this.#silent = 0;
      watch = this.#watch(engine, link);
    });
    // sent at once: it waits in the socket until the engine is there
    void this.#load(link);
    const how = await engine.ended;
    clearInterval(watch);
    clearTimeout(this.#sparing);
    this.#culprit ??= readBlackBox(engine.box)[0]?.node ?? null;
    this.#process = null;
    this.#link = null;
    link.close();
    return how;
  }

  async #load(link: EngineLink): Promise<void> {
    const { text, file, rev } = this.#events.document();
    const t = this.#transport;
    const since = t?.state.playing ? ((performance.now() - t.at) / 1000) * this.#sampleRate : 0;
    const reply = await link.ask('load', {
      rev, file, bypassed: [...this.#bypassed],
      // the show goes on where it would be by now
      ...(t ? { transport: { position: Math.max(0, Math.round(t.state.position + since)), playing: t.state.playing, loop: loopOf(t.state), ...(this.#tempoSet ? { bpm: t.state.bpm } : {}) } } : { transport: { position: 0, playing: true, loop: null } }),
    }, START_MS, text);
    if (link !== this.#link) return;
    if (!reply.ok) {
      this.#events.log(`engine: ${reply.error.message}\n`);
      return;
    }
    this.#events.telemetry({ tell: 'diagnostics', generation: this.#generation, rev: reply.value.rev, diagnostics: reply.value.diagnostics });
    if (this.#bypassed.length > 0) this.#say('safe', `Safe mode: the engine died three times at ${this.#bypassed.join(', ')}, which is left out. Repair it, or take it out of the patch.`);
    else this.#say('playing', '');
    clearTimeout(this.#sparing);
    this.#sparing = setTimeout(() => this.#prepareNext(), SPARE_MS);
  }

  #sparing: NodeJS.Timeout | undefined;

  #prepareNext(): void {
    if (this.#closed || this.#spare || !this.#link) return;
    const spare = startEngine(this.#program, { ...this.#options, generation: this.#generation + 1, blackBox: null }, this.#events.log);
    this.#spare = spare;
    void spare.ended.then(() => { if (this.#spare === spare) this.#spare = null; });
  }

  #watch(engine: EngineProcess, link: EngineLink): NodeJS.Timeout {
    let unanswered = 0;
    let blocks = -1;
    let stuck = 0;
    return setInterval(() => {
      unanswered++;
      if (unanswered > MOST_UNANSWERED) return engine.kill();
      void link.ask('ping', {}, PING_MS).then((pong) => {
        if (!pong.ok) return;
        unanswered = 0;
        const p = pong.value;
        stuck = p.blocks > 0 && p.blocks === blocks ? stuck + 1 : 0;
        blocks = p.blocks;
        const most = this.#transport?.state.playing && p.in_flight?.thread === 'render' ? STEP_SECONDS : STEP_SECONDS_AT_REST;
        if (p.in_flight && p.in_flight.seconds > most) this.#culprit = p.in_flight.node;
        if (stuck >= MOST_UNANSWERED || (p.in_flight && p.in_flight.seconds > most)) engine.kill();
      });
    }, PING_MS);
  }

  #hear(t: Telemetry): void {
    if (t.tell === 'meters') this.#transport = { state: t.transport, at: performance.now() };
    this.#events.telemetry(t);
  }

  #mourn(how: string): void {
    const at = performance.now();
    this.#events.log(`engine ${this.#generation}: ${how}${this.#culprit ? ` at ${this.#culprit}` : ''}\n`);
    this.#deaths = [...this.#deaths, { at, culprit: this.#culprit }].filter((d) => at - d.at < DEATHS_MS);
    const counts = new Map<string, number>();
    for (const { culprit } of this.#deaths) if (culprit) counts.set(culprit, (counts.get(culprit) ?? 0) + 1);
    for (const [node, count] of counts) if (count >= DEATHS && !this.#bypassed.includes(node)) this.#bypassed.push(node);
  }

  #say(state: EngineState, sentence: string): void {
    this.#state = state;
    this.#sentence = sentence;
    this.#events.state(state, sentence);
  }
}

/** files of the session folder that are the host's own */
const KEPT = ['host', 'main.mjs', 'worker.mjs'];

function loopOf(t: TransportNow): { from: number; to: number } | null {
  return t.loop ? { from: Math.max(0, Math.round(t.loop.from)), to: Math.max(0, Math.round(t.loop.to)) } : null;
}

export type { StatsNow };
