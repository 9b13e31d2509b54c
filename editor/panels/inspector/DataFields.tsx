/** Parameters that are data: text, files, gradients, curves. */
import { useRef } from 'react';
import type { Gradient, Points } from '../../../runtime/catalog/types.ts';
import type { ParamValue } from '../../../runtime/document/index.ts';
import { cssGradient } from '../../actions/rows.ts';
import { colourOf, hexOf } from './ColourField.tsx';
import { NumberField } from './NumberField.tsx';

const UNIT = { min: 0, max: 1, log: false, whole: false, step: 0.01, unit: '', values: null };

export function TextField({ label, value, many = false, change }: { label: string; value: string; many?: boolean; change(text: string): void }) {
  const shared = { 'aria-label': label, key: value, defaultValue: value, spellCheck: false, onBlur: (e: { target: { value: string } }) => { if (e.target.value !== value) change(e.target.value); } };
  const { key, ...props } = shared;
  return many
    ? <textarea key={key} {...props} rows={Math.min(6, value.split('\n').length + 1)} onKeyDown={(e) => e.stopPropagation()} />
    : <input key={key} {...props} className="text-line" onKeyDown={(e) => { e.stopPropagation(); if (e.key === 'Enter') e.currentTarget.blur(); }} />;
}

interface DataProps { label: string; value: ParamValue; /** gesture: one step until end */ change(value: ParamValue, gesture?: boolean): void; end(): void }

export function GradientField({ label, value, change, end }: DataProps) {
  const gradient = value as unknown as Gradient | null;
  const stops = gradient?.stops ?? [];
  const put = (next: Gradient['stops'], gesture = false) => change({ ...gradient, stops: next } as unknown as ParamValue, gesture);
  return (
    <div className="gradient-stops">
      <div className="strip" style={{ background: cssGradient(value) }} />
      {stops.map((stop, i) => {
        const low = stops[i - 1]?.at ?? 0, high = stops[i + 1]?.at ?? 1;
        const place = (next: Partial<typeof stop>) => stops.map((s, k) => (k === i ? { ...s, ...next } : s));
        return (
          <div className="stop" key={i}>
            <span className="well" style={{ background: hexOf(stop.color) }}><input type="color" aria-label={`${label}, colour ${i + 1}`} value={hexOf(stop.color)} onBlur={end} onChange={(e) => put(place({ color: [...colourOf(e.target.value)!, stop.color[3] ?? 1] }), true)} /></span>
            <NumberField label={`${label}, place of colour ${i + 1}`} value={stop.at} range={{ ...UNIT, min: low, max: high }} change={(at) => put(place({ at }), true)} end={end} />
            {stops.length > 2 && <button type="button" className="quiet" aria-label={`Remove colour ${i + 1}`} onClick={() => put(stops.filter((_, k) => k !== i))}>×</button>}
          </div>
        );
      })}
      <button type="button" className="quiet" onClick={() => put(withMiddle(stops))}>Add a colour</button>
    </div>
  );
}

/** A new stop in the middle of the widest gap. */
function withMiddle(stops: Gradient['stops']): Gradient['stops'] {
  let at = 0, widest = -1;
  for (let i = 0; i + 1 < stops.length; i++) if (stops[i + 1]!.at - stops[i]!.at > widest) [at, widest] = [i, stops[i + 1]!.at - stops[i]!.at];
  const a = stops[at], b = stops[at + 1];
  if (a === undefined || b === undefined) return [...stops, { at: 1, color: [1, 1, 1, 1] }];
  const color = a.color.map((c, i) => (c + b.color[i]!) / 2) as [number, number, number, number];
  return [...stops.slice(0, at + 1), { at: (a.at + b.at) / 2, color }, ...stops.slice(at + 1)];
}

/** One line for all channels is drawn; a curve per channel keeps its others. */
export function CurveField({ label, value, change, end }: DataProps) {
  const held = useRef<number | null>(null);
  const pad = useRef<SVGSVGElement>(null);
  const { points, put } = lineOf(value);
  const shape = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x * 100} ${(1 - y) * 60}`).join(' ');
  const at = (e: { clientX: number; clientY: number }): [number, number] => {
    const box = pad.current!.getBoundingClientRect();
    const clamp = (v: number) => Number(Math.min(Math.max(v, 0), 1).toFixed(3));
    return [clamp((e.clientX - box.left) / box.width), clamp(1 - (e.clientY - box.top) / box.height)];
  };
  return (
    <svg
      ref={pad} className="curve-pad" viewBox="0 0 100 60" preserveAspectRatio="none" role="img" aria-label={label}
      onDoubleClick={(e) => { const p = at(e); change(put([...points, p].sort((a, b) => a[0] - b[0]))); }}
      onPointerMove={(e) => {
        if (held.current === null) return;
        const i = held.current, [x, y] = at(e);
        const low = points[i - 1]?.[0] ?? 0, high = points[i + 1]?.[0] ?? 1;
        change(put(points.map((p, k) => (k === i ? [Math.min(Math.max(x, low), high), y] : p))), true);
      }}
      onPointerUp={() => { if (held.current !== null) end(); held.current = null; }}
    >
      <path d="M0 60 L100 0" className="even" vectorEffect="non-scaling-stroke" />
      <path d={shape} vectorEffect="non-scaling-stroke" />
      {points.map(([x, y], i) => (
        <ellipse
          key={i} cx={x * 100} cy={(1 - y) * 60} rx={2} ry={2.6}
          onPointerDown={(e) => { pad.current!.setPointerCapture(e.pointerId); held.current = i; }}
          onDoubleClick={(e) => { e.stopPropagation(); if (points.length > 2) change(put(points.filter((_, k) => k !== i))); }}
        />
      ))}
    </svg>
  );
}

function lineOf(value: ParamValue): { points: Points; put(points: Points): ParamValue } {
  const asValue = (v: unknown) => v as ParamValue;
  if (Array.isArray(value)) return { points: value as Points, put: (p) => asValue(p) };
  const record = (value ?? {}) as { points?: Points; rgb?: Points | { points: Points } };
  if (record.points) return { points: record.points, put: (points) => asValue({ ...record, points }) };
  const rgb = record.rgb;
  const inner = Array.isArray(rgb) ? rgb : rgb?.points ?? [[0, 0], [1, 1]];
  return { points: inner as Points, put: (points) => asValue({ ...record, rgb: Array.isArray(rgb) || rgb === undefined ? points : { ...rgb, points } }) };
}
