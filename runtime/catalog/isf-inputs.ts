/** INPUTS of an ISF header: images and sound become inlets, everything else parameters. */
import { field, isFields, isName, number, text, truth } from './header-fields.ts';
import type { Fields, Problem } from './header-fields.ts';
import { titleOf } from './names.ts';
import type { Inlet, Param } from './types.ts';

export interface IsfInputs {
  inlets: Inlet[];
  params: Param[];
  /** `cube` inputs: cube maps that nothing can be wired to yet, drawn as transparent black */
  cubes: string[];
}

const most = 256;
const mostValues = 1024;
/** Spellings of other hosts and of older files. */
const otherTypes: Readonly<Record<string, string>> = {
  int: 'long', integer: 'long', boolean: 'bool', double: 'float', number: 'float', point2d: 'point2D', vec2: 'point2D',
  vec4: 'color', colour: 'color', audiofft: 'audioFFT', texture: 'image', button: 'event',
};

export function readInputs(value: unknown, problems: Problem[]): IsfInputs {
  const out: IsfInputs = { inlets: [], params: [], cubes: [] };
  const seen = new Set<string>();
  const list = Array.isArray(value) ? value : isFields(value) ? Object.entries(value).map(withName) : [];
  if (list.length > most) problems.push({ severity: 'error', message: `The header has ${list.length} inputs; a node may have ${most}. The rest is left out.` });
  for (const entry of list.slice(0, most)) {
    if (!isFields(entry)) {
      problems.push({ severity: 'error', message: 'An entry of INPUTS is not an object with NAME and TYPE; it is left out.' });
      continue;
    }
    const name = text(field(entry, 'NAME'));
    if (name === undefined || !isName(name)) {
      problems.push({ severity: 'error', message: `The input name '${name ?? ''}' is not one GLSL can use; give it letters, digits and underscores.` });
      continue;
    }
    if (seen.has(name)) {
      problems.push({ severity: 'error', message: `Two inputs are named '${name}'; the second is left out.` });
      continue;
    }
    seen.add(name);
    readInput(name, entry, out, problems);
  }
  return out;
}

function withName([name, entry]: [string, unknown]): unknown {
  return isFields(entry) ? { NAME: name, ...entry } : entry;
}

function readInput(name: string, fields: Fields, out: IsfInputs, problems: Problem[]): void {
  const written = text(field(fields, 'TYPE')) ?? '';
  const type = otherTypes[written.toLowerCase()] ?? (/^[A-Za-z]+$/.test(written) ? written.toLowerCase() : written);
  const described = {
    title: text(field(fields, 'LABEL')) ?? titleOf(name),
    ...optional('description', text(field(fields, 'DESCRIPTION'))),
  };
  const range = { scale: 'linear' as const, min: 0, max: 1 };
  switch (type) {
    case 'image':
      out.inlets.push({ name, type: 'video', channels: 1, ...described });
      return;
    case 'audio': case 'audioFFT': {
      const max = number(field(fields, 'MAX'));
      const limit = max === undefined || max < 1 ? null : Math.floor(max);
      out.inlets.push({ name, type: 'audio', channels: 2, ...described, audioImage: { kind: type, max: limit } });
      return;
    }
    case 'cube':
      out.cubes.push(name);
      return;
    case 'bool': case 'event':
      out.params.push({ name, kind: type, ...described, ...range, default: type === 'bool' && truth(field(fields, 'DEFAULT')) });
      return;
    case 'long':
      out.params.push({ name, kind: 'long', ...described, ...unit(fields), scale: 'linear', ...longRange(fields) });
      return;
    case 'float': {
      const [min, max, value] = floatRange(number(field(fields, 'MIN')), number(field(fields, 'MAX')), number(field(fields, 'DEFAULT')));
      const step = number(field(fields, 'STEP'));
      out.params.push({ name, kind: 'float', ...described, ...unit(fields), scale: scale(name, fields, min, problems), min, max, default: value, ...(step !== undefined && step > 0 ? { step } : {}) });
      return;
    }
    case 'point2D': {
      const axes = [0, 1].map((i) => floatRange(component(fields, 'MIN', i), component(fields, 'MAX', i), component(fields, 'DEFAULT', i)));
      out.params.push({ name, kind: 'point2D', ...described, ...unit(fields), scale: 'linear', min: axes.map((a) => a[0]), max: axes.map((a) => a[1]), default: axes.map((a) => a[2]) });
      return;
    }
    case 'color':
      out.params.push({ name, kind: 'color', ...described, scale: 'linear', min: [0, 0, 0, 0], max: [1, 1, 1, 1], default: [0, 1, 2, 3].map((i) => clamp(component(fields, 'DEFAULT', i, 1), 0, 1)) });
      return;
    default:
      problems.push({ severity: 'error', message: `The input '${name}' has the type '${written}', which ISF does not know; it is left out.` });
  }
}

/** Component i of a list, or of a dictionary such as {x, y}; a single number counts for each. */
function component(fields: Fields, key: string, i: number): number | undefined;
function component(fields: Fields, key: string, i: number, otherwise: number): number;
function component(fields: Fields, key: string, i: number, otherwise?: number): number | undefined {
  const value = field(fields, key);
  const part = Array.isArray(value) ? value[i] : value;
  return number(part) ?? otherwise;
}

/**
 * Minimum, maximum and default. What is missing is 0..1 and the middle; an end that is missing makes room for a default
 * outside 0..1 (such as a point in pixels). A default outside a stated range is clamped.
 */
export function floatRange(min: number | undefined, max: number | undefined, value: number | undefined): [number, number, number] {
  let low = min ?? Math.min(0, value !== undefined && value < 0 ? 2 * value : 0, max ?? 0);
  let high = max ?? Math.max(1, value !== undefined && value > 1 ? 2 * value : 1, low < 1 ? 1 : low + 1);
  if (low > high) [low, high] = [high, low];
  if (low === high) return [low, low + 1, low];
  return [low, high, clamp(value ?? (low + high) / 2, low, high)];
}

function longRange(fields: Fields): Pick<Param, 'min' | 'max' | 'default' | 'step' | 'values' | 'labels'> {
  const labels = field(fields, 'LABELS');
  const named = Array.isArray(labels) ? labels.map((l) => text(l) ?? '') : [];
  const listed = field(fields, 'VALUES');
  const values = (Array.isArray(listed) ? listed : named.map((_, i) => i)).slice(0, mostValues).flatMap((v) => {
    const n = number(v);
    return n === undefined ? [] : [Math.trunc(n)];
  });
  const written = number(field(fields, 'DEFAULT'));
  if (values.length === 0) {
    const [min, max, value] = floatRange(number(field(fields, 'MIN')), number(field(fields, 'MAX')), written);
    return { min: Math.floor(min), max: Math.ceil(max), default: written === undefined ? Math.floor(value) : Math.round(value), step: 1 };
  }
  const value = written === undefined ? values[0]! : values.reduce((best, v) => (Math.abs(v - written) < Math.abs(best - written) ? v : best));
  return {
    min: Math.min(...values), max: Math.max(...values), default: value, values,
    labels: values.map((v, i) => named[i] || String(v)),
  };
}

function scale(name: string, fields: Fields, min: number, problems: Problem[]): 'linear' | 'log' {
  const wanted = text(field(fields, 'SCALE'))?.toLowerCase();
  if (wanted === undefined || wanted === 'linear') return 'linear';
  if (wanted === 'log' && min > 0) return 'log';
  problems.push({
    severity: 'warning',
    message: wanted === 'log'
      ? `The input '${name}' asks for a logarithmic scale, which needs a MIN above 0; it is linear.`
      : `The input '${name}' asks for the scale '${wanted}'; it is linear. Write "log" or "linear".`,
  });
  return 'linear';
}

function unit(fields: Fields): { unit?: string } {
  return optional('unit', text(field(fields, 'UNIT')));
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
