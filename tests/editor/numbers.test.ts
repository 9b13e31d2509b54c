import { describe, expect, it } from 'vitest';
import { dragged, evaluated, fitted, scale, shown, stepped, unscale, withUnit, type Range } from '../../editor/actions/numbers.ts';

const linear: Range = { min: 0, max: 1, log: false, whole: false, step: 0.001, unit: '', values: null };
const hertz: Range = { min: 20, max: 20000, log: true, whole: false, step: 10, unit: 'Hz', values: null };
const menu: Range = { min: 0, max: 6, log: false, whole: true, step: 1, unit: '', values: [0, 2, 6] };

describe('a number field', () => {
  it.each([
    ['0.5', 0.5], ['1/4', 0.25], ['2*(3+1)', 8], ['-3', -3], ['−3', -3], ['+10', 14], ['*2', 8], ['/ 2', 2], ['-=1', 3], ['2^3', 8], ['1e3', 1000], ['440 Hz', 440], ['12 dB', 12], ['0,5', 0.5], ['3°', 3], ['4 /s', 4],
  ])('reads %s', (text, value) => expect(evaluated(text, 4)).toBe(value));

  it.each(['', 'abc', '1+', '(1', '1/0', '2 3', '..', '__proto__'])('refuses %s', (text) => expect(evaluated(text, 4)).toBeNull());

  it('is dragged on its own scale, fine with Shift and coarse with Ctrl', () => {
    expect(dragged(0.5, 24, linear)).toBeCloseTo(0.6, 3);
    expect(dragged(0.5, 24, linear, 'fine')).toBeCloseTo(0.51, 3);
    expect(dragged(0.5, 24, linear, 'coarse')).toBeCloseTo(0.9, 3);
    expect(dragged(0.5, 1000, linear)).toBe(1);
    // a third of the way is a decade
    expect(dragged(200, 80, hertz)).toBeCloseTo(2000, -1);
  });

  it('stays where it was when the hand comes back', () => {
    for (const range of [linear, hertz]) expect(dragged(range === linear ? 0.25 : 440, 0, range)).toBeCloseTo(range === linear ? 0.25 : 440, 3);
  });

  it('takes only values that it may', () => {
    expect(fitted(3, menu)).toBe(2);
    expect(stepped(2, 1, menu)).toBe(6);
    expect(stepped(6, 1, menu)).toBe(6);
    expect(fitted(7, linear)).toBe(1);
  });

  it('has one place on its scale for each value', () => {
    for (const range of [linear, hertz]) for (const u of [0, 0.1, 0.5, 1]) expect(unscale(scale(u, range), range)).toBeCloseTo(u, 9);
    expect(unscale(5, { ...linear, max: 0 })).toBe(0);
  });

  it('shows digits that tell its steps apart', () => {
    expect([shown(0.3, linear), shown(-0.001, { ...linear, min: -1 }), withUnit(440, hertz), withUnit(16000, hertz), shown(3, menu)]).toEqual(['0.30', '0.00', '440.0 Hz', '16000 Hz', '3']);
  });
});
