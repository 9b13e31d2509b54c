import { describe, expect, test } from 'vitest';
import { parseSize } from '../../runtime/catalog/size-expr.ts';

const canvas: Record<string, number> = { $WIDTH: 1280, $HEIGHT: 720, $quality: 0.25, $width: 3 };
const operators: Record<string, (...n: number[]) => number> = {
  '+': (a, b) => a! + b!, '-': (a, b) => a! - b!, '*': (a, b) => a! * b!, '/': (a, b) => a! / b!,
  floor: Math.floor, ceil: Math.ceil, sqrt: Math.sqrt, min: Math.min, max: Math.max, pow: Math.pow,
};

/** What an engine gets from the notation. */
function value(source: unknown): number {
  const parsed = parseSize(source, (name) => `$${name}` in canvas);
  if (!parsed.ok) throw new Error(parsed.message);
  const stack: number[] = [];
  for (const token of parsed.value ?? []) {
    if (typeof token === 'number') stack.push(token);
    else if (token in canvas) stack.push(canvas[token]!);
    else stack.push(operators[token]!(...stack.splice(/^(floor|ceil|sqrt)$/.test(token) ? -1 : -2)));
  }
  expect(stack).toHaveLength(1);
  return stack[0]!;
}

describe('a size expression gives the number it says', () => {
  test.each([
    [512, 512], ['1.', 1], ['.5', 0.5], ['$WIDTH', 1280], ['floor($WIDTH/3.0)', 426], ['max(8.0,floor($HEIGHT*$quality))', 180],
    ['1 + 2 * 3 - 4 / 2', 5], ['(1+2)*3', 9], ['10 - 2 - 3', 5], ['-$quality * -4', 1], ['2 - -3', 5], ['100 / 10 / 5', 2],
    ['pow(2, 3) + sqrt(16)', 12], ['min(ceil(1.2), 7)', 2], ['floor($HEIGHT*min((0.8),1.0))', 576], ['$width * 2.0f', 6],
  ])('%s', (source, expected) => {
    expect(value(source)).toBeCloseTo(expected, 9);
  });
  test.each([undefined, null, '', '  '])('%s means the canvas', (source) => {
    expect(parseSize(source, () => true)).toEqual({ ok: true, value: null });
  });
});

describe('a size expression that makes no sense says why', () => {
  test.each([
    ['$NOPE', "'$NOPE' names no input"], ['1 +', 'ends too early'], ['(1', "')' is missing"], ['1)', "')' was not expected"], ['WIDTH', "'WIDTH' is not one of"],
    ['system(1)', "'system' is not one of"], ['min(1)', "',' is missing"], ['max(1, 2, 3)', "')' is missing"], ['1 % 2', "'% 2' is not understood"], ['2 3', "'3' was not expected"],
    ['1e999', 'too large'], ['('.repeat(900), 'nest'], ['1+'.repeat(900), 'characters'], [{}, 'a number or an expression'], [NaN, 'finite'],
  ])('%.20s', (source, message) => {
    const parsed = parseSize(source, () => false);
    expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
});
