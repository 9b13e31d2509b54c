import { deepStrictEqual } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { parse, save, seededRandom, type Patch } from '../../runtime/document/index.ts';
import { street } from './street.ts';
import { read, shuffled } from './random-patch.ts';

describe('saving', () => {
  it('an unchanged canonical file comes out byte for byte', () => {
    expect(save(read(street))).toBe(street);
  });

  it('what was saved reads back as the same patch', () => {
    const patch = read(street);
    deepStrictEqual(read(save(patch)), patch);
  });

  it('the order of keys in memory or file leaves no trace', () => {
    for (let seed = 0; seed < 20; seed++) {
      const other = shuffled(JSON.parse(street), seededRandom(seed)) as Patch;
      expect(save(other)).toBe(street);
      expect(save(read(JSON.stringify(other)))).toBe(street);
    }
  });

  it('layout and notes come after the logic', () => {
    expect(street.indexOf('\n  "layout"')).toBeGreaterThan(street.indexOf('\n  "definitions"'));
    expect(street.indexOf('\n  "notes"')).toBeGreaterThan(street.indexOf('\n  "layout"'));
  });

  it('a change to one node changes the lines of that node only', () => {
    const patch = structuredClone(read(street));
    patch.nodes.n_vhs!.params!.amount = 0.31;
    const [before, after] = [street.split('\n'), save(patch).split('\n')];
    expect(after.filter((line, i) => line !== before[i])).toEqual(['    "n_vhs": { "type": "fx.vhs", "seed": 3, "params": { "amount": 0.31, "$mix": 0.9 } }']);
  });

  it('numbers, texts and names at the edges survive', () => {
    const values = [0, -0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, 2 ** 53, -1, 123456789.125];
    const texts = ['', '\u0000', '\u2028', '\ud800', '😀', '"\\', 'ü', '\t\n\r', '</script>'];
    const patch = read(street);
    const params = { values, texts, '': 1, ' ': 2, é: 3, 'a.b': [[], {}, [[]], { x: [] }], 10: 1, 9: 2 };
    patch.nodes.n_low!.data = params;
    deepStrictEqual(read(save(patch)), patch);
    expect(save(read(save(patch)))).toBe(save(patch));
  });

  it('ids are sorted by code unit, also those that look like numbers', () => {
    const patch = read(street);
    patch.nodes = Object.fromEntries(['10', '9', 'a', 'B', '_', '-'].map((id) => [id, { type: 't' }]));
    const ids = [...save(patch).matchAll(/^ {4}"([^"]+)": \{ "type": "t" \}/gm)].map((m) => m[1]);
    expect(ids).toEqual(['-', '10', '9', 'B', '_', 'a']);
  });

  it('no line that can be broken is wider than 120 columns', () => {
    const patch = read(street);
    patch.nodes.n_low!.data = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key${i}`, Array.from({ length: i }, (_, k) => k * 1.5)]));
    for (const line of save(patch).split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it('a hundred thousand nodes are saved and read back', () => {
    const patch = read(street);
    patch.nodes = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`n_${i}`, { type: 'fx.vhs', params: { amount: i / 7 } }]));
    deepStrictEqual(read(save(patch)), patch);
  });

  it('data as deep and as wide as a file may hold is saved and read back', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 61; i++) deep = i % 2 ? [deep] : { inner: deep };
    const patch = read(street);
    patch.nodes.n_low!.data = deep;
    patch.nodes.n_vhs!.data = Array.from({ length: 100_000 }, (_, i) => i);
    deepStrictEqual(read(save(patch)), patch);
  });
});

it('parse keeps what save must keep: an empty notes table stays', () => {
  const text = street.replace(/"notes": \{\n.*\n {2}\}/, '"notes": {}');
  const result = parse(text);
  expect(result.ok && save(result.value)).toBe(text);
});
