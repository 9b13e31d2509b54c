/** Whether a value fits a parameter, and the numbers its rows start from. */
import type { Param } from '../catalog/types.ts';
import type { ParamValue } from '../document/types.ts';
import { basesOf, components, highest, lowest } from './ports.ts';
import { curveChannels, gradientStops } from './tables.ts';

/** problem: what was wrong and what is used instead; severity error where the value had to be dropped. */
export interface Checked { value: ParamValue; problem?: string; severity?: 'error' | 'warning' }

function number(param: Param, value: unknown, component: number): Checked {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong(param, 'a number');
  if (param.kind === 'long' && param.values && param.values.length > 0) {
    const near = nearest(param.values, value);
    return near === value ? { value } : { value: near, severity: 'warning', problem: `may only be ${param.values.join(', ')}; ${near} is used instead of ${value}` };
  }
  const low = lowest(param, component);
  const high = highest(param, component);
  const whole = param.kind === 'long' ? Math.round(value) : value;
  const clamped = Math.min(Math.max(whole, low), high);
  if (clamped === value) return { value };
  return {
    value: clamped, severity: 'warning',
    problem: clamped === whole ? `takes whole numbers; ${clamped} is used instead of ${value}` : `lies in ${low}..${high}; ${clamped} is used instead of ${value}`,
  };
}

function nearest(values: readonly number[], value: number): number {
  return values.reduce((best, v) => (Math.abs(v - value) < Math.abs(best - value) ? v : best));
}

function wrong(param: Param, expected: string): Checked {
  return { value: param.default as ParamValue, severity: 'error', problem: `takes ${expected}; its default is used` };
}

function vector(param: Param, value: unknown): Checked {
  const names = components(param);
  const least = param.kind === 'color' ? 3 : 2;
  if (!Array.isArray(value) || value.length < least || value.length > names.length) {
    return wrong(param, param.kind === 'color' ? 'four numbers (red, green, blue, alpha)' : 'two numbers (x, y)');
  }
  const full: unknown[] = value.length < names.length ? [...value, 1] : value;
  const each = full.map((v, i) => number(param, v, i));
  const bad = each.find((c) => c.severity === 'error') ?? each.find((c) => c.problem);
  if (bad?.severity === 'error') return wrong(param, `${names.length} numbers`);
  const checked: Checked = { value: each.map((c) => c.value as number) };
  return bad ? { ...checked, severity: 'warning', problem: bad.problem! } : checked;
}

export function checkValue(param: Param, value: ParamValue): Checked {
  switch (param.kind) {
    case 'float': case 'long': return number(param, value, 0);
    case 'bool': case 'event':
      if (typeof value === 'boolean') return { value };
      return typeof value === 'number' && Number.isFinite(value) ? { value: value > 0.5 } : wrong(param, 'true or false');
    case 'color': case 'point2D': return vector(param, value);
    case 'text': return typeof value === 'string' ? { value } : wrong(param, 'a text');
    case 'file': return typeof value === 'string' || value === null ? { value } : wrong(param, 'the path of a file');
    case 'curve': return curveChannels(value) ? { value } : wrong(param, 'a list of [x, y] points, or one for each of rgb, r, g, b');
    case 'gradient': return gradientStops(value) ? { value } : wrong(param, 'a list of stops { "at": 0..1, "color": [r, g, b, a] }');
  }
}

/** A single component laid over a vector value ("tint.r"), or null when the parameter has no such component. */
export function withComponent(param: Param, value: ParamValue | undefined, component: string, part: ParamValue): ParamValue | null {
  const i = component === '' ? -1 : components(param).indexOf(component);
  if (i < 0) return null;
  const all: ParamValue[] = basesOf(param, value);
  all[i] = part;
  return all;
}
