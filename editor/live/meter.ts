/** Two bars, -60 to 0 dB, with the peak held for a second. */
const FLOOR = -60;
const HELD_MS = 1000;
/** dB a second at which the bars fall back */
const FALL = 24;

export interface Meter { level(peak: readonly number[], now: number): void }

export function meter(root: HTMLElement): Meter {
  const canvas = root.querySelector('canvas')!;
  const context = canvas.getContext('2d')!;
  const bars = [0, 1].map(() => ({ db: FLOOR, held: FLOOR, at: 0 }));
  let last = 0;
  return {
    level(peak, now) {
      const fall = ((now - last) / 1000) * FALL;
      last = now;
      const { width, height } = canvas;
      context.clearRect(0, 0, width, height);
      bars.forEach((bar, i) => {
        const db = decibels(peak[i] ?? 0);
        bar.db = Math.max(db, bar.db - fall, FLOOR);
        if (db >= bar.held || now - bar.at > HELD_MS) {
          bar.held = db;
          bar.at = now;
        }
        const y = i * (height / 2 + 1);
        const h = height / 2 - 1;
        const x = (v: number) => Math.round(((v - FLOOR) / -FLOOR) * width);
        context.fillStyle = bar.db > -1 ? '#ff6b6b' : '#4ade9b';
        context.fillRect(0, y, x(bar.db), h);
        if (bar.held > FLOOR) context.fillRect(Math.max(0, x(bar.held) - 2), y, 2, h);
      });
      root.setAttribute('aria-valuenow', Math.max(bars[0]!.db, bars[1]!.db).toFixed(0));
    },
  };
}

const decibels = (peak: number): number => (peak > 0 ? Math.max(FLOOR, Math.min(0, 20 * Math.log10(peak))) : FLOOR);
