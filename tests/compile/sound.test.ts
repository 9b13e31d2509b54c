import { describe, expect, it } from 'vitest';
import type { SoundStep } from '../../runtime/plan/types.ts';
import { patchOf, pictureOps, planOf, soundOps } from './fixture/patch.ts';

const media = { m: { path: 'clip.mp4' } };
const clip = { type: 't.clip', media: 'm' };
type Dsp = Extract<SoundStep, { op: 'dsp' }>;
const dspOf = (c: ReturnType<typeof planOf>, path: string): Dsp => soundOps(c, 'dsp').find((s) => c.plan.nodes[s.node]!.path === path)!;

describe('channels are fixed when a patch is compiled', () => {
  it('a program with mono inlets runs once per channel, each with its own state', () => {
    const c = planOf(patchOf({ clip, f: 't.filter', out: 't.speaker' }, ['clip.audio -> f.in', 'f.out -> out.in'], { media }));
    const [played] = soundOps(c, 'clip');
    expect(dspOf(c, 'f').instances.map((i) => i.ins)).toEqual(played!.outs.map((b) => [b]));
    expect(soundOps(c, 'out')[0]!.ins).toEqual(dspOf(c, 'f').instances.flatMap((i) => i.outs));
  });

  it('mono spreads over a wider inlet, and next to a wider wire', () => {
    const c = planOf(patchOf({ clip, o: 't.osc', r: 't.reverb', g: 't.ring', out: 't.speaker' },
      ['o.out -> r.in', 'clip.audio -> g.in', 'o.out -> g.carrier', 'r.out -> out.in', 'g.out -> out.in'], { media }));
    const [tone] = dspOf(c, 'o').instances[0]!.outs;
    expect(dspOf(c, 'r').instances.map((i) => i.ins)).toEqual([[tone, tone]]);
    expect(dspOf(c, 'g').instances.map((i) => i.ins[1])).toEqual([tone, tone]);
  });

  it('what is missing is silent', () => {
    const c = planOf(patchOf({ g: 't.ring', o: 't.osc', out: 't.speaker' }, ['o.out -> g.in', 'g.out -> out.in']));
    expect(dspOf(c, 'g').instances).toHaveLength(1);
    expect(dspOf(c, 'g').instances[0]!.ins[1]).toBe(0);
    expect(soundOps(c, 'out')[0]!.ins[0]).toBe(soundOps(c, 'out')[0]!.ins[1]);
  });

  it('a panner that hears two channels adds its copies up to the width it has', () => {
    const c = planOf(patchOf({ clip, p: 't.pan', out: 't.speaker' }, ['clip.audio -> p.in', 'p.out -> out.in'], { media }));
    expect(dspOf(c, 'p').instances).toHaveLength(2);
    const mixes = soundOps(c, 'mix');
    expect(soundOps(c, 'out')[0]!.ins).toEqual(mixes.map((m) => m.out));
    expect(mixes.map((m) => m.ins)).toEqual([0, 1].map((ch) => dspOf(c, 'p').instances.map((i) => i.outs[ch])));
  });

  it('an extraction hears the mean of the channels of a mono inlet', () => {
    const c = planOf(patchOf({ clip, r: 't.rms', f: 't.filter', o: 't.osc', out: 't.speaker' },
      ['clip.audio -> r.in', 'r.out -> f.cutoff', 'o.out -> f.in', 'f.out -> out.in'], { media }));
    expect(dspOf(c, 'r').instances.map((i) => i.ins)).toEqual([[soundOps(c, 'mix')[0]!.out]]);
    expect(soundOps(c, 'mix')[0]!).toMatchObject({ ins: soundOps(c, 'clip')[0]!.outs, gain: 0.5 });
  });
});

describe('bypass', () => {
  it('of sound passes the first inlet channel by channel, of signals the first inlet, of sources nothing', () => {
    const c = planOf(patchOf({ clip, p: 't.pan', l: 't.lfo', m: 't.math', d: 't.dice', out: 't.speaker' },
      ['clip.audio -> p.in', 'l.out -> m.a', 'd.out -> m.b', 'm.out -> p.pan', 'p.out -> out.in'], { media }));
    const [left, right] = soundOps(c, 'clip')[0]!.outs;
    const row = (path: string) => c.plan.rows.findIndex((r) => r.id === `${path}.$bypass`);
    expect(dspOf(c, 'p')).toMatchObject({ bypass: row('p'), through: [left, left, right, right] });
    expect(dspOf(c, 'm')).toMatchObject({ bypass: row('m'), through: [dspOf(c, 'l').instances[0]!.outs[0], -1] });
    expect(dspOf(c, 'l').through).toEqual([-1]);
  });
});

describe('what the engine feeds', () => {
  it('time, beat and frame have slots 1 to 3, a wire takes their place', () => {
    expect(dspOf(planOf(patchOf({ l: 't.lfo', m: 't.filter', o: 't.osc', out: 't.speaker' }, ['l.out -> m.cutoff', 'o.out -> m.in', 'm.out -> out.in'])), 'l').instances[0]!.ins).toEqual([1]);
    const wired = planOf(patchOf({ l: 't.lfo', k: 't.lfo', m: 't.filter', o: 't.osc', out: 't.speaker' }, ['k.out -> l.time', 'l.out -> m.cutoff', 'o.out -> m.in', 'm.out -> out.in']));
    expect(dspOf(wired, 'l').instances[0]!.ins).toEqual(dspOf(wired, 'k').instances[0]!.outs);
  });

  it('seed is 24 bits of the node seed as 0..1, constant', () => {
    const patch = patchOf({ d: 't.dice', e: 't.dice', m: 't.math', f: 't.filter', out: 't.speaker' }, ['d.out -> m.a', 'e.out -> m.b', 'm.out -> f.cutoff', 'm.out -> f.in', 'f.out -> out.in']);
    const c = planOf(patch);
    for (const path of ['d', 'e']) {
      const { seed } = c.plan.nodes.find((n) => n.path === path)!;
      expect(c.plan.sound.constants).toContainEqual([dspOf(c, path).instances[0]!.ins[0], (seed >>> 8) / 2 ** 24]);
      expect(Math.fround((seed >>> 8) / 2 ** 24)).toBe((seed >>> 8) / 2 ** 24);
    }
  });
});

describe('seeds', () => {
  const seedOf = (change: Parameters<typeof patchOf>[2], seed?: number, override?: number) =>
    planOf(patchOf({ a: { type: 't.source', ...(seed === undefined ? {} : { seed }) }, out: 't.screen' }, ['a.out -> out.inputImage'], change),
      override === undefined ? {} : { overrides: { seed: override } }).plan.nodes[0]!.seed;

  it('depend on patch, path, and the seeds of patch and node, and are 32 bits', () => {
    const all = [seedOf({}), seedOf({ id: 'p_other' }), seedOf({ seed: 8 }), seedOf({}, 1), seedOf({}, undefined, 9)];
    expect(new Set(all).size).toBe(all.length);
    for (const s of all) expect(s).toBe(s >>> 0);
    expect(seedOf({})).toBe(seedOf({ title: 'Another' }));
    expect(seedOf({}, undefined, 8)).toBe(seedOf({ seed: 8 }));
  });

  it('of neighbouring nodes are unrelated: about half of their bits differ', () => {
    const nodes = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`n_${i}`, 't.math']));
    const { plan } = planOf(patchOf({ ...nodes, o: 't.osc', f: 't.filter', out: 't.speaker' },
      [...Array.from({ length: 200 }, (_, i) => `n_${i}.out -> f.cutoff`), 'o.out -> f.in', 'f.out -> out.in']));
    const seeds = plan.nodes.filter((n) => n.path.startsWith('n_')).map((n) => n.seed);
    expect(new Set(seeds).size).toBe(200);
    const bits = seeds.slice(1).map((s, i) => (s ^ seeds[i]!).toString(2).replaceAll('0', '').length);
    const mean = bits.reduce((a, b) => a + b, 0) / bits.length;
    expect(mean).toBeGreaterThan(14.5);
    expect(mean).toBeLessThan(17.5);
  });
});

describe('clips', () => {
  it('are scheduled in both halves where both are used, and have one clock', () => {
    const c = planOf(patchOf({ clip, out: 't.screen', spk: 't.speaker' }, ['clip.video -> out.inputImage', 'clip.audio -> spk.in'], { media }));
    expect(soundOps(c, 'clip')[0]).toMatchObject({ clip: 0, media: 0 });
    expect(pictureOps(c, 'clip')[0]).toMatchObject({ clip: 0, media: 0 });
    expect(c.plan.media).toEqual([{ id: 'm', path: '/project/clip.mp4', kind: 'clip' }]);
  });

  it('keep their clock without sound, and draw nothing that is not seen', () => {
    const silent = planOf(patchOf({ clip, out: 't.screen' }, ['clip.video -> out.inputImage'], { media }));
    expect(soundOps(silent, 'clip')[0]!.outs).toEqual([]);
    const unseen = planOf(patchOf({ clip, out: 't.speaker' }, ['clip.audio -> out.in'], { media }));
    expect(pictureOps(unseen, 'clip')).toEqual([]);
  });

  it('without a file are black and silent, and say so', () => {
    const c = planOf(patchOf({ clip: 't.clip', img: { type: 't.image', media: 'gone' }, b: 't.blend', out: 't.screen', spk: 't.speaker' },
      ['clip.video -> b.startImage', 'img.out -> b.endImage', 'b.out -> out.inputImage', 'clip.audio -> spk.in']));
    expect(c.diagnostics.map((d) => [d.code, d.severity, d.node])).toEqual([['media.unknown', 'error', 'img'], ['media.unknown', 'warning', 'clip']]);
    expect(pictureOps(c, 'shader')[0]!.images.map((i) => i.texture)).toEqual([0, 0]);
    expect(soundOps(c, 'out')[0]!.ins).toEqual([0, 0]);
  });
});

describe('outputs', () => {
  it('nothing that reaches no output is in the plan', () => {
    const c = planOf(patchOf({ a: 't.source', b: 't.osc', c: 't.filter', out: 't.screen', spk: 't.speaker' }, ['a.out -> out.inputImage', 'b.out -> c.in']));
    expect(c.plan.nodes.map((n) => n.path)).toEqual(['a', 'out']);
    expect(c.plan.output.sound).toBeNull();
    expect(c.plan.rows.every((r) => r.id.startsWith('a.'))).toBe(true);
  });

  it('several sound outputs add up; of several picture outputs the first by id plays, with a warning', () => {
    const c = planOf(patchOf({ o: 't.osc', a: 't.source', b: 't.dated', x: 't.screen', y: 't.screen', s1: 't.speaker', s2: 't.speaker' },
      ['o.out -> s1.in', 'o.out -> s2.in', 'a.out -> x.inputImage', 'b.out -> y.inputImage']));
    expect(c.diagnostics).toMatchObject([{ code: 'output.several', severity: 'warning', node: 'y' }]);
    expect(soundOps(c, 'out')).toHaveLength(2);
    expect(c.plan.nodes.map((n) => n.path)).not.toContain('b');
  });

  it('a patch without any says so', () => {
    expect(planOf(patchOf({ a: 't.source' })).diagnostics).toMatchObject([{ code: 'output.none' }]);
  });
});
