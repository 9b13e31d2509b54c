/** Fused equals unfused: every node that may stand inside a chain, drawn both ways by the real engine. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { NodeType, Param } from '../../runtime/catalog/types.ts';
import { templateOf } from '../../runtime/compile/glsl/index.ts';
import type { ParamValue, Patch } from '../../runtime/document/types.ts';
import { openStage, patchOf, pixel } from './fixture/stage.ts';
import type { Drawn, Stage } from './fixture/stage.ts';

const here = dirname(fileURLToPath(import.meta.url));
let stage: Stage;
beforeAll(async () => {
  stage = await openStage([join(here, 'isf')]);
});

const dry = (type: NodeType): string | undefined =>
  ['inputImage', 'startImage'].find((n) => type.inlets.some((i) => i.name === n)) ?? type.inlets.find((i) => i.type === 'video')?.name;

/** Shipped nodes that take a picture and can go on in another node's program. */
const inner = (): NodeType[] => [...stage.catalog.types.values()].filter((type) => {
  const template = type.origin === 'shipped' ? templateOf(type) : null;
  const through = dry(type);
  return template !== null && through !== undefined && !template.roaming.has(through);
});

/** A value of its own for every parameter: t walks through the range. */
function moved(type: NodeType, t: number): Record<string, ParamValue> {
  const between = (min: number, max: number, k: number) => min + (max - min) * ((t * 0.37 + k * 0.23 + 0.1) % 1);
  const value = (p: Param): ParamValue | undefined => {
    if (p.kind === 'float') return between(p.min as number, p.max as number, p.name.length);
    if (p.kind === 'bool') return (t + p.name.length) % 2 === 0;
    if (p.kind === 'long') return p.values?.[(t + p.name.length) % p.values.length];
    if (p.kind === 'color' || p.kind === 'point2D') return (p.min as number[]).map((min, k) => between(min, (p.max as number[])[k]!, k));
    return undefined;
  };
  return Object.fromEntries(type.params.filter((p) => p.name !== '$bypass').flatMap((p) => {
    const v = value(p);
    return v === undefined ? [] : [[p.name, v]];
  }));
}

/** The types one after the other on a test picture; every second one with a mask. */
function chain(types: readonly NodeType[], depth: 8 | '16f', t: number): Patch {
  const nodes: Record<string, { type: string; params?: Record<string, ParamValue> }> = { n_0: { type: stage.id('grid.fs') }, n_veil: { type: stage.id('grid.fs'), params: { seed: 1 } } };
  const wires: string[] = [];
  types.forEach((type, i) => {
    nodes[`n_${i + 1}`] = { type: type.id, params: moved(type, t + i) };
    wires.push(`n_${i}.out -> n_${i + 1}.${dry(type)!}`);
    if (i % 2 === 1) wires.push(`n_veil.out -> n_${i + 1}.$mask`);
  });
  return patchOf(nodes, [...wires, `n_${types.length}.out -> n_out.video`], { width: 64, height: 36, depth });
}

const shaders = (d: Drawn): number => d.compiled.plan!.picture.steps.filter((s) => s.op === 'shader').length;

async function both(patch: Patch, constants = false, frames = 2): Promise<{ fused: Drawn; single: Drawn }> {
  const options = { frames, constants, pixels: false };
  const [fused, single] = [await stage.draw(patch, options), await stage.draw(patch, { ...options, fuse: false })];
  expect(fused.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  return { fused, single };
}

test.each([[8, false], ['16f', false], [8, true], ['16f', true]] as const)('chains of all shipped nodes give the same bits fused and unfused (%s, parameters as constants: %s)', async (depth, constants) => {
  const types = inner();
  expect(types.length).toBeGreaterThan(5);
  for (let i = 0; i < types.length; i += 3) {
    const some = Array.from({ length: Math.min(6, types.length) }, (_, k) => types[(i + k) % types.length]!);
    const { fused, single } = await both(chain(some, depth, i), constants);
    expect(shaders(single)).toBe(some.length + 2);
    expect(shaders(fused)).toBeLessThan(some.length);
    expect(fused.hashes, some.map((t) => t.id).join(' ')).toEqual(single.hashes);
  }
});

test('a node that takes the same picture twice, and two chains that meet, give the same bits', async () => {
  const patch = patchOf(
    {
      n_a: stage.id('grid.fs'), n_b: stage.id('invert.fs'), n_c: { type: 'util.blend', params: { opacity: 0.6, mode: 4 } },
      n_d: { type: stage.id('grid.fs'), params: { seed: 2 } }, n_e: stage.id('invert.fs'),
    },
    ['n_a.out -> n_b.inputImage', 'n_b.out -> n_c.inputImage', 'n_b.out -> n_c.$mask', 'n_d.out -> n_e.inputImage', 'n_e.out -> n_c.layer', 'n_c.out -> n_out.video'],
    { width: 64, height: 36 },
  );
  const { fused, single } = await both(patch);
  expect([shaders(single), shaders(fused)]).toEqual([5, 2]);
  expect(fused.hashes).toEqual(single.hashes);
});

test('inside a chain NaN is named at its node, becomes 0, and leaves the neighbours alone', async () => {
  const patch = patchOf(
    { n_a: stage.id('grid.fs'), n_b: stage.id('invert.fs'), n_c: stage.id('roots.fs'), n_d: stage.id('invert.fs') },
    ['n_a.out -> n_b.inputImage', 'n_b.out -> n_c.inputImage', 'n_c.out -> n_d.inputImage', 'n_d.out -> n_out.video'],
  );
  const fused = await stage.draw(patch), single = await stage.draw(patch, { fuse: false });
  expect(shaders(fused)).toBe(1);
  for (const d of [fused, single]) expect(d.diagnostics.map((x) => [x.code, x.node])).toEqual([['number.not-finite', 'n_c']]);
  expect(fused.hashes).toEqual(single.hashes);
  // green passes through all three: inverted twice
  const source = await stage.draw(patchOf({ n_a: stage.id('grid.fs') }, ['n_a.out -> n_out.video']));
  expect(pixel(fused.pictures[0]!, 5, 5)[1]).toBe(pixel(source.pictures[0]!, 5, 5)[1]);
});

test('a bypassed node inside a chain passes its input', async () => {
  const patch = (bypass: boolean, nodes: string[]) => patchOf(
    Object.fromEntries([['n_0', { type: stage.id('grid.fs') }], ...nodes.map((n, i) => [`n_${i + 1}`, { type: stage.id('invert.fs'), params: { $bypass: bypass && n === 'off' } }])]),
    [...nodes.map((_, i) => `n_${i}.out -> n_${i + 1}.inputImage`), `n_${nodes.length}.out -> n_out.video`],
  );
  const without = await stage.draw(patch(false, ['on', 'on']));
  const bypassed = await stage.draw(patch(true, ['on', 'off', 'on']));
  expect(shaders(bypassed)).toBe(1);
  expect(bypassed.hashes).toEqual(without.hashes);
});
