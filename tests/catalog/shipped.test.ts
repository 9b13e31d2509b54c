import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadCatalog, standardRoots } from '../../runtime/catalog/index.ts';
import { slug } from '../../runtime/catalog/names.ts';
import type { NodeType } from '../../runtime/catalog/types.ts';

const shipped = fileURLToPath(new URL('../../nodes', import.meta.url));
const catalog = await loadCatalog({ roots: standardRoots({ shipped }).filter((r) => r.origin === 'shipped') });
const types = [...catalog.types.values()];
const each = types.map((type): [string, NodeType] => [type.id, type]);

test('every shipped node file is read without a diagnostic', () => {
  expect(catalog.diagnostics).toEqual([]);
});

test('every shader and manifest among the shipped files is a node', () => {
  const files = readdirSync(shipped, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(fs|node\.json)$/.test(f));
  const bases = new Set(files.map((f) => join(shipped, f).replace(/\.(fs|node\.json)$/, '')));
  expect(new Set(types.map((t) => t.file.replace(/\.(fs|node\.json)$/, '')))).toEqual(bases);
});

test('shipped file names are their own ids', () => {
  for (const type of types) {
    const name = basename(type.file).replace(/\.(fs|node\.json)$/, '');
    expect(slug(name)).toBe(name);
  }
});

test.each(each)('%s says what it is and how to find it', (_, type) => {
  expect(type.title).toMatch(/^\p{Lu}|^\d/u);
  expect(type.description).toMatch(/\.$/);
  expect(type.description).not.toContain('\n');
  expect(type.category).not.toBe('');
  expect(type.search.length).toBeGreaterThanOrEqual(3);
});

test.each(each)('%s titles and describes every parameter', (_, type) => {
  for (const param of type.params) {
    expect(param.title, param.name).toBeTruthy();
    expect(param.description, param.name).toMatch(/\.$/);
  }
});

test.each(each)('%s has no two ports of one name', (_, type) => {
  const into = [...type.inlets, ...type.params].map((p) => p.name);
  expect(new Set(into).size).toBe(into.length);
  expect(new Set(type.outlets.map((o) => o.name)).size).toBe(type.outlets.length);
});
