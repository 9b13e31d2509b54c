/** What ISF means, a small shader a line: drawn by the real engine, compared by pixel. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ParamValue } from '../../runtime/document/types.ts';
import { difference } from '../contract/fixture/compare.ts';
import { openStage, patchOf, pixel } from './fixture/stage.ts';
import type { Drawn, Stage } from './fixture/stage.ts';

const here = dirname(fileURLToPath(import.meta.url));
let stage: Stage;
beforeAll(async () => {
  stage = await openStage([join(here, 'isf')]);
});

/** One shader by itself, or with nodes and wires around it; it is `n_x`. */
function draw(file: string, frames = 1, extra: { nodes?: Record<string, string>; wires?: string[]; params?: Record<string, ParamValue>; depth?: '16f' } = {}): Promise<Drawn> {
  const nodes = Object.fromEntries(Object.entries(extra.nodes ?? {}).map(([id, name]) => [id, stage.id(name)]));
  return stage.draw(patchOf(
    { n_x: { type: stage.id(file), params: extra.params ?? {} }, ...nodes }, ['n_x.out -> n_out.video', ...(extra.wires ?? [])], { depth: extra.depth ?? 8 },
  ), { frames });
}
const at = (d: Drawn, frame: number, x = 0, y = 0): number[] => {
  expect(d.pictures.length, JSON.stringify(d.diagnostics)).toBeGreaterThan(frame);
  return pixel(d.pictures[frame]!, x, y);
};
const quiet = (d: Drawn) => expect(JSON.stringify(d.diagnostics)).toBe("[]");

describe('passes and targets', () => {
  test("a later pass sees this frame's earlier target, and its own target as it was last frame", async () => {
    const d = await draw('passes.fs', 3);
    quiet(d);
    expect([0, 1, 2].map((k) => at(d, k))).toEqual([[10, 1, 0, 255], [20, 2, 0, 255], [30, 3, 0, 255]]);
  });

  test("IMG_PIXEL divides by the image's own size and RENDERSIZE is the size of the pass", async () => {
    const d = await draw('sizes.fs');
    quiet(d);
    expect(at(d, 0, 0)).toEqual([3, 1, 8, 4]);
    expect(at(d, 0, 12)).toEqual([16, 8, 8, 4]);
  });

  test('FLOAT targets hold any number, others clamp to 0..1 at 8 bits', async () => {
    const d = await draw('depths.fs');
    quiet(d);
    expect(at(d, 0, 0)).toEqual([64, 128, 128, 255]);
    expect(at(d, 0, 12)).toEqual([255, 0, 128, 255]);
  });

  test('at 16 bits targets hold what half float holds', async () => {
    const d = await draw('depths.fs', 1, { depth: '16f' });
    expect(at(d, 0, 12)).toEqual([255, 0, 128, 255]);
    expect(at(d, 0, 0)).toEqual([64, 128, 128, 255]);
  });

  test('NaN and Inf never enter a persistent buffer, and the node is named', async () => {
    const d = await draw('not_finite.fs', 4);
    expect([0, 1, 2, 3].map((k) => at(d, k))).toEqual([[10, 10, 10, 255], [0, 0, 20, 255], [10, 10, 30, 255], [20, 20, 40, 255]]);
    expect(d.diagnostics.map((x) => [x.code, x.node])).toEqual([['number.not-finite', 'n_x']]);
  });

  test('a last pass with a TARGET draws to the output and becomes the named buffer', async () => {
    const d = await draw('last_target.fs', 3);
    quiet(d);
    expect([0, 1, 2].map((k) => at(d, k))).toEqual([[1, 2, 3, 4], [2, 4, 6, 8], [3, 6, 9, 12]]);
  });

  test('the buffer of an effect takes what the effect drew, not what the container made of it', async () => {
    const d = await draw('last_target_effect.fs', 3, { nodes: { n_in: 'grey.fs' }, wires: ['n_in.out -> n_x.inputImage'], params: { $mix: 0.5 } });
    quiet(d);
    // half of 128 and half of 20, 40, 60
    expect([0, 1, 2].map((k) => at(d, k)[0])).toEqual([74, 84, 94]);
  });

  test('persistent buffers start transparent black and stay, other targets are cleared each frame, alpha is data', async () => {
    const d = await draw('buffers.fs', 3);
    quiet(d);
    expect([0, 1, 2].map((k) => at(d, k, 0))).toEqual([[10, 20, 30, 1], [20, 40, 60, 2], [30, 60, 90, 3]]);
    expect([0, 1, 2].map((k) => at(d, k, 12))).toEqual([[10, 10, 10, 10], [10, 10, 10, 10], [10, 10, 10, 10]]);
  });

  test('a size that depends on an input follows it, and the buffer is scaled', async () => {
    const d = await draw('resize.fs', 3, { nodes: { n_s: 'late.dsp' }, wires: ['n_s.out -> n_x.side'] });
    quiet(d);
    expect([0, 1, 2].map((k) => at(d, k, 1, 1).slice(2))).toEqual([[4, 2], [16, 8], [16, 8]]);
    for (const k of [0, 2]) {
      expect(at(d, k, 1, 1).slice(0, 2)).toEqual([255, 255]);
      expect(at(d, k, 14, 6).slice(0, 2)).toEqual([0, 0]);
    }
  });
});

describe('time', () => {
  test('an event is true for exactly one frame and seen by all passes of it', async () => {
    const d = await draw('event.fs', 5, { nodes: { n_e: 'event_at_two.dsp' }, wires: ['n_e.out -> n_x.hit'] });
    quiet(d);
    expect([0, 1, 2, 3, 4].map((k) => at(d, k).slice(0, 3))).toEqual([[0, 0, 0], [0, 0, 0], [255, 255, 255], [0, 0, 0], [0, 0, 0]]);
  });

  test('TIMEDELTA is 0 on the first frame and constant within a frame; FRAMEINDEX starts at 0', async () => {
    const d = await draw('clock.fs', 3);
    quiet(d);
    expect([0, 1, 2].map((k) => at(d, k))).toEqual([[0, 0, 0, 0], [51, 51, 51, 1], [51, 51, 102, 2]]);
  });
});

describe('samplers', () => {
  test('an unconnected image is transparent and 1x1, sound is 0.5, a spectrum 0', async () => {
    const d = await draw('unconnected.fs');
    quiet(d);
    expect(at(d, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(at(d, 0, 4)).toEqual([1, 1, 1, 1]);
    expect(at(d, 0, 8)).toEqual([128, 0, 0, 255]);
    expect(at(d, 0, 12)).toEqual([255, 255, 0, 255]);
  });

  test('sound has a row per channel around 0.5, a spectrum a column per bin, MAX limits the columns and 1 is the level', async () => {
    const wires = ['sound', 'level', 'spectrum'].map((inlet) => `n_s.out -> n_x.${inlet}`);
    const d = await draw('sound.fs', 2, { nodes: { n_s: 'steady.dsp' }, wires });
    quiet(d);
    const [left, right] = [at(d, 1, 0, 1), at(d, 1, 0, 6)];
    expect([left[0], right[0]]).toEqual([191, 96]);
    expect(left[1]! / right[1]!).toBeCloseTo(2, 1);
    expect(at(d, 1, 4)).toEqual([32, 2, 1, 2]);
    expect(at(d, 1, 8).slice(0, 2)).toEqual([64, 2]);
    expect(at(d, 1, 12, 1)[0]).toBeGreaterThan(100);
    expect(at(d, 1, 12, 1)[1]).toBe(0);
  });

  test('textures are linear and clamped to the edge, nothing is blended, the origin is at the bottom left', async () => {
    const d = await draw('filtering.fs');
    quiet(d);
    expect(at(d, 0, 3, 0)).toEqual([128, 0, 255, 255]);
    expect(at(d, 0, 3, 1)).toEqual([255, 128, 0, 51]);
    expect(at(d, 0, 9, 5).slice(2)).toEqual([9, 5]);
    expect(at(d, 0, 9, 5).slice(0, 2)).toEqual([10, 6]);
  });

  test('twelve samplers and thirteen varyings', async () => {
    const samplers = await draw('samplers.fs', 1, { nodes: { n_in: 'grey.fs' }, wires: ['n_in.out -> n_x.inputImage'] });
    quiet(samplers);
    expect(at(samplers, 0)).toEqual([128 + 66, 128 + 66, 128 + 66, 255]);
    const varyings = await draw('varyings.fs');
    quiet(varyings);
    expect(at(varyings, 0, 7, 3)[0]).toBe(78);
    expect(at(varyings, 0, 7, 3).slice(2)).toEqual([8, 7]);
  });

  test('imported pictures keep their alpha and stand upright', async () => {
    const d = await draw('imported.fs');
    quiet(d);
    expect([at(d, 0, 0, 0), at(d, 0, 0, 7), at(d, 0, 12, 0)]).toEqual([[255, 255, 255, 128], [255, 0, 0, 255], [2, 2, 0, 255]]);
  });

  test('six paths are a cube map, and a cube input that nothing feeds is transparent', async () => {
    const d = await draw('imported_cube.fs');
    quiet(d);
    expect([0, 2, 4, 6, 8, 10].map((x) => at(d, 0, x)[0])).toEqual([40, 80, 120, 160, 200, 240]);
    expect(at(await draw('cube_input.fs'), 0)).toEqual([0, 51, 0, 255]);
  });
});

describe('old and careless files', () => {
  test('a header with comments, trailing commas, loose numbers and missing fields', async () => {
    const d = await draw('lenient.fs');
    expect([0, 4, 8, 12].map((x) => at(d, 0, x))).toEqual([[128, 128, 255, 51], [255, 0, 120, 30], [51, 102, 153, 204], [4, 2, 0, 255]]);
  });

  test('version 1: persistent buffers named apart from the passes, the old names', async () => {
    const d = await draw('version_one.fs', 2);
    quiet(d);
    expect([at(d, 0, 5, 5), at(d, 1, 5, 5)]).toEqual([[10, 10, 10, 10], [20, 20, 20, 20]]);
    const sized = await draw('version_one_sized.fs', 2);
    expect(at(sized, 1, 5, 5)).toEqual([4, 4, 2, 255]);
  });

  test('names that GLSL has reserved since', async () => {
    const d = await draw('old_words.fs');
    quiet(d);
    expect(at(d, 0)).toEqual([51, 102, 204, 255]);
  });

  test("an error has the file's own line", async () => {
    const d = await draw('missing_brace.fs');
    expect(d.diagnostics.map((x) => [x.code, x.node, x.line])).toEqual([['shader.compile', 'n_x', 4]]);
    const vertex = await draw('vertex_error.fs');
    expect(vertex.diagnostics.map((x) => [x.code, x.node, x.file?.endsWith('/vertex_error.vs'), x.line])).toEqual([['shader.compile', 'n_x', true, 3]]);
  });
});

describe('parameters as constants of the program', () => {
  test('a division by a parameter that is 0 gives what it gives without', async () => {
    const patch = patchOf({ n_x: stage.id('by_zero.fs') }, ['n_x.out -> n_out.video']);
    const [general, constants] = [await stage.draw(patch), await stage.draw(patch, { constants: true })];
    expect(at(general, 0, 12, 5)).toEqual([255, 128, 51, 204]);
    expect(at(general, 0, 2, 5)).toEqual([255, 128, 0, 204]);
    expect(constants.hashes).toEqual(general.hashes);
  });
});

test.each([0.4, 2.5, 8])('the kernel that blurs where GL is software draws what the shader draws (radius %s)', async (radius) => {
  // mixed with its input, however little, the node is drawn by its shader
  const drawn = (mix: number, direction: number) => stage.draw(patchOf(
    { n_a: { type: stage.id('scene.fs') }, n_x: { type: 'util.blur', params: { radius, direction, $mix: mix } } }, ['n_a.out -> n_x.inputImage', 'n_x.out -> n_out.video'], { width: 160, height: 90 },
  ));
  for (const direction of [0, 1, 2]) {
    const [kernel, shader] = [(await drawn(1, direction)).pictures[0]!, (await drawn(0.9999, direction)).pictures[0]!];
    const { worst, mean } = difference(kernel, shader);
    expect(worst, `largest difference, direction ${direction}`).toBeLessThanOrEqual(6);
    expect(mean, `mean difference, direction ${direction}`).toBeLessThanOrEqual(0.5);
  }
});

describe('the effect container', () => {
  const effect = (params: Record<string, ParamValue>, depth: 8 | '16f' = 8, extra: string[] = [], fuse = true, constants = false) => stage.draw(patchOf(
    { n_in: stage.id('grid.fs'), n_m: { type: stage.id('grey.fs'), params: { level: 0.5 } }, n_x: { type: stage.id('invert.fs'), params } },
    ['n_in.out -> n_x.inputImage', 'n_x.out -> n_out.video', ...extra], { depth },
  ), { fuse, constants });
  const source = (depth: 8 | '16f' = 8) => stage.draw(patchOf({ n_in: stage.id('grid.fs') }, ['n_in.out -> n_out.video'], { depth }));

  test.each([8, '16f'] as const)('$mix 0 and $bypass give the input to the bit (%s)', async (depth) => {
    const input = (await source(depth)).hashes;
    for (const [fuse, constants] of [[true, false], [false, false], [true, true], [false, true]] as const) {
      expect((await effect({ $mix: 0 }, depth, [], fuse, constants)).hashes).toEqual(input);
      expect((await effect({ $bypass: true }, depth, [], fuse, constants)).hashes).toEqual(input);
      expect((await effect({}, depth, [], fuse, constants)).hashes).not.toEqual(input);
    }
  });

  test.each(['leaves_out.fs', 'moved.fs'])('pixels that a shader leaves out are transparent, and the input at $mix 0 (%s)', async (file) => {
    const input = (await source()).hashes;
    const at0 = (mix: number) => stage.draw(patchOf(
      { n_in: stage.id('grid.fs'), n_x: { type: stage.id(file), params: { $mix: mix } } }, ['n_in.out -> n_x.inputImage', 'n_x.out -> n_out.video'],
    ), { frames: 2 });
    const whole = await at0(1);
    expect([at(whole, 1, 3, 3), at(whole, 1, 12, 3)]).toEqual([[255, 0, 0, 255], [0, 0, 0, 0]]);
    expect((await at0(0)).hashes).toEqual([input[0], input[0]]);
  });

  test("a mask's luminance says how much of the effect is seen", async () => {
    const [input, whole] = [await source(), await effect({})];
    const half = await effect({}, 8, ['n_m.out -> n_x.$mask']);
    for (const [x, y] of [[0, 0], [7, 3], [15, 7]] as const) {
      const [a, b, c] = [at(input, 0, x, y), at(whole, 0, x, y), at(half, 0, x, y)];
      for (let k = 0; k < 4; k++) expect(Math.abs(c[k]! - (a[k]! + (b[k]! - a[k]!) * 128 / 255))).toBeLessThanOrEqual(1);
    }
  });
});
