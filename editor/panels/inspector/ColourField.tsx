import { cssColour } from '../../actions/rows.ts';
import { NumberField } from './NumberField.tsx';

const ALPHA = { min: 0, max: 1, log: false, whole: false, step: 0.01, unit: '', values: null };

/** Straight RGBA 0..1, gamma-encoded as the picture is. */
export const hexOf = (c: readonly number[]): string => `#${[0, 1, 2].map((i) => Math.round(Math.min(Math.max(c[i] ?? 0, 0), 1) * 255).toString(16).padStart(2, '0')).join('')}`;

export function colourOf(hex: string): [number, number, number] | null {
  const m = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex.trim());
  const part = (text: string) => Number((parseInt(text, 16) / 255).toFixed(4));
  return m === null ? null : [part(m[1]!), part(m[2]!), part(m[3]!)];
}

export function ColourField({ label, value, change, end }: { label: string; value: readonly number[]; change(value: number[]): void; end(): void }) {
  const alpha = value[3] ?? 1;
  const take = (hex: string) => {
    const rgb = colourOf(hex);
    if (rgb !== null) change([...rgb, alpha]);
    return rgb !== null;
  };
  return (
    <div className="colour">
      <span className="well" style={{ background: `linear-gradient(${cssColour([...value])}, ${cssColour([...value])}), var(--checks)` }}>
        <input type="color" aria-label={label} value={hexOf(value)} onChange={(e) => take(e.target.value)} onBlur={end} />
      </span>
      <input
        className="hex num" aria-label={`${label}, as hexadecimal`} key={hexOf(value)} defaultValue={hexOf(value)} spellCheck={false}
        onBlur={(e) => { if (e.target.value !== hexOf(value)) { if (take(e.target.value)) end(); else e.target.value = hexOf(value); } }}
        onKeyDown={(e) => { e.stopPropagation(); if (e.key === 'Enter') e.currentTarget.blur(); }}
      />
      <NumberField label={`${label}, alpha`} small value={alpha} range={ALPHA} change={(a) => change([value[0] ?? 0, value[1] ?? 0, value[2] ?? 0, a])} end={end} />
    </div>
  );
}
