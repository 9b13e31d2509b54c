/** One line of what was measured: `ours` against `theirs` (or against a smaller case of ours), in one run. */
export interface Line {
  what: string;
  ours: string;
  theirs?: string;
  /** ours ÷ theirs */
  ratio?: number;
  /** what the ratio should not exceed */
  goal?: number;
}

export interface Measured {
  title: string;
  lines: Line[];
  notes: string[];
}

/** Columns as wide as their widest cell. */
export function table(all: readonly Measured[]): string {
  const rows = all.flatMap((m) => [null, ...m.lines.map((l) => [`  ${l.what}`, l.ours, l.theirs ?? '', l.ratio === undefined ? '' : `${l.ratio.toFixed(2)}×`, l.goal === undefined ? '' : `≤ ${l.goal}×`])]);
  const head = ['', 'weft', 'against', 'ratio', 'goal'];
  const wide = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r?.[i]?.length ?? 0)));
  const text = (cells: readonly string[]) => cells.map((c, i) => (i === 0 ? c.padEnd(wide[i]!) : c.padStart(wide[i]!))).join('  ').trimEnd();
  const out = [text(head)];
  for (const m of all) out.push('', m.title, ...m.lines.map((l) => text([`  ${l.what}`, l.ours, l.theirs ?? '', l.ratio === undefined ? '' : `${l.ratio.toFixed(2)}×`, l.goal === undefined ? '' : `≤ ${l.goal}×`])), ...m.notes.map((n) => `  · ${n}`));
  return out.join('\n');
}

export const ms = (seconds: number): string => `${(seconds * 1000).toFixed(seconds < 0.01 ? 2 : 1)} ms`;
export const s = (seconds: number): string => `${seconds.toFixed(2)} s`;
export const ns = (seconds: number): string => `${(seconds * 1e9).toFixed(1)} ns`;
