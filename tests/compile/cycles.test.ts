import { describe, expect, it } from 'vitest';
import type { Wire } from '../../runtime/document/types.ts';
import { codesOf, compiled, patchOf, pictureOps, planOf, soundOps } from './fixture/patch.ts';

describe('a loop without a delay is refused', () => {
  it('with its path shown node by node, in the direction of the wires', () => {
    const c = compiled(patchOf({ a: 't.effect', b: 't.effect', c: 't.effect', out: 't.screen' },
      ['a.out -> b.inputImage', 'b.out -> c.inputImage', 'c.out -> a.inputImage', 'c.out -> out.inputImage']));
    expect(c.plan).toBeNull();
    expect(c.diagnostics[0]).toMatchObject({ code: 'cycle', severity: 'error', node: 'a' });
    expect(c.diagnostics[0]!.message).toContain('a → b → c → a');
    expect(c.diagnostics[0]!.message).toContain('util.frame_delay');
  });

  it('also of one node, of signals, through modulation, and where it reaches no output', () => {
    expect(compiled(patchOf({ a: 't.math' }, ['a.out -> a.a'])).diagnostics[0]!.message).toContain('a → a');
    expect(compiled(patchOf({ a: 't.math', b: 't.math' }, ['a.out -> b.k', 'b.out -> a.b'])).diagnostics[0]!.message).toContain('a → b → a');
    expect(codesOf(compiled(patchOf({ o: 't.filter', r: 't.rms' }, ['o.out -> r.in', 'r.out -> o.cutoff'])))).toContain('cycle');
  });

  it('each loop once, by its shortest way', () => {
    const c = compiled(patchOf({ a: 't.math', b: 't.math', c: 't.math', x: 't.math', y: 't.math' },
      ['a.out -> b.a', 'b.out -> c.a', 'c.out -> a.a', 'b.out -> a.b', 'x.out -> y.a', 'y.out -> x.a']));
    expect(c.diagnostics.map((d) => /: (.*?)\. /.exec(d.message)![1])).toEqual(['a → b → a', 'x → y → x']);
  });

  it('however long it is', () => {
    const n = 10_000;
    const nodes = Object.fromEntries(Array.from({ length: n }, (_, i) => [`n_${i}`, 't.math']));
    const wires: Wire[] = Array.from({ length: n }, (_, i) => ({ from: `n_${i}.out`, to: `n_${(i + 1) % n}.a` }));
    expect(codesOf(compiled(patchOf(nodes, wires)))).toEqual(['cycle']);
  });
});

describe('a loop through a delay plays', () => {
  it('a frame delay gives before anything reads it and takes after its input is drawn', () => {
    const c = planOf(patchOf({ mix: 't.blend', back: 't.delay', src: 't.source', out: 't.screen' },
      ['src.out -> mix.startImage', 'back.out -> mix.endImage', 'mix.out -> back.inputImage', 'mix.out -> out.inputImage']), { fuse: false });
    expect(c.plan.picture.steps.map((s) => s.op)).toEqual(['shader', 'delayOut', 'shader', 'delayIn']);
    const [give] = pictureOps(c, 'delayOut'), [take] = pictureOps(c, 'delayIn'), mixed = pictureOps(c, 'shader')[1]!;
    expect(give!.state).toBe(take!.state);
    expect(mixed.images.map((i) => i.texture)).toContain(give!.out);
    expect(take!.in).toBe(mixed.out);
  });

  it('a delay that feeds itself', () => {
    const c = planOf(patchOf({ d: 't.delay', out: 't.screen' }, ['d.out -> d.inputImage', 'd.out -> out.inputImage']));
    expect(c.plan.picture.steps.map((s) => s.op)).toEqual(['delayOut', 'delayIn']);
  });

  it('a picture that is read into a signal may move what it is made of', () => {
    const c = planOf(patchOf({ fx: 't.effect', src: 't.source', luma: 't.luma', out: 't.screen' },
      ['src.out -> fx.inputImage', 'fx.out -> luma.inputImage', 'luma.mean -> fx.amount', 'fx.out -> out.inputImage']));
    expect(soundOps(c, 'fromPicture')).toHaveLength(1);
    expect(pictureOps(c, 'analyse')[0]).toMatchObject({ service: 'luminance', analysis: 0, outputs: 1 });
  });
});

describe('long chains', () => {
  it('of 10,000 nodes compile', () => {
    const n = 5_000;
    const nodes: Record<string, string> = { osc: 't.osc', out: 't.speaker', src: 't.source', screen: 't.screen' };
    const wires: Wire[] = [{ from: 'osc.out', to: 'a0.in' }, { from: 'src.out', to: 'v0.inputImage' },
      { from: `a${n - 1}.out`, to: 'out.in' }, { from: `v${n - 1}.out`, to: 'screen.inputImage' }];
    for (let i = 0; i < n; i++) {
      nodes[`a${i}`] = 't.filter';
      nodes[`v${i}`] = 't.effect';
      if (i > 0) wires.push({ from: `a${i - 1}.out`, to: `a${i}.in` }, { from: `v${i - 1}.out`, to: `v${i}.inputImage` });
    }
    const { plan } = planOf(patchOf(nodes, wires), { fuse: false });
    expect(plan.nodes).toHaveLength(2 * n + 4);
    expect(plan.sound.buffers).toBeLessThanOrEqual(5);
    expect(plan.picture.textures).toBe(3);
  });
});
