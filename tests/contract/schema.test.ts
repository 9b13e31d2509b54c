/** What every node says of itself. */
import { describe, expect, test } from 'vitest';
import { openStage } from './fixture/stage.ts';

const { catalog } = await openStage([], {});
const types = [...catalog.types.values()].filter((t) => t.origin === 'shipped');

/** Spelt one way everywhere. */
const units = ['%', 'dB', 'Hz', 'MHz', 'ms', 's', 'px', '°', '°/s', '/s', '×', 'cents', 'beats', 'frames'];
/** Parameters of these names are measured in something. */
const measured = /^(cutoff|frequency|attack|release|decay_time|rotation|angle|hue|gain_db|pre_delay|hold)$/;
/** Measured by name, but plain numbers where they are. */
const plain: Readonly<Record<string, string>> = { 'fx.wave_distort.frequency': 'Waves over the height of the picture.' };

test('the catalog is read without a word', () => {
  expect(catalog.diagnostics.filter((d) => d.severity !== 'info')).toEqual([]);
});

describe.each(types.map((t) => [t.id, t] as const))('%s', (id, type) => {
  test('says what it is, where it belongs and what others call it', () => {
    expect(type.title).toMatch(/^[\p{Lu}\d]/u);
    expect(type.description).toMatch(/^[\p{Lu}\d].*\.$/u);
    expect(type.category).not.toBe('');
    expect(type.search.length).toBeGreaterThanOrEqual(3);
    expect(new Set(type.search).size).toBe(type.search.length);
  });

  test('explains every parameter', () => {
    for (const p of type.params) {
      expect(p.title, p.name).toBeTruthy();
      expect(p.description, p.name).toMatch(/\.$/);
    }
  });

  test('gives ranges that hold their defaults, and labels for values', () => {
    for (const p of type.params) {
      if (p.unit !== undefined) expect(units, p.name).toContain(p.unit);
      if (measured.test(p.name) && !plain[`${id}.${p.name}`]) expect(p.unit, p.name).toBeTruthy();
      if (typeof p.default === 'number') {
        expect(p.min as number, p.name).toBeLessThan(p.max as number);
        expect(p.default, p.name).toBeGreaterThanOrEqual(p.min as number);
        expect(p.default, p.name).toBeLessThanOrEqual(p.max as number);
      }
      if (p.scale === 'log') expect(p.min as number, `${p.name} is logarithmic`).toBeGreaterThan(0);
      if (p.values) {
        expect(new Set(p.values).size, p.name).toBe(p.values.length);
        if (p.labels) expect(p.labels.length, p.name).toBe(p.values.length);
        expect(p.values, p.name).toContain(p.default);
      }
    }
  });

  test('names each port once, by a word', () => {
    const into = [...type.inlets, ...type.params].map((p) => p.name);
    expect(new Set(into).size).toBe(into.length);
    for (const port of [...type.inlets, ...type.outlets, ...type.params]) expect(port.name).toMatch(/^\$?[A-Za-z_]\w*$/);
  });
});
