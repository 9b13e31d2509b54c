import type { Plan } from '../plan/types.ts';
import type { Answer } from './engine.ts';
import type { Live, LiveEvent, LiveOptions, LiveStats, Loaded, OpenLive, TransportState } from './live.ts';

/** ms between steps of its clock */
const STEP_MS = 10;

/**
 * Plays a plan without making anything of it: time passes, the transport moves, parameters are kept, every load is heard at
 * once. For machines without GL or sound, and for whoever wants to know what the processes around an engine cost. [js]
 */
export const openNullLive: OpenLive = (options) => Promise.resolve({ ok: true, value: new NullLive(options) } satisfies Answer<Live>);

class NullLive implements Live {
  readonly #options: LiveOptions;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  #stepped = this.#began;
  #now = 0;
  #transport: TransportState = { now: 0, position: 0, beat: 0, bpm: 120, playing: false, loop: null };
  #rows = new Map<string, number>();
  #fps = 60;
  #frames = 0;
  #rev = 0;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#step(), STEP_MS);
  }

  load(plan: Parameters<Live['load']>[0]): Promise<Answer<Loaded>> {
    let decoded: Plan;
    try {
      decoded = JSON.parse(new TextDecoder().decode(plan.bytes)) as Plan;
    } catch {
      return Promise.resolve({ ok: false, error: { code: 'engine.failed', message: 'These bytes are no plan.' } });
    }
    const first = this.#rows.size === 0 && this.#rev === 0;
    // a swap never touches a row that survives it
    this.#rows = new Map(decoded.rows.map((row, i) => [row.id, this.#rows.get(row.id) ?? plan.bases[i] ?? 0]));
    this.#fps = decoded.canvas.fps[0] / decoded.canvas.fps[1];
    this.#rev = plan.rev;
    if (first) this.#transport.bpm = decoded.tempo.bpm;
    const playsFrom = { now: this.#now, frame: this.#frame() };
    this.#tell({ event: 'live', rev: plan.rev, ...playsFrom });
    return Promise.resolve({ ok: true, value: { rev: plan.rev, overtaken: false, played: true, playsFrom, diagnostics: [] } });
  }

  set(values: Parameters<Live['set']>[0]): boolean[] {
    return values.map(({ row, value }) => {
      if (!this.#rows.has(row) || !Number.isFinite(value)) return false;
      this.#rows.set(row, value);
      return true;
    });
  }

  transport(command: Parameters<Live['transport']>[0]): void {
    this.#step();
    const t = this.#transport;
    switch (command.do) {
      case 'play': t.playing = true; break;
      case 'pause': t.playing = false; break;
      case 'seek': t.beat += ((command.to - t.position) / this.#options.sampleRate) * (t.bpm / 60); t.position = command.to; break;
      case 'loop': t.loop = command.to > command.from ? { from: command.from, to: command.to } : null; break;
      case 'tempo': t.bpm = command.bpm; break;
    }
  }

  transportState(): TransportState {
    this.#step();
    return { ...this.#transport, now: this.#now };
  }

  values(rows: readonly string[]): Float64Array {
    return Float64Array.from(rows, (row) => this.#rows.get(row) ?? Number.NaN);
  }

  ping(): ReturnType<Live['ping']> {
    this.#step();
    return { status: 'alive', uptimeS: (performance.now() - this.#began) / 1000, lastFrameMs: -1, blocks: Math.floor(this.#now / 64), inFlight: null };
  }

  stats(): LiveStats {
    const us = { p50: 0, p99: 0, p999: 0, max: 0 };
    return {
      transport: this.transportState(),
      sound: {
        state: 'null', device: { id: 'null', name: 'Null', backend: 'null', rate: this.#options.sampleRate, frames: 64, outputs: 2, inputs: 0 }, problem: '', xruns: 0,
        blocks: Math.floor(this.#now / 64), callbacks: 0, lostDevice: 0, latency: 0, inputLatency: 0, callbackUs: us, load: 0, peak: [0, 0], realtime: false, lateValues: 0,
      },
      picture: { renderer: '', frames: { rendered: this.#frames, late: 0, held: 0 }, decodeLate: 0, tier: 100, frameMs: us, frame: this.#frame(), problem: '' },
      ring: null, recording: null, memory: { decode: 0, textures: 0, budget: this.#options.budgetBytes }, rev: this.#rev,
    };
  }

  useDevice(): void {}

  record(): Promise<Answer<null>> {
    return Promise.resolve({ ok: false, error: { code: 'output.write', message: 'Nothing is played that could be recorded: this engine has neither picture nor sound.' } });
  }

  stopRecord(): Promise<null> {
    return Promise.resolve(null);
  }

  shown(): [] {
    return [];
  }

  advance(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    return Promise.resolve();
  }

  #tell(event: LiveEvent): void {
    setImmediate(() => this.#options.event?.(event));
  }

  #frame(): number {
    return Math.floor((this.#transport.position / this.#options.sampleRate) * this.#fps);
  }

  #step(): void {
    const at = performance.now();
    const samples = Math.round(((at - this.#stepped) / 1000) * this.#options.sampleRate);
    if (samples <= 0) return;
    this.#stepped += (samples / this.#options.sampleRate) * 1000;
    this.#now += samples;
    const t = this.#transport;
    if (!t.playing) return;
    t.beat += (samples / this.#options.sampleRate) * (t.bpm / 60);
    t.position += samples;
    if (t.loop && t.position >= t.loop.to) t.position = t.loop.from + ((t.position - t.loop.from) % (t.loop.to - t.loop.from));
  }
}
