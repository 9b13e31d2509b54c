import { describe, expect, it } from 'vitest';
import { through } from '../../runtime/compile/interpolate.ts';
import { curveTable, gradientTable } from '../../runtime/compile/tables.ts';
import { randomFrom } from './fixture/random.ts';

const texel = (t: ReturnType<typeof curveTable>, i: number): number[] => (t.kind === 'table' ? t.data.slice(4 * i, 4 * i + 4) : []);

describe('curves', () => {
  it('go through their points and never beyond their neighbours, for any points', () => {
    const random = randomFrom(4);
    for (let run = 0; run < 200; run++) {
      const n = 2 + Math.floor(random() * 8);
      const points = Array.from({ length: n }, (_, i) => [(i + random() * 0.9) / n, random()] as const);
      const f = through(points, 'smooth');
      for (const [x, y] of points) expect(f(x)).toBeCloseTo(y, 12);
      for (let i = 0; i + 1 < n; i++) {
        const [x0, y0] = points[i]!, [x1, y1] = points[i + 1]!;
        let last = y0;
        for (let k = 1; k <= 20; k++) {
          const y = f(x0 + ((x1 - x0) * k) / 20);
          expect((y - last) * Math.sign(y1 - y0)).toBeGreaterThanOrEqual(-1e-12);
          last = y;
        }
      }
    }
  });

  it('a straight curve changes nothing, to the bit', () => {
    for (const value of [null, [[0, 0], [1, 1]], { points: [[0, 0], [1, 1]], interpolation: 'linear' }, { rgb: [[0, 0], [1, 1]] }]) {
      const t = curveTable('curve', value);
      for (let i = 0; i < 256; i++) for (const v of texel(t, i)) expect(v).toBeCloseTo(i / 255, 12);
    }
  });

  it('each channel may have its own, before the one for all', () => {
    const t = curveTable('curve', { rgb: [[0, 0.5], [1, 1]], r: [[0, 0], [1, 0]], b: { points: [[0, 1]] } });
    expect(texel(t, 0)).toEqual([0.5, 0.5, 1, 0]);
    expect(texel(t, 255)).toEqual([0.5, 1, 1, 1]);
  });

  it('may hold or run straight', () => {
    expect(through([[0, 0], [0.5, 1], [1, 0]], 'hold')(0.49)).toBe(0);
    expect(through([[0, 0], [0.5, 1], [1, 0]], 'linear')(0.25)).toBe(0.5);
    expect(through([[0.2, 0.3], [0.5, 1]], 'smooth')(0)).toBe(0.3);
  });
});

describe('gradients', () => {
  it('run straight between stops and hold outside', () => {
    const t = gradientTable('ramp', { stops: [{ at: 1, color: [0, 0, 1, 0] }, { at: 0.5, color: [1, 0, 0] }] });
    expect(texel(t, 0)).toEqual([1, 0, 0, 1]);
    expect(texel(t, 255)).toEqual([0, 0, 1, 0]);
    const [r, , b, a] = texel(t, 191);
    expect(r! + b!).toBeCloseTo(1);
    expect(a).toBeCloseTo(r!);
  });

  it('two stops at one place are an edge', () => {
    const t = gradientTable('ramp', [{ at: 0, color: [0, 0, 0] }, { at: 0.5, color: [0, 0, 0] }, { at: 0.5, color: [1, 1, 1] }]);
    expect(texel(t, 127)[0]).toBe(0);
    expect(texel(t, 128)[0]).toBe(1);
  });
});
