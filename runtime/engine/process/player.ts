/** What plays, fed with the outcomes of the compile thread. */
import type { Diagnostic } from '../../document/index.ts';
import type { DeviceChoice, Live, LiveEvent, LiveStats, OpenLive, TransportCommand, TransportState } from '../live.ts';
import type { Outcome } from './document.ts';
import type { EngineOptions } from './options.ts';

export interface PlayerEvents {
  event(event: LiveEvent): void;
  /** of `rev`, with what preparing and playing found */
  diagnostics(rev: number, diagnostics: Diagnostic[]): void;
  prepared(rev: number, played: boolean, found: Diagnostic[]): void;
}

export interface Standing { position: number; bpm?: number; playing: boolean; loop: { from: number; to: number } | null }

/** Opened with the first program, because a device is opened at its rate; opened anew when another rate comes. [js] */
export class Player {
  readonly #options: EngineOptions;
  readonly #open: OpenLive;
  readonly #events: PlayerEvents;
  #live: Live | null = null;
  #rate = 0;
  #turn: Promise<void> = Promise.resolve();
  #device: DeviceChoice;
  #compiled: Diagnostic[] = [];
  #found: Diagnostic[] = [];
  #rev = 0;
  #standing: Standing | null = null;
  #problem = '';

  constructor(options: EngineOptions, open: OpenLive, events: PlayerEvents) {
    this.#options = options;
    this.#open = open;
    this.#events = events;
    this.#device = options.device;
  }

  get live(): Live | null { return this.#live; }
  /** why nothing plays; '' */
  get problem(): string { return this.#problem; }

  /** Brings the outcome to what plays. Returns at once; programs follow one another in order. */
  play(outcome: Outcome, standing?: Standing): void {
    this.#compiled = outcome.diagnostics;
    this.#rev = outcome.rev;
    if (standing) this.#standing = standing;
    const { program, sets } = outcome;
    if (program === null) {
      if (sets.length > 0) this.#turn = this.#turn.then(() => void this.#live?.set(sets));
      return;
    }
    this.#turn = this.#turn.then(async () => {
      const live = await this.#at(program.sampleRate);
      if (!live) return;
      // not waited for: what comes next overtakes a program that is still being prepared
      const loading = live.load({ bytes: program.bytes, bases: program.bases, rev: outcome.rev, whole: program.whole });
      this.#stand(live);
      void loading.then((answer) => {
        if (!answer.ok) return this.#find(outcome.rev, [{ code: answer.error.code, severity: 'error', message: answer.error.message }]);
        const { overtaken, played, diagnostics } = answer.value;
        if (overtaken) return;
        if (sets.length > 0) live.set(sets);
        if (played) {
          this.#found = [];
          this.#find(outcome.rev, diagnostics);
        }
        this.#events.prepared(outcome.rev, played, diagnostics);
      });
    }).catch((error: Error) => { this.#problem = error.message; });
  }

  transport(command: TransportCommand): TransportState | null {
    if (this.#live) this.#live.transport(command);
    else if (command.do === 'play' || command.do === 'pause') this.#standing = { position: 0, loop: null, ...this.#standing, playing: command.do === 'play' };
    return this.#live?.transportState() ?? null;
  }

  useDevice(choice: DeviceChoice): void {
    this.#device = choice;
    this.#live?.useDevice(choice);
  }

  stats(): LiveStats | null {
    return this.#live?.stats() ?? null;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#live?.close();
    this.#live = null;
  }

  /** where the transport was when the engine before this one died */
  #stand(live: Live): void {
    const s = this.#standing;
    this.#standing = null;
    if (!s) return;
    live.transport({ do: 'seek', to: s.position });
    if (s.loop) live.transport({ do: 'loop', ...s.loop });
    if (s.bpm !== undefined) live.transport({ do: 'tempo', bpm: s.bpm });
    live.transport({ do: s.playing ? 'play' : 'pause' });
  }

  async #at(sampleRate: number): Promise<Live | null> {
    if (this.#live && this.#rate === sampleRate) return this.#live;
    if (this.#live) {
      const { position, bpm, playing, loop } = this.#live.transportState();
      this.#standing ??= { position: Math.max(0, Math.round((position * sampleRate) / this.#rate)), bpm, playing, loop: null };
      if (loop) this.#standing.loop = { from: Math.round((loop.from * sampleRate) / this.#rate), to: Math.round((loop.to * sampleRate) / this.#rate) };
      const old = this.#live;
      this.#live = null;
      await old.close();
    }
    const o = this.#options;
    const opened = await this.#open({
      device: this.#device, sampleRate, ring: { folder: o.folder, generation: o.generation }, shaderCache: o.shaderCache, fonts: o.fonts,
      budgetBytes: o.budgetBytes, decodeThreads: o.decodeThreads, blackBox: o.blackBox, event: (e) => this.#event(e),
    });
    if (!opened.ok) {
      this.#problem = opened.error.message;
      this.#find(this.#rev, [{ code: opened.error.code, severity: 'error', message: opened.error.message }]);
      return null;
    }
    this.#problem = '';
    this.#rate = sampleRate;
    this.#live = opened.value;
    return opened.value;
  }

  #event(event: LiveEvent): void {
    if (event.event === 'diagnostics') this.#find(event.rev, event.diagnostics);
    else this.#events.event(event);
  }

  #find(rev: number, diagnostics: readonly Diagnostic[]): void {
    const told = new Set(this.#found.map((d) => JSON.stringify(d)));
    const fresh = diagnostics.filter((d) => !told.has(JSON.stringify(d)));
    this.#found.push(...fresh);
    if (fresh.length > 0 || diagnostics.length === 0) this.#events.diagnostics(rev, [...this.#compiled, ...this.#found].slice(0, 1000));
  }
}
