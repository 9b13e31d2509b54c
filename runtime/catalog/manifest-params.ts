/** Parameters of a manifest: filled in, and checked for what the schema cannot say. */
import { Ajv } from 'ajv';
import { curveSchema, gradientSchema } from './manifest-schema.ts';
import type { ManifestParam } from './manifest-schema.ts';
import { titleOf } from './names.ts';
import type { Curve, Gradient, Param, Points } from './types.ts';

const ajv = new Ajv();
const isCurve = ajv.compile<Curve>(curveSchema);
const isGradient = ajv.compile<Gradient>(gradientSchema);

/** The parameter, or the sentence that says what is wrong with it. */
export function readParam(source: ManifestParam): Param | string {
  const { scale = 'linear', ...said } = source;
  const rest = { ...said, title: said.title ?? titleOf(said.name) };
  const wrong = (what: string) => `the parameter '${source.name}' ${what}`;
  const ends = { min: 0, max: 1 };
  if (source.labels && source.labels.length !== source.values?.length) return wrong('needs as many labels as values');
  if (scale === 'log' && !(source.kind === 'float' && Number(source.min) > 0)) return wrong('has a logarithmic scale, which needs a minimum above 0');

  switch (source.kind) {
    case 'float': {
      const range = checkRange([source.min], [source.max], [source.default]);
      return range ? wrong(range) : { ...rest, scale, min: source.min!, max: source.max!, default: source.default! };
    }
    case 'long': {
      const min = source.min ?? (source.values && Math.min(...source.values));
      const max = source.max ?? (source.values && Math.max(...source.values));
      const range = checkRange([min], [max], [source.default]);
      if (range) return wrong(range);
      if (source.values && !source.values.includes(source.default as number)) return wrong('has a default that is not one of its values');
      return { ...rest, scale, min: min!, max: max!, default: source.default!, step: source.step ?? 1 };
    }
    case 'bool': case 'event':
      if (source.default !== undefined && typeof source.default !== 'boolean') return wrong('needs true or false as its default');
      return { ...rest, scale, ...ends, default: source.default ?? false };
    case 'color': case 'point2D': {
      const n = source.kind === 'color' ? 4 : 2;
      const min = spread(source.min ?? 0, n);
      const max = spread(source.max ?? 1, n);
      const value = source.default;
      if (!Array.isArray(value) || value.length !== n) return wrong(`needs a default of ${n} numbers`);
      const range = checkRange(min, max, value);
      return range ? wrong(range) : { ...rest, scale, min, max, default: value };
    }
    case 'curve': {
      const value = source.default ?? [[0, 0], [1, 1]];
      if (!isCurve(value) || !curveLines(value).every((points) => ascending(points.map((p) => p[0])))) return wrong('needs a curve as its default: [[0, 0], [1, 1]], or such lists as rgb, r, g and b, x ascending');
      return { ...rest, scale, ...ends, default: value };
    }
    case 'gradient': {
      const value = source.default ?? { stops: [{ at: 0, color: [0, 0, 0, 1] }, { at: 1, color: [1, 1, 1, 1] }] };
      return isGradient(value) && ascending(value.stops.map((s) => s.at)) ? { ...rest, scale, ...ends, default: value } : wrong('needs a gradient as its default: {"stops": [{"at": 0, "color": [0, 0, 0, 1]}]}, ascending');
    }
    case 'file': case 'text':
      if (source.default !== undefined && source.default !== null && typeof source.default !== 'string') return wrong('needs text as its default');
      return { ...rest, scale, ...ends, default: source.default ?? (source.kind === 'text' ? '' : null) };
  }
}

function curveLines(curve: Curve): Points[] {
  if (Array.isArray(curve)) return [curve];
  const lines = 'points' in curve ? [curve] : Object.values(curve);
  return lines.map((line) => (Array.isArray(line) ? line : line.points));
}

function checkRange(min: unknown[], max: unknown[], value: unknown[]): string | null {
  for (let i = 0; i < value.length; i++) {
    const [a, b, v] = [min[i], max[i], value[i]];
    if (typeof a !== 'number' || typeof b !== 'number' || typeof v !== 'number') return 'needs min, max and default as numbers';
    if (a >= b) return 'has a minimum that is not below its maximum';
    if (v < a || v > b) return 'has a default outside its range';
  }
  return null;
}

function spread(value: number | number[], n: number): number[] {
  return Array.isArray(value) ? value : Array<number>(n).fill(value);
}

function ascending(numbers: number[]): boolean {
  return numbers.every((n, i) => i === 0 || n >= numbers[i - 1]!);
}
