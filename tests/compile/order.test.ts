import { describe, expect, it } from 'vitest';
import { compile } from '../../runtime/compile/index.ts';
import { compiled, patchOf, planOf } from './fixture/patch.ts';
import { randomFrom, randomPatch, reordered } from './fixture/random.ts';
import { catalog } from './fixture/types.ts';

describe('the plan depends on ids and wires, not on the order of the file', () => {
  it('for any patch and any order of its objects', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const patch = randomPatch(seed, 40);
      const other = reordered(patch, randomFrom(seed + 1000));
      const media = { m: '/project/clip.mp4', m2: '/project/two.mp4' };
      expect(compile({ patch: other, catalog, media })).toEqual(compile({ patch, catalog, media }));
    }
  });

  it('also of its problems', () => {
    const patch = patchOf(
      { a: 't.nothing', b: 't.effect', c: { type: 't.effect', params: { amount: 7, what: 1, tint: 'red' } }, out: 't.screen' },
      ['a.out -> b.inputImage', 'b.out -> b.amount', 'c.out -> out.inputImage', 'c.out -> out.inputImage', 'x.out -> c.inputImage', 'b.no -> c.inputImage'],
    );
    const { diagnostics } = compiled(patch);
    expect(diagnostics.length).toBeGreaterThan(6);
    for (let i = 0; i < 10; i++) expect(compiled(reordered(patch, randomFrom(i))).diagnostics).toEqual(diagnostics);
  });

  it('and the document is left as it was', () => {
    const patch = randomPatch(3, 40);
    const before = JSON.stringify(patch);
    compiled(patch, { overrides: { size: { width: 10, height: 10 }, seed: 3, fps: '30000/1001' } });
    expect(JSON.stringify(patch)).toBe(before);
  });
});

describe('a plan is plain data', () => {
  it('that survives JSON: no missing, infinite or absent numbers', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { plan, bases } = planOf(randomPatch(seed, 50), { media: { m: '/project/clip.mp4' } });
      expect(JSON.parse(JSON.stringify(plan))).toStrictEqual(plan);
      expect(bases).toHaveLength(plan.rows.length);
      expect(bases.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('ids stay the same across an edit', () => {
  it('rows, nodes and seeds of the other nodes', () => {
    let nodes = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const patch = randomPatch(seed, 60);
      const gone = Object.keys(patch.nodes)[7]!;
      const edited = {
        ...patch, nodes: { ...patch.nodes, n_zzz: { type: 't.effect' } },
        wires: Object.fromEntries(Object.entries(patch.wires).filter(([, w]) => !w.from.startsWith(`${gone}.`))),
      };
      const before = planOf(patch).plan, after = planOf(edited).plan;
      const kept = new Map(after.nodes.map((n) => [n.path, n]));
      const rows = new Set(after.rows.map((r) => r.id));
      for (const [i, node] of before.nodes.entries()) {
        if (!kept.has(node.path)) continue;
        nodes++;
        expect(kept.get(node.path)).toEqual(node);
        for (const row of before.rows) if (row.node === i) expect(rows).toContain(row.id);
      }
    }
    expect(nodes).toBeGreaterThan(100);
  });
});
