import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../runtime/catalog/index.ts';

const corpus = process.env.WEFT_ISF_CORPUS;

test('all 321 headers of the public ISF set are read without a diagnostic', async ({ skip }) => {
  if (!corpus) skip('WEFT_ISF_CORPUS does not point at a copy of Vidvox/ISF-Files');
  const path = existsSync(join(corpus!, 'ISF')) ? join(corpus!, 'ISF') : corpus!;
  const { types, diagnostics } = await loadCatalog({ roots: [{ path, origin: 'flag', required: true }] });
  expect(diagnostics).toEqual([]);
  expect(types.size).toBe(321);
  const all = [...types.values()];
  expect(all.filter((t) => t.container)).toHaveLength(275);
  expect(all.filter((t) => t.isf!.vertex !== null)).toHaveLength(38);
  for (const type of all) {
    for (const param of type.params) {
      const parts = [param.min, param.default, param.max].map((v) => (Array.isArray(v) ? v : [Number(v)]));
      parts[0]!.forEach((min, i) => {
        expect(parts[1]![i], `${type.id}.${param.name}`).toBeGreaterThanOrEqual(min as number);
        expect(parts[1]![i], `${type.id}.${param.name}`).toBeLessThanOrEqual(parts[2]![i] as number);
        expect(parts[2]![i], `${type.id}.${param.name}`).toBeGreaterThan(min as number);
      });
    }
  }
});
