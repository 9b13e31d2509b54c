import { useRef, type PointerEvent } from 'react';
import { fitted, scale, unscale, type Range } from '../../actions/numbers.ts';
import { NumberField, type NumberFieldProps } from './NumberField.tsx';

interface Props {
  label: string;
  value: readonly number[];
  ranges: readonly [Range, Range];
  ghosts: readonly [NumberFieldProps['ghost'], NumberFieldProps['ghost']];
  change(value: number[]): void;
  end(): void;
  reset(): void;
}

/** A pad: x to the right, y upwards, as in the picture. */
export function PointField({ label, value, ranges, ghosts, change, end, reset }: Props) {
  const held = useRef(false);
  const [x, y] = [value[0] ?? 0, value[1] ?? 0];
  const to = (e: PointerEvent<HTMLElement>) => {
    const box = e.currentTarget.getBoundingClientRect();
    change([fitted(scale((e.clientX - box.left) / box.width, ranges[0]), ranges[0]), fitted(scale(1 - (e.clientY - box.top) / box.height, ranges[1]), ranges[1])]);
  };
  return (
    <div className="point">
      <div
        className="pad" aria-hidden onDoubleClick={reset}
        onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); held.current = true; to(e); }}
        onPointerMove={(e) => { if (held.current) to(e); }}
        onPointerUp={() => { held.current = false; end(); }}
      ><i style={{ left: `${unscale(x, ranges[0]) * 100}%`, bottom: `${unscale(y, ranges[1]) * 100}%` }} /></div>
      <div className="pair"><span>x</span><NumberField label={`${label} x`} value={x} range={ranges[0]} ghost={ghosts[0] ?? null} change={(v) => change([v, y])} end={end} reset={reset} /></div>
      <div className="pair"><span>y</span><NumberField label={`${label} y`} value={y} range={ranges[1]} ghost={ghosts[1] ?? null} change={(v) => change([x, v])} end={end} reset={reset} /></div>
    </div>
  );
}
