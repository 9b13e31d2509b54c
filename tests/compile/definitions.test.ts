import { describe, expect, it } from 'vitest';
import { apply } from '../../runtime/document/index.ts';
import type { Definition } from '../../runtime/document/types.ts';
import { rowId } from '../../runtime/compile/source-map.ts';
import { codesOf, compiled, patchOf, planOf, scopeOf } from './fixture/patch.ts';
import { randomPatch } from './fixture/random.ts';
import { catalog } from './fixture/types.ts';

const strip: Definition = {
  ...scopeOf({ a: 't.effect', b: { type: 't.effect', params: { amount: 0.25 } }, l: 't.lfo' }, ['a.out -> b.inputImage', 'l.out -> a.amount']),
  inlets: { picture: 'a.inputImage', masks: ['a.$mask', 'b.$mask'] }, outlets: { out: 'b.out' },
  params: { amount: 'b.amount', tint: 'a.tint', red: 'b.tint.r', speed: 'l.rate' },
};
const pair: Definition = {
  ...scopeOf({ one: { type: 'patch.strip', params: { amount: 0.5 } }, two: 'patch.strip' }, ['one.out -> two.picture']),
  inlets: { picture: 'one.picture' }, outlets: { out: 'two.out' }, params: { first: 'one.amount', second: 'two.amount' },
};
const definitions = { strip, pair };
const base = (c: ReturnType<typeof planOf>, id: string) => c.bases[c.plan.rows.findIndex((r) => r.id === id)];

describe('a sub-patch plays as if its nodes stood in the patch', () => {
  const c = planOf(patchOf({ src: 't.source', s: { type: 'patch.strip', params: { amount: 0.75, red: 0.5 } }, out: 't.screen' },
    ['src.out -> s.picture', 'src.out -> s.masks', 's.out -> out.inputImage'], { definitions }));

  it('under the path of its instance', () => {
    expect(c.diagnostics).toEqual([]);
    expect(c.plan.nodes.map((n) => n.path)).toEqual(['out', 's/a', 's/b', 's/l', 'src']);
    expect(c.plan.rows.map((r) => r.id)).toContain('s/b.amount');
  });

  it('an inlet may feed several, and published parameters set inner ones', () => {
    const shaders = compiled(patchOf({ src: 't.source', s: 'patch.strip', out: 't.screen' }, ['src.out -> s.masks', 's.out -> out.inputImage'], { definitions }), { fuse: false })
      .plan!.picture.steps.filter((s) => s.op === 'shader');
    expect(shaders.filter((s) => s.images.some((i) => i.name === 'weft_mask'))).toHaveLength(2);
    expect(base(c, 's/b.amount')).toBe(0.75);
    expect(base(c, 's/b.tint.r')).toBe(0.5);
  });

  it('and is found again from the names in the document', () => {
    expect(c.sourceMap.nodes.get('s/a')).toEqual({ definition: 'strip', node: 'a' });
    expect(c.sourceMap.nodes.get('src')).toEqual({ definition: null, node: 'src' });
    expect(rowId(c.sourceMap, 's.amount')).toBe('s/b.amount');
    expect(rowId(c.sourceMap, 's.tint.g')).toBe('s/a.tint.g');
    expect(rowId(c.sourceMap, 'src.level')).toBe('src.level');
  });

  it('wires reach published parameters, and their components', () => {
    const d = planOf(patchOf({ src: 't.source', s: 'patch.strip', l: 't.lfo', out: 't.screen' },
      ['src.out -> s.picture', 's.out -> out.inputImage', 'l.out -> s.amount', 'l.out -> s.tint.b', 'l.out -> s.red'], { definitions }));
    expect(d.diagnostics).toEqual([]);
    expect(d.plan.rows.filter((r) => r.mods.length > 0).map((r) => r.id)).toEqual(['s/a.amount', 's/a.tint.b', 's/b.amount', 's/b.tint.r']);
  });
});

describe('definitions nest', () => {
  const placed = (params = {}) => planOf(patchOf({ src: 't.source', p: { type: 'patch.pair', params }, out: 't.screen' },
    ['src.out -> p.picture', 'p.out -> out.inputImage'], { definitions }));

  it('with paths through every instance', () => {
    expect(placed().plan.nodes.map((n) => n.path)).toEqual(['out', 'p/one/a', 'p/one/b', 'p/one/l', 'p/two/a', 'p/two/b', 'p/two/l', 'src']);
  });

  it('what is set further out wins', () => {
    expect(base(placed(), 'p/one/b.amount')).toBe(0.5);
    expect(base(placed(), 'p/two/b.amount')).toBe(0.25);
    expect(base(placed({ first: 0.9, second: 0.1 }), 'p/one/b.amount')).toBe(0.9);
    expect(base(placed({ first: 0.9, second: 0.1 }), 'p/two/b.amount')).toBe(0.1);
  });

  it('instances of one definition have seeds of their own', () => {
    const seeds = placed().plan.nodes.map((n) => n.seed);
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});

describe('a definition that cannot be placed', () => {
  it('because it contains itself is refused with the way around', () => {
    const a: Definition = { ...scopeOf({ x: 'patch.b' }, []), inlets: {}, outlets: {} };
    const b: Definition = { ...scopeOf({ y: 'patch.c' }, []), inlets: {}, outlets: {} };
    const c: Definition = { ...scopeOf({ z: 'patch.a' }, []), inlets: {}, outlets: {} };
    const refused = compiled(patchOf({ n: 'patch.a' }, [], { definitions: { a, b, c } }));
    expect(refused.plan).toBeNull();
    expect(refused.diagnostics).toMatchObject([{ code: 'definition.recursive', node: 'n' }]);
    expect(refused.diagnostics[0]!.message).toContain('a → b → c → a');
  });

  it('because there is none of its name is named, and the rest plays', () => {
    const c = compiled(patchOf({ n: 'patch.gone', src: 't.source', out: 't.screen' }, ['n.out -> src.level', 'src.out -> out.inputImage']));
    expect(codesOf(c)).toEqual(['definition.unknown']);
    expect(c.plan!.picture.steps).toHaveLength(1);
  });

  it('because it multiplies beyond measure or nests too deep is refused without being built', () => {
    const bombs: Record<string, Definition> = { d0: { ...scopeOf({ a: 't.source' }, []), inlets: {}, outlets: {} } };
    for (let i = 1; i <= 12; i++) {
      bombs[`d${i}`] = { ...scopeOf(Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`n${k}`, `patch.d${i - 1}`])), []), inlets: {}, outlets: {} };
    }
    expect(codesOf(compiled(patchOf({ n: 'patch.d12' }, [], { definitions: bombs })))).toEqual(['doc.too-large']);
    const deep: Record<string, Definition> = { d0: bombs.d0! };
    for (let i = 1; i <= 5000; i++) deep[`d${i}`] = { ...scopeOf({ n: `patch.d${i - 1}` }, []), inlets: {}, outlets: {} };
    expect(codesOf(compiled(patchOf({ n: 'patch.d5000' }, [], { definitions: deep })))).toEqual(['doc.too-deep']);
  });

  it('ports and parameters that are not published are reported on the instance', () => {
    const c = compiled(patchOf({ s: { type: 'patch.strip', params: { nope: 1 } }, src: 't.source' }, ['src.out -> s.nope', 's.nope -> s.picture'], { definitions }));
    expect(codesOf(c)).toEqual(expect.arrayContaining(['param.unknown', 'wire.unknown-port']));
    expect(c.diagnostics.every((d) => d.code === 'output.none' || d.node === 's' || d.message.includes('s'))).toBe(true);
  });
});

describe('grouping', () => {
  it('changes neither what a patch does nor the seeds of its nodes', () => {
    let grouped = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const patch = randomPatch(seed, 30);
      const ids = Object.keys(patch.nodes).filter((id, i) => i % 3 === 0 && !['t.screen', 't.speaker'].includes(patch.nodes[id]!.type));
      const params = ids.flatMap((id) => catalog.types.get(patch.nodes[id]!.type)!.params.map((p) => `${id}.${p.name}`));
      const edit = apply(patch, { op: 'group', ids, name: 'strip', as: 'n_strip', params });
      if (!edit.ok) continue;
      grouped++;
      const before = planOf(patch, { media: { m: '/m', m2: '/m2' } }), after = planOf(edit.value.patch, { media: { m: '/m', m2: '/m2' } });
      expect(after.diagnostics).toEqual(before.diagnostics);
      const seeds = (c: typeof before) => Object.fromEntries(c.plan.nodes.map((n) => [n.path.replace('n_strip/', ''), n.seed]));
      expect(seeds(after)).toEqual(seeds(before));
      const ops = (c: typeof before) => [...c.plan.sound.steps, ...c.plan.picture.steps].map((s) => s.op).sort();
      expect(ops(after)).toEqual(ops(before));
    }
    expect(grouped).toBeGreaterThan(20);
  });
});
