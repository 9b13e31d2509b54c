import { describe, expect, it } from 'vitest';
import type { Patch, Wire } from '../../runtime/document/types.ts';
import { countWork } from './fixture/work.ts';

const workOf = await countWork();
const { compile, newCache } = await import('../../runtime/compile/index.ts');
const { patchOf, scopeOf } = await import('./fixture/patch.ts');
const { catalog } = await import('./fixture/types.ts');

/** Chains of pictures, sounds and signals that move each other. */
function chains(n: number): Patch {
  const nodes: Record<string, string> = { src: 't.source', osc: 't.osc', out: 't.screen', spk: 't.speaker' };
  const last = n - 1;
  const wires: Wire[] = [{ from: 'src.out', to: 'f0.inputImage' }, { from: 'osc.out', to: 'a0.in' },
    { from: `f${last}.out`, to: 'out.inputImage' }, { from: `a${last}.out`, to: 'spk.in' }];
  for (let i = 0; i < n; i++) {
    Object.assign(nodes, { [`f${i}`]: 't.effect', [`a${i}`]: 't.filter', [`l${i}`]: 't.lfo', [`m${i}`]: 't.math' });
    wires.push({ from: `l${i}.out`, to: `f${i}.amount` }, { from: `m${i}.out`, to: `a${i}.cutoff` }, { from: `l${i}.out`, to: `m${i}.b` });
    if (i > 0) {
      const before = i - 1;
      wires.push({ from: `f${before}.out`, to: `f${i}.inputImage` }, { from: `a${before}.out`, to: `a${i}.in` }, { from: `m${before}.out`, to: `m${i}.a` });
    }
  }
  return patchOf(nodes, wires);
}

/** Everything into one: many wires on one inlet and one parameter, many delays in one loop. */
function star(n: number): Patch {
  const nodes: Record<string, string> = { hub: 't.filter', spk: 't.speaker', out: 't.screen' };
  const wires: Wire[] = [{ from: 'hub.out', to: 'spk.in' }];
  for (let i = 0; i < n; i++) {
    Object.assign(nodes, { [`o${i}`]: 't.osc', [`l${i}`]: 't.lfo', [`d${i}`]: 't.delay', [`b${i}`]: 't.blend' });
    wires.push({ from: `o${i}.out`, to: 'hub.in' }, { from: `l${i}.out`, to: 'hub.cutoff' },
      { from: `d${i}.out`, to: `b${i}.startImage` }, { from: `b${i}.out`, to: `d${(i + 1) % n}.inputImage` });
  }
  wires.push({ from: 'b0.out', to: 'out.inputImage' });
  return patchOf(nodes, wires);
}

/** Many instances of one definition, one inside the other two deep. */
function placed(n: number): Patch {
  const inner = { ...scopeOf({ a: 't.effect', l: 't.lfo' }, ['l.out -> a.amount']), inlets: { in: 'a.inputImage' }, outlets: { out: 'a.out' }, params: { amount: 'a.amount' } };
  const outer = { ...scopeOf({ x: 'patch.inner', y: 'patch.inner' }, ['x.out -> y.in']), inlets: { in: 'x.in' }, outlets: { out: 'y.out' }, params: { amount: 'y.amount' } };
  const nodes: Record<string, string> = { src: 't.source', out: 't.screen' };
  const wires: Wire[] = [{ from: 'src.out', to: 'p0.in' }, { from: `p${n - 1}.out`, to: 'out.inputImage' }];
  for (let i = 0; i < n; i++) {
    nodes[`p${i}`] = 'patch.outer';
    if (i > 0) wires.push({ from: `p${i - 1}.out`, to: `p${i}.in` });
  }
  return patchOf(nodes, wires, { definitions: { inner, outer } });
}

describe('work grows with the patch, not faster', () => {
  for (const [name, make] of Object.entries({ chains, star, placed })) {
    it(`for ${name}: twice the nodes, about twice the steps of the compiler`, async () => {
      const work: number[] = [];
      for (const n of [100, 200, 400]) {
        const patch = make(n);
        const cache = newCache();
        compile({ patch, catalog, media: {}, cache });
        work.push(await workOf(() => compile({ patch, catalog, media: {}, cache })));
      }
      const [one, two, four] = work as [number, number, number];
      expect(one).toBeGreaterThan(1000);
      // sorting by id alone is n log n
      expect((four - two) / (two - one)).toBeLessThan(2.3);
      expect((four - two) / (two - one)).toBeGreaterThan(1.7);
    });
  }

  it('and programs are put together once per node type, not once per node', () => {
    const cache = newCache();
    const small = compile({ patch: chains(10), catalog, media: {}, cache, fuse: false }).plan!;
    const large = compile({ patch: chains(200), catalog, media: {}, cache, fuse: false }).plan!;
    expect(large.picture.programs).toHaveLength(small.picture.programs.length);
    expect(large.picture.programs[0]!.fragment).toBe(small.picture.programs[0]!.fragment);
  });
});
