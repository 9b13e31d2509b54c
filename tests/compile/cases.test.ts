/** graphs/cases: one patch per rule of the compiler, with its plan as text. Renew the texts: npx vitest run tests/compile/cases.test.ts -u */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../runtime/compile/index.ts';
import { parse, save } from '../../runtime/document/index.ts';
import type { Patch } from '../../runtime/document/types.ts';
import { printPlan } from '../../runtime/plan/print.ts';
import { randomFrom, reordered } from './fixture/random.ts';
import { readsFaust, shippedCatalog } from './fixture/shipped.ts';

const folder = new URL('../../graphs/cases/', import.meta.url);
const names = readdirSync(folder).filter((f) => f.endsWith('.weft.json')).map((f) => f.slice(0, -'.weft.json'.length)).sort();
const catalog = await shippedCatalog();
/** cases with Faust programs, whose ports are known only to the worker */
const sounding = new Set(['equal-voices', 'sound-moves-picture', 'voices']);

function read(name: string): { text: string; patch: Patch } {
  const text = readFileSync(new URL(`${name}.weft.json`, folder), 'utf8');
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return { text, patch: parsed.value };
}

function printed(patch: Patch): string {
  const media = Object.fromEntries(Object.keys(patch.media).map((id) => [id, `/media/${id}`]));
  const { plan, diagnostics } = compile({ patch, catalog, media });
  const problems = diagnostics.map((d) => `${d.severity} ${d.code}: ${d.message}\n`).join('');
  return `${problems}${problems && plan ? '\n' : ''}${plan ? printPlan(plan) : 'no plan\n'}`;
}

describe('graphs/cases', () => {
  it('has cases, each in its canonical form', () => {
    expect(names.length).toBeGreaterThanOrEqual(10);
    for (const name of names) {
      const { text, patch } = read(name);
      expect(save(patch), name).toBe(text);
    }
  });

  for (const name of names) {
    it(`${name} has the plan that is written beside it, in whatever order its file is`, async ({ skip }) => {
      if (sounding.has(name) && !readsFaust) skip('the Faust worker is not built');
      const { patch } = read(name);
      const text = printed(patch);
      for (let i = 0; i < 5; i++) expect(printed(reordered(patch, randomFrom(i)))).toBe(text);
      await expect(text).toMatchFileSnapshot(new URL(`${name}.plan.txt`, folder).pathname);
    });
  }

  it('has no plan without a patch', () => {
    const plans = readdirSync(folder).filter((f) => f.endsWith('.plan.txt')).map((f) => f.slice(0, -'.plan.txt'.length)).sort();
    expect(plans).toEqual(names);
  });
});
