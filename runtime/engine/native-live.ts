import type { Diagnostic } from '../document/diagnostic.ts';
import { distinct } from './distinct.ts';
import type { Answer } from './engine.ts';
import type { DeviceChoice, Live, LiveEvent, LiveOptions, LiveStats, Loaded, Pong, Recorded, Shown, TransportState } from './live.ts';

interface NativeLoad {
  error: Problem | null;
  overtaken: boolean;
  played: boolean;
  now: number;
  frame: number;
  diagnostics: Diagnostic[];
}
interface Problem { code: Diagnostic['code']; message: string }
type NativeEvent =
  | ['diagnostics', rev: number, diagnostics: Diagnostic[]]
  | ['ring', path: string, width: number, height: number, problem: string]
  | ['recorded', recorded: Recorded, error: Problem];

/** The class of native/addon/live.h. */
export type NativeLive = new (options: LiveOptions & { device: DeviceChoice }, event: (...event: NativeEvent) => void) => {
  load(plan: Uint8Array, bases: Float32Array, more: { rev: number; date: readonly number[]; whole: boolean }): Promise<NativeLoad>;
  set(rows: string[], values: Float64Array): boolean[];
  transport(kind: string, from: number, to: number, bpm: number): void;
  state(): TransportState;
  stats(): LiveStats;
  values(rows: string[]): Float64Array;
  ping(): Pong;
  useDevice(device: DeviceChoice): void;
  record(to: { path: string; form: string; preset: string }): Problem | null;
  stopRecord(): Promise<Recorded | null>;
  shown(): Shown[];
  advance(samples: number): Promise<void>;
  close(): Promise<void>;
};

/** Opens what plays live, over the addon's class; arguments are checked here, so that the native side need not. */
export function openLive(native: NativeLive, options: LiveOptions): Promise<Answer<Live>> {
  const wrong = wrongOption(options);
  if (wrong) return Promise.resolve({ ok: false, error: { code: 'device.failed', message: wrong } });
  const tell = options.event ?? (() => {});
  const inner = new native(options, (...event) => {
    const known = toEvent(event, options.ring?.generation ?? 0);
    if (known) tell(known);
  });
  let closed: Promise<void> | null = null;
  const open = () => {
    if (closed) throw new Error('this has been closed');
    return inner;
  };
  const live: Live = {
    async load(plan) {
      const r = await open().load(plan.bytes, plan.bases, { rev: plan.rev, date: plan.date ?? dateNow(), whole: plan.whole ?? false });
      if (r.error) return { ok: false, error: r.error };
      if (r.played) tell({ event: 'live', rev: plan.rev, now: r.now, frame: r.frame });
      const loaded: Loaded = { rev: plan.rev, overtaken: r.overtaken, played: r.played, playsFrom: { now: r.now, frame: r.frame }, diagnostics: distinct(r.diagnostics) };
      return { ok: true, value: loaded };
    },
    set: (values) => open().set(values.map((v) => String(v.row)), Float64Array.from(values, (v) => Number(v.value))),
    transport(command) {
      const [from, to] = command.do === 'seek' ? [command.to, 0] : command.do === 'loop' ? [command.from, command.to] : [0, 0];
      if (![from, to].every(Number.isFinite)) return;
      open().transport(command.do, from, to, command.do === 'tempo' ? command.bpm : 0);
    },
    transportState: () => open().state(),
    stats: () => open().stats(),
    values: (rows) => open().values(rows.map(String)),
    ping: () => open().ping(),
    useDevice: (device) => open().useDevice(device),
    record(file, more = {}) {
      const form = more.form ?? (file.toLowerCase().endsWith('.mkv') ? 'mkv' : 'mp4');
      const problem = open().record({ path: file, form, preset: more.preset ?? '' });
      return Promise.resolve(problem ? { ok: false, error: problem } : { ok: true, value: null });
    },
    stopRecord: () => open().stopRecord(),
    shown: () => open().shown(),
    advance: (samples) => open().advance(samples),
    close: () => (closed ??= inner.close()),
  };
  return Promise.resolve({ ok: true, value: live });
}

function toEvent(event: NativeEvent, generation: number): LiveEvent | null {
  switch (event[0]) {
    case 'diagnostics': return { event: 'diagnostics', rev: event[1], diagnostics: distinct(event[2]) };
    case 'ring': return { event: 'ring', path: event[1], width: event[2], height: event[3], generation, problem: event[4] };
    case 'recorded': return { event: 'recorded', recorded: event[1], error: event[2] };
    default: return null;
  }
}

function wrongOption(o: LiveOptions): string | null {
  const whole = (name: string, value: number | undefined, least: number, most: number): string | null =>
    value === undefined || (Number.isSafeInteger(value) && value >= least && value <= most) ? null : `${name} must be a whole number from ${least} to ${most}; it is ${value}.`;
  const { device } = o;
  return whole('sampleRate', o.sampleRate, 8000, 384_000) ?? whole('budgetBytes', o.budgetBytes, 0, Number.MAX_SAFE_INTEGER)
    ?? whole('decodeThreads', o.decodeThreads, 1, 64) ?? whole('block', device.block || undefined, 32, 2048)
    ?? whole('outputs', device.outputs, 1, 256) ?? whole('inputs', device.inputs, 0, 256);
}

function dateNow(): [number, number, number, number] {
  const d = new Date();
  return [d.getFullYear(), d.getMonth() + 1, d.getDate(), d.getHours() * 3600 + d.getMinutes() * 60 + d.getSeconds() + d.getMilliseconds() / 1000];
}
