/** Numbers as people read, drag and type them. Pure. */
import type { Param } from '../../runtime/catalog/types.ts';
import { highest, lowest } from '../../runtime/compile/ports.ts';

export interface Range { min: number; max: number; log: boolean; whole: boolean; step: number; unit: string; values: readonly number[] | null }

/** component: 0 for a single number */
export function rangeOf(param: Param, component = 0): Range {
  const gate = param.kind === 'bool' || param.kind === 'event';
  const min = gate ? 0 : lowest(param, component), max = gate ? 1 : highest(param, component);
  const whole = param.kind === 'long' || gate;
  const span = max - min;
  const step = param.step ?? (whole ? 1 : span > 0 && Number.isFinite(span) ? 10 ** Math.floor(Math.log10(span / 200)) : 0.01);
  return { min, max, log: param.scale === 'log' && min > 0, whole, step, unit: param.unit ?? '', values: param.values && param.values.length > 0 ? param.values : null };
}

/** Place on the scale, 0..1; the parameter stack works on the same (native/signal). */
export function unscale(value: number, { min, max, log }: Range): number {
  if (max <= min) return 0;
  const u = log ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(Math.max(u, 0), 1);
}

export function scale(u: number, { min, max, log }: Range): number {
  const at = Math.min(Math.max(u, 0), 1);
  return log ? min * (max / min) ** at : min + (max - min) * at;
}

/** Within the range, on a value it may take, without digits that nobody set. */
export function fitted(value: number, range: Range): number {
  if (range.values !== null) return range.values.reduce((best, v) => (Math.abs(v - value) < Math.abs(best - value) ? v : best));
  const clamped = Math.min(Math.max(value, range.min), range.max);
  if (range.whole) return Math.round(clamped);
  return Number(clamped.toPrecision(6));
}

/** 1 fine .. 10 coarse; pixels of travel -> the new value. A whole scale is 240 pixels. */
export function dragged(start: number, pixels: number, range: Range, speed: 'fine' | 'usual' | 'coarse' = 'usual'): number {
  const factor = speed === 'fine' ? 0.1 : speed === 'coarse' ? 4 : 1;
  if (range.values !== null || range.whole) {
    const perStep = Math.max(4, Math.min(24, 240 / Math.max(1, range.max - range.min)));
    return fitted(start + Math.trunc((pixels * factor) / perStep) * range.step, range);
  }
  const value = scale(unscale(start, range) + (pixels * factor) / 240, range);
  const digits = range.log ? Math.max(range.step, 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9)) - 2)) : range.step;
  const grain = speed === 'fine' ? digits / 10 : digits;
  return fitted(Math.round(value / grain) * grain, range);
}

/** One notch of the wheel or press of an arrow. */
export function stepped(value: number, steps: number, range: Range, speed: 'fine' | 'usual' | 'coarse' = 'usual'): number {
  if (range.values !== null) {
    const at = range.values.indexOf(fitted(value, range));
    return range.values[Math.min(Math.max(at + Math.sign(steps), 0), range.values.length - 1)]!;
  }
  const factor = speed === 'fine' ? 0.1 : speed === 'coarse' ? 10 : 1;
  if (range.log) return fitted(scale(unscale(value, range) + steps * 0.01 * factor, range), range);
  return fitted(value + steps * range.step * (range.whole ? Math.max(1, factor) : factor), range);
}

/** As many digits as tell its steps apart: "0.30", "120", "4.5k" is never written. */
export function shown(value: number, range: Range): string {
  if (!Number.isFinite(value)) return '–';
  if (range.whole) return String(Math.round(value));
  const size = Math.abs(range.log ? value : Math.max(Math.abs(range.max), Math.abs(range.min)));
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? (range.log ? 1 : 2) : 2;
  const text = value.toFixed(Math.min(digits, 3));
  return (/^-0(\.0+)?$/.test(text) ? text.slice(1) : text).replace('-', '−');
}

export const withUnit = (value: number, range: Range): string => (range.unit === '' ? shown(value, range) : `${shown(value, range)} ${range.unit}`);

/**
 * What was typed, as a number: "0.5", "1/3", "2*(3+1)", "+10" and "*2" on the value as it is, "-3" as a number. Units after it
 * are let go. null when it is none.
 */
export function evaluated(text: string, current: number): number | null {
  const plain = text.replaceAll('−', '-').replaceAll(',', '.').replace(/\s*(?:[a-zµ°×%²]+(?:\/[a-z]+)?|\/s)\s*$/i, '').trim();
  if (plain === '') return null;
  const relative = /^(\+=?|-=|\*=?|\/=?)(.*)$/.exec(plain);
  const source = relative === null ? plain : `${current}${relative[1]![0]}(${relative[2]})`;
  const value = new Reader(source).whole();
  return value === null || !Number.isFinite(value) ? null : value;
}

/** Sums, products, powers and brackets, by recursive descent. */
class Reader {
  #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text.replace(/\s*([-+*/^()])\s*/g, '$1').trim();
  }

  whole(): number | null {
    const value = this.#sum();
    return this.#at === this.#text.length ? value : null;
  }

  #take(any: string): string | null {
    const c = this.#text[this.#at];
    if (c === undefined || !any.includes(c)) return null;
    this.#at++;
    return c;
  }

  #sum(): number | null {
    let value = this.#product();
    for (let op = this.#take('+-'); op !== null && value !== null; op = this.#take('+-')) {
      const next = this.#product();
      value = next === null ? null : op === '+' ? value + next : value - next;
    }
    return value;
  }

  #product(): number | null {
    let value = this.#sign();
    for (let op = this.#take('*/'); op !== null && value !== null; op = this.#take('*/')) {
      const next = this.#sign();
      value = next === null ? null : op === '*' ? value * next : value / next;
    }
    return value;
  }

  #sign(): number | null {
    if (this.#take('-') !== null) {
      const value = this.#sign();
      return value === null ? null : -value;
    }
    this.#take('+');
    const base = this.#atom();
    if (base === null || this.#take('^') === null) return base;
    const power = this.#sign();
    return power === null ? null : base ** power;
  }

  #atom(): number | null {
    if (this.#take('(') !== null) {
      const value = this.#sum();
      return this.#take(')') === null ? null : value;
    }
    const match = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/i.exec(this.#text.slice(this.#at));
    if (match === null) return null;
    this.#at += match[0].length;
    return Number(match[0]);
  }
}
