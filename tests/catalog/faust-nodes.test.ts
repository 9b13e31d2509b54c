import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { readFaust } from '../../runtime/catalog/faust.ts';
import { loadCatalog, standardRoots } from '../../runtime/catalog/index.ts';
import type { NodeType } from '../../runtime/catalog/types.ts';

vi.setConfig({ testTimeout: 300_000 });  // a compiler on a busy machine

const root = fileURLToPath(new URL('../..', import.meta.url));
const cacheDir = join(root, 'build/native/dsp-cache');

const catalog = await loadCatalog({
  roots: standardRoots({ shipped: join(root, 'nodes') }).filter((r) => r.origin === 'shipped'),
  faust: (files) => readFaust(files, { cacheDir, worker: join(root, 'build/native/weft-dsp') }),
});
const types = [...catalog.types.values()].filter((t) => t.kind === 'faust');
const each = types.map((type): [string, NodeType] => [type.id, type]);

test('every shipped Faust file compiles, is tried out and read without a diagnostic', () => {
  expect(catalog.diagnostics.filter((d) => d.file?.endsWith('.dsp'))).toEqual([]);
  expect(types.length).toBeGreaterThanOrEqual(25);
});

test.each(each)('%s says what it is and how to find it', (_, type) => {
  expect(type.title).toMatch(/^\p{Lu}/u);
  expect(type.description).toMatch(/\.$/);
  expect(type.category).not.toBe('');
  expect(type.search.length).toBeGreaterThanOrEqual(3);
});

test.each(each)('%s titles and describes every parameter, and its default lies in its range', (_, type) => {
  for (const param of type.params.filter((p) => !p.container)) {
    expect(param.title, param.name).toBeTruthy();
    expect(param.description, param.name).toMatch(/\.$/);
    if (typeof param.default === 'number') {
      expect(param.default).toBeGreaterThanOrEqual(param.min as number);
      expect(param.default).toBeLessThanOrEqual(param.max as number);
    }
  }
});

test.each(each)('%s has no two ports of one name', (_, type) => {
  const into = [...type.inlets, ...type.params].map((p) => p.name);
  expect(new Set(into).size).toBe(into.length);
});

test.each(each)('%s carries what its folder promises', (_, type) => {
  const [namespace] = type.id.split('.');
  const kinds = (ports: { type: string }[]) => [...new Set(ports.map((p) => p.type))];
  if (namespace === 'op') expect([kinds(type.inlets), kinds(type.outlets)]).toEqual([['signal'], ['signal']]);
  if (namespace === 'mod') expect(kinds(type.outlets)).toEqual(['signal']);
  if (namespace === 'fx') expect([kinds(type.inlets), kinds(type.outlets)]).toEqual([['audio'], ['audio']]);
});
