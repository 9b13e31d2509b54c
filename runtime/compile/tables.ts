/** Curve and gradient parameters drawn into tables for shaders: 256 wide, one row, rgba floats; texel i is at i / 255. */
import type { DataTexture } from '../plan/types.ts';
import { through, type Interpolation, type Point } from './interpolate.ts';

const WIDTH = 256;

interface Line { points: Point[]; interpolation: Interpolation }
interface Channels { rgb: Line; r: Line; g: Line; b: Line }
interface Ramp { stops: { at: number; color: number[] }[]; interpolation: Interpolation }

const straight: Line = { points: [[0, 0], [1, 1]], interpolation: 'linear' };
const finite = (v: unknown): v is number => typeof v === 'number' && Number.isFinite(v);
const clamp01 = (v: number): number => Math.min(Math.max(v, 0), 1);
const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);

function interpolationOf(value: unknown, usual: Interpolation): Interpolation | null {
  if (value === undefined) return usual;
  return value === 'smooth' || value === 'linear' || value === 'hold' ? value : null;
}

/** A list of [x, y], or {points, interpolation}; sorted by x, the last of several at one x wins. Null: another shape. */
function line(value: unknown): Line | null {
  const list = isObject(value) ? value.points : value;
  const interpolation = interpolationOf(isObject(value) ? value.interpolation : undefined, 'smooth');
  if (!Array.isArray(list) || !interpolation) return null;
  const points = new Map<number, number>();
  for (const p of list as unknown[]) {
    if (!Array.isArray(p) || p.length !== 2 || !finite(p[0]) || !finite(p[1])) return null;
    points.set(clamp01(p[0]), p[1]);
  }
  return { points: [...points].sort((a, b) => a[0] - b[0]), interpolation };
}

/** One curve for all channels, or {rgb, r, g, b} with one for each; null when it is neither. */
export function curveChannels(value: unknown): Channels | null {
  if (value === null) return { rgb: straight, r: straight, g: straight, b: straight };
  if (!isObject(value) || 'points' in value) {
    const rgb = line(value);
    return rgb && { rgb, r: straight, g: straight, b: straight };
  }
  if (Object.keys(value).some((k) => k !== 'rgb' && k !== 'r' && k !== 'g' && k !== 'b')) return null;
  const channel = (name: string) => (value[name] === undefined ? straight : line(value[name]));
  const rgb = channel('rgb'), r = channel('r'), g = channel('g'), b = channel('b');
  return rgb && r && g && b && { rgb, r, g, b };
}

/** Each channel's own curve, then the one for all; alpha is the place itself. */
export function curveTable(name: string, value: unknown): DataTexture {
  const { rgb, r, g, b } = curveChannels(value) ?? curveChannels(null)!;
  const all = through(rgb.points, rgb.interpolation);
  const each = [r, g, b].map((l) => through(l.points, l.interpolation));
  const data: number[] = [];
  for (let i = 0; i < WIDTH; i++) {
    const x = i / (WIDTH - 1);
    for (const f of each) data.push(clamp01(all(clamp01(f(x)))));
    data.push(x);
  }
  return { name, kind: 'table', width: WIDTH, height: 1, data };
}

/** A list of stops, or {stops, interpolation}; colours of three numbers are opaque. Null: another shape. */
export function gradientStops(value: unknown): Ramp | null {
  if (value === null) return { stops: [], interpolation: 'linear' };
  const list = isObject(value) ? value.stops : value;
  const interpolation = interpolationOf(isObject(value) ? value.interpolation : undefined, 'linear');
  if (!Array.isArray(list) || !interpolation) return null;
  const stops: Ramp['stops'] = [];
  for (const s of list as unknown[]) {
    if (!isObject(s) || !finite(s.at) || !Array.isArray(s.color)) return null;
    const color: unknown[] = s.color.length === 3 ? [...s.color, 1] : s.color;
    if (color.length !== 4 || !color.every(finite)) return null;
    stops.push({ at: clamp01(s.at), color });
  }
  return { stops: stops.sort((a, b) => a.at - b.at), interpolation };
}

/** Between neighbouring stops, their colour held outside; of several at one place the last wins. No stops: black to white. */
export function gradientTable(name: string, value: unknown): DataTexture {
  const given = gradientStops(value);
  const ramp: Ramp = given && given.stops.length > 0 ? given
    : { stops: [{ at: 0, color: [0, 0, 0, 1] }, { at: 1, color: [1, 1, 1, 1] }], interpolation: 'linear' };
  const data: number[] = [];
  let next = 0;
  for (let i = 0; i < WIDTH; i++) {
    const x = i / (WIDTH - 1);
    while (next < ramp.stops.length && ramp.stops[next]!.at <= x) next++;
    const a = ramp.stops[Math.max(next - 1, 0)]!, b = ramp.stops[Math.min(next, ramp.stops.length - 1)]!;
    const t = ramp.interpolation === 'hold' || b.at <= a.at ? 0 : clamp01((x - a.at) / (b.at - a.at));
    const s = ramp.interpolation === 'smooth' ? t * t * (3 - 2 * t) : t;
    for (let c = 0; c < 4; c++) data.push(a.color[c]! + (b.color[c]! - a.color[c]!) * s);
  }
  return { name, kind: 'table', width: WIDTH, height: 1, data };
}
