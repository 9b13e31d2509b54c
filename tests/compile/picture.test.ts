import { describe, expect, it } from 'vitest';
import { codesOf, compiled, patchOf, pictureOps, planOf, soundOps } from './fixture/patch.ts';
import { catalogOf, float, inlet, nodeTypes, service } from './fixture/types.ts';

const shaderOf = (c: ReturnType<typeof planOf>, path: string) => pictureOps(c, 'shader').find((s) => c.plan.nodes[s.node]!.path === path)!;
const rowIds = (c: ReturnType<typeof planOf>, rows: readonly number[]) => rows.map((r) => c.plan.rows[r]!.id);

describe('a shader step', () => {
  const c = planOf(patchOf({ src: 't.source', fx: 't.effect', m: 't.source', out: 't.screen' },
    ['src.out -> fx.inputImage', 'm.out -> fx.$mask', 'fx.out -> out.inputImage']), { fuse: false });
  const step = shaderOf(c, 'fx');

  it('has a row per component of each uniform', () => {
    const uniforms = Object.fromEntries(step.uniforms.map((u) => [u.name, rowIds(c, u.rows)]));
    expect(uniforms).toMatchObject({
      amount: ['fx.amount'], tint: ['fx.tint.r', 'fx.tint.g', 'fx.tint.b', 'fx.tint.a'], centre: ['fx.centre.x', 'fx.centre.y'],
    });
    expect(step.uniforms.flatMap((u) => rowIds(c, u.rows))).toEqual(expect.arrayContaining(['fx.$mix', 'fx.$bypass']));
  });

  it('reads a mask only where one is wired', () => {
    expect(step.images).toHaveLength(2);
    const bare = planOf(patchOf({ src: 't.source', fx: 't.effect', out: 't.screen' }, ['src.out -> fx.inputImage', 'fx.out -> out.inputImage']), { fuse: false });
    expect(shaderOf(bare, 'fx').images).toHaveLength(1);
  });

  it('may be skipped once it is bypassed: its input passes', () => {
    expect(step.bypass).toBe(c.plan.rows.findIndex((r) => r.id === 'fx.$bypass'));
    expect(step.through).toBe(shaderOf(c, 'src').out);
    expect(shaderOf(c, 'src').bypass).toBe(-1);
  });

  it('shares its program with every node of its type', () => {
    const two = planOf(patchOf({ src: 't.source', a: 't.trails', b: 't.trails', out: 't.screen' }, ['src.out -> a.inputImage', 'a.out -> b.inputImage', 'b.out -> out.inputImage']));
    expect(shaderOf(two, 'a').program).toBe(shaderOf(two, 'b').program);
    expect(two.plan.picture.programs[shaderOf(two, 'a').program]!.files[0]!.file).toBe('/nodes/t.trails');
  });

  it('has targets whose size may follow a parameter', () => {
    const t = planOf(patchOf({ src: 't.source', t: 't.trails', out: 't.screen' }, ['src.out -> t.inputImage', 't.out -> out.inputImage']));
    const row = t.plan.rows.findIndex((r) => r.id === 't.shrink');
    expect(shaderOf(t, 't').targets).toEqual([{ name: 'past', width: ['$WIDTH', `#${row}`, '/'], height: null, persistent: true, float: true }]);
    expect(shaderOf(t, 't').passes).toEqual([{ target: 0, output: true }]);
  });
});

describe('neighbours that look at their own pixel only', () => {
  const patch = patchOf({ src: 't.source', a: 't.effect', b: 't.effect', c: 't.effect', out: 't.screen' },
    ['src.out -> a.inputImage', 'a.out -> b.inputImage', 'b.out -> c.inputImage', 'c.out -> out.inputImage']);
  const drawn = (more: Parameters<typeof planOf>[1]) => {
    const c = planOf(patch, more);
    return pictureOps(c, 'shader').map((s) => s.nodes.map((n) => c.plan.nodes[n]!.path).join(' '));
  };

  it('are one program, unless told otherwise for all or for one', () => {
    expect(drawn({})).toEqual(['src a b c']);
    expect(drawn({ fuse: false })).toEqual(['src', 'a', 'b', 'c']);
    expect(drawn({ unfusable: new Set(['b']) })).toEqual(['src a', 'b', 'c']);
  });

  it('leave no program in the plan that is not drawn', () => {
    const { plan } = planOf(patch);
    expect(plan.picture.programs).toHaveLength(1);
    expect(plan.picture.programs[0]!.files.map((f) => f.file)).toEqual(['/nodes/t.source', '/nodes/t.effect', '/nodes/t.effect', '/nodes/t.effect']);
  });
});

describe('pictures of sound', () => {
  it('are taps: one for all who look at the same sound, none where nothing is wired', () => {
    const c = planOf(patchOf({ o: 't.osc', a: 't.scope', b: 't.scope', d: 't.scope', mix: 't.blend', mix2: 't.blend', out: 't.screen' },
      ['o.out -> a.sound', 'o.out -> b.sound', 'a.out -> mix.startImage', 'b.out -> mix.endImage', 'mix.out -> mix2.startImage', 'd.out -> mix2.endImage', 'mix2.out -> out.inputImage']), { fuse: false });
    expect(c.plan.sound.taps).toHaveLength(1);
    expect(soundOps(c, 'tap')).toEqual([{ op: 'tap', tap: 0 }]);
    expect(['a', 'b', 'd'].map((n) => shaderOf(c, n).audioImages[0]!.tap)).toEqual([0, 0, -1]);
  });
});

describe('services', () => {
  it('a kernel has the effect container around it', () => {
    const c = planOf(patchOf({ src: 't.source', k: 't.sort', m: 't.source', out: 't.screen' }, ['src.out -> k.inputImage', 'm.out -> k.$mask', 'k.out -> out.inputImage']), { fuse: false });
    const [kernel] = pictureOps(c, 'kernel'), container = shaderOf(c, 'k');
    expect(kernel).toMatchObject({ service: 'pixelsort', ins: [shaderOf(c, 'src').out] });
    expect(rowIds(c, Object.values(kernel!.rows))).toEqual(['k.low']);
    expect(container.images.map((i) => i.texture)).toEqual([shaderOf(c, 'src').out, kernel!.out, shaderOf(c, 'm').out]);
    expect(container.uniforms.flatMap((u) => rowIds(c, u.rows))).toEqual(['k.$mix', 'k.$bypass']);
    expect(container.through).toBe(shaderOf(c, 'src').out);
  });

  it('text, images and delays carry their rows', () => {
    const c = planOf(patchOf({ t: { type: 't.text', params: { text: 'Hello' } }, i: { type: 't.image', media: 'm' }, d: 't.delay', b: 't.blend', out: 't.screen' },
      ['t.out -> b.startImage', 'i.out -> d.inputImage', 'd.out -> b.endImage', 'b.out -> out.inputImage'], { media: { m: { path: 'x.png' } } }));
    expect(pictureOps(c, 'text')[0]).toMatchObject({ text: 'Hello', font: null });
    expect(c.plan.media).toMatchObject([{ id: 'm', kind: 'image' }]);
    expect(rowIds(c, [pictureOps(c, 'text')[0]!.rows.size!, pictureOps(c, 'image')[0]!.rows.fit, pictureOps(c, 'delayOut')[0]!.rows.frames])).toEqual(['t.size', 'i.fit', 'd.frames']);
  });

  it('an analysis reads its picture, and its values act in the sound schedule', () => {
    const c = planOf(patchOf({ src: 't.source', l: 't.luma', o: 't.osc', f: 't.filter', out: 't.speaker' },
      ['src.out -> l.inputImage', 'l.max -> f.cutoff', 'o.out -> f.in', 'f.out -> out.in']));
    const [from] = soundOps(c, 'fromPicture'), [analyse] = pictureOps(c, 'analyse');
    expect(from!.outs).toHaveLength(2);
    expect(c.plan.rows.find((r) => r.id === 'f.cutoff')!.mods[0]!.signal).toBe(from!.outs[1]);
    expect(analyse).toMatchObject({ service: 'luminance', analysis: from!.analysis, in: shaderOf(c, 'src').out });
    expect(c.plan.output.picture).toBe(-1);
  });
});

describe('a window', () => {
  const types = catalogOf([...nodeTypes, service('t.window', 'screen_out', [inlet('inputImage', 'video')], [], [float('display')])]);
  const windowed = (wires: string[], more = {}) => compiled(patchOf({ src: 't.source', fx: 't.effect', out: 't.screen', w: 't.window' }, wires, more), {}, types);

  it('keeps the picture that it shows out of a fused program', () => {
    const c = windowed(['src.out -> fx.inputImage', 'fx.out -> out.inputImage', 'src.out -> w.inputImage']);
    const [screen] = pictureOps(c, 'screen');
    const shader = pictureOps(c, 'shader').find((s) => c.plan!.nodes[s.node]!.path === 'src')!;
    expect(screen!.in).toBe(shader.out);
    expect(rowIds(c as ReturnType<typeof planOf>, Object.values(screen!.rows))).toEqual(['w.display']);
    expect(c.plan!.picture.steps.indexOf(screen!)).toBeGreaterThan(c.plan!.picture.steps.indexOf(shader));
  });

  it('is an output by itself, and stays, black, when its wire is gone', () => {
    const alone = windowed(['src.out -> w.inputImage']);
    expect(codesOf(alone)).toEqual([]);
    expect(alone.plan!.output.picture).toBe(-1);
    expect(pictureOps(alone, 'screen')).toHaveLength(1);
    const bare = windowed([]);
    expect(codesOf(bare)).toEqual([]);
    expect(pictureOps(bare, 'screen')).toMatchObject([{ in: 0 }]);
    expect(pictureOps(bare, 'shader')).toEqual([]);
  });
});

describe('data for shaders', () => {
  const curve = { points: [[0, 0], [0.5, 0.9], [1, 1]] };
  const c = planOf(patchOf({ src: 't.source', cu: { type: 't.curves', params: { curve, ramp: { stops: [{ at: 0, color: [1, 0, 0, 1] }, { at: 1, color: [0, 0, 1, 0] }] }, lut: 'luts/film.cube' } }, out: 't.screen' },
    ['src.out -> cu.inputImage', 'cu.out -> out.inputImage']), { media: { 'luts/film.cube': '/project/luts/film.cube' }, fuse: false });
  const [curveTable, rampTable, lut] = shaderOf(c, 'cu').textures;

  it('curves and gradients are tables of 256 by 1', () => {
    for (const t of [curveTable!, rampTable!]) {
      expect(t).toMatchObject({ kind: 'table', width: 256, height: 1 });
      expect(t.kind === 'table' && t.data.length).toBe(1024);
    }
  });

  it('files are named by their checked path; one that is not chosen is a single texel', () => {
    expect(lut).toEqual({ name: 'lutTable', kind: 'cube-lut', path: '/project/luts/film.cube' });
    const none = planOf(patchOf({ src: 't.source', cu: 't.curves', out: 't.screen' }, ['src.out -> cu.inputImage', 'cu.out -> out.inputImage']), { fuse: false });
    expect(shaderOf(none, 'cu').textures[2]).toMatchObject({ kind: 'table', width: 1, height: 1 });
  });
});

describe('what cannot be repeated', () => {
  it('is named: a shader that reads DATE, but not one that only mentions it', () => {
    const c = planOf(patchOf({ d: 't.dated', out: 't.screen' }, ['d.out -> out.inputImage']));
    expect(c.plan.irreproducible).toEqual([{ node: 0, why: expect.stringContaining('DATE') }]);
    expect(planOf(patchOf({ d: 't.source', out: 't.screen' }, ['d.out -> out.inputImage'])).plan.irreproducible).toEqual([]);
  });
});
