import { describe, expect, it } from 'vitest';
import type { Wire } from '../../runtime/document/types.ts';
import { codesOf, compiled, patchOf, pictureOps, planOf, soundOps } from './fixture/patch.ts';

const all = {
  src: 't.source', fx: 't.effect', osc: 't.osc', fil: 't.filter', lfo: 't.lfo', sum: 't.math', rms: 't.rms', luma: 't.luma',
  screen: 't.screen', spk: 't.speaker', curves: 't.curves',
};
const message = (wire: string | Wire) => compiled(patchOf(all, [wire])).diagnostics.find((d) => d.severity === 'error');

describe('what may be wired to what', () => {
  it('pictures to pictures, sound to sound, signals to signals, sound inlets and parameters', () => {
    for (const wire of ['src.out -> fx.inputImage', 'src.out -> fx.$mask', 'osc.out -> fil.in', 'lfo.out -> sum.a', 'lfo.out -> fil.in',
      'lfo.out -> fx.amount', 'lfo.out -> fx.tint.r', 'lfo.out -> fx.centre.y', 'lfo.out -> fx.$mix', 'lfo.out -> fx.$bypass']) {
      expect(message(wire), wire).toBeUndefined();
    }
  });

  it('sound or a picture to a signal is refused with the node that reads it', () => {
    expect(message('osc.out -> sum.a')).toMatchObject({ code: 'wire.type', wire: 'w_01', node: 'sum' });
    expect(message('osc.out -> sum.a')!.message).toContain('t.rms');
    expect(message('osc.out -> fx.amount')!.message).toContain('t.rms');
    expect(message('src.out -> sum.a')!.message).toContain('t.luma');
    expect(message('src.out -> fx.amount')!.message).toContain('t.luma');
  });

  it('nothing else fits', () => {
    for (const wire of ['osc.out -> fx.inputImage', 'src.out -> fil.in', 'lfo.out -> fx.inputImage', 'lfo.out -> curves.curve', 'lfo.out -> curves.lut']) {
      expect(message(wire)?.code, wire).toBe('wire.type');
    }
  });

  it('a component must be one that the parameter has', () => {
    for (const wire of ['lfo.out -> fx.tint', 'lfo.out -> fx.tint.x', 'lfo.out -> fx.centre.r', 'lfo.out -> fx.amount.x', 'lfo.out.x -> fx.amount', 'src.out -> fx.inputImage.r']) {
      expect(message(wire)?.code, wire).toBe('wire.unknown-port');
    }
    expect(message('lfo.out -> fx.tint')!.message).toContain('.r, .g, .b, .a');
  });

  it('a wire goes from an outlet to an inlet, between nodes and ports that exist', () => {
    expect(message('fx.amount -> fil.cutoff')?.code).toBe('wire.direction');
    expect(message('fx.inputImage -> screen.inputImage')?.code).toBe('wire.direction');
    expect(message('src.out -> fx.out')?.code).toBe('wire.direction');
    expect(message('src.none -> fx.inputImage')?.message).toContain('It has out.');
    expect(message('src.out -> fx.none')?.message).toContain('inputImage, $mask');
    expect(message('gone.out -> fx.inputImage')).toMatchObject({ code: 'wire.unknown-node' });
    expect(message({ from: 'src', to: 'fx.inputImage' })?.code).toBe('wire.unknown-port');
  });

  it('a refused wire is left out and the rest plays', () => {
    const c = compiled(patchOf(all, ['osc.out -> sum.a', 'src.out -> fx.inputImage', 'fx.out -> screen.inputImage']), { fuse: false });
    expect(codesOf(c)).toEqual(['wire.type']);
    expect(pictureOps(c, 'shader')).toHaveLength(2);
  });

  it('a video inlet takes one wire: the first by id', () => {
    const c = planOf(patchOf({ ...all, b: 't.source' }, ['b.out -> fx.inputImage', 'src.out -> fx.inputImage', 'fx.out -> screen.inputImage']));
    expect(c.diagnostics).toMatchObject([{ code: 'wire.occupied', wire: 'w_02', node: 'fx' }]);
    expect(c.plan.nodes.map((n) => n.path)).toEqual(['b', 'fx', 'screen']);
  });
});

describe('several wires on one inlet', () => {
  it('of sound are mixed, of signals added, in the order of their ids', () => {
    const c = planOf(patchOf({ ...all, osc2: 't.osc', lfo2: 't.lfo' },
      ['osc2.out -> fil.in', 'osc.out -> fil.in', 'lfo.out -> sum.a', 'lfo2.out -> sum.a', 'sum.out -> fil.cutoff', 'fil.out -> spk.in']));
    const [mix] = soundOps(c, 'mix');
    const outs = Object.fromEntries(soundOps(c, 'dsp').map((s) => [c.plan.nodes[s.node]!.path, s.instances[0]!.outs[0]!]));
    expect(mix!.ins).toEqual([outs.osc2, outs.osc]);
    expect(soundOps(c, 'add')).toMatchObject([{ ins: [outs.lfo, outs.lfo2] }]);
  });

  it('a signal on a sound inlet becomes a ramp, one for all its readers', () => {
    const c = planOf(patchOf({ ...all, fil2: 't.filter' }, ['lfo.out -> fil.in', 'lfo.out -> fil2.in', 'osc.out -> fil.in', 'fil.out -> spk.in', 'fil2.out -> spk.in']));
    expect(soundOps(c, 'ramp')).toHaveLength(1);
  });
});

describe('a signal on a parameter', () => {
  it('is modulation: stage, mode and depth; plain wires add with depth 1', () => {
    const wires: Wire[] = [
      { from: 'lfo.out', to: 'fil.cutoff' },
      { from: 'lfo.out', to: 'fil.cutoff', mode: 'set', depth: 0.5, stage: 'automation' },
      { from: 'lfo.out', to: 'fil.cutoff', mode: 'multiply', depth: -3 },
      { from: 'lfo.out', to: 'fil.cutoff', mode: 'set', depth: 0.25 },
      { from: 'lfo.out', to: 'fil.cutoff', depth: 0.1 },
    ];
    const { plan } = planOf(patchOf(all, [...wires, 'fil.out -> spk.in']));
    const row = plan.rows.find((r) => r.id === 'fil.cutoff')!;
    expect(row.mods.map((m) => [m.stage, m.mode, m.depth])).toEqual([
      ['modulation', 'set', 0.25], ['modulation', 'multiply', -1], ['modulation', 'add', 1], ['modulation', 'add', 0.1], ['automation', 'set', 0.5],
    ]);
  });

  it('is recorded for pictures only where one reads it, and evaluated before its reader', () => {
    const c = planOf(patchOf(all, ['lfo.out -> fx.tint.g', 'lfo.out -> fil.cutoff', 'osc.out -> fil.in', 'fil.out -> spk.in', 'src.out -> fx.inputImage', 'fx.out -> screen.inputImage']));
    const recorded = c.plan.rows.filter((r) => r.record >= 0).map((r) => r.id);
    expect(recorded).toEqual(['fx.tint.g']);
    const stacks = soundOps(c, 'stack').map((s) => s.rows.map((r) => c.plan.rows[r]!.id));
    expect(stacks).toEqual([['osc.hit'], ['fil.cutoff'], ['fx.tint.g']]);
    expect(c.plan.sound.steps.at(-1)!.op).toBe('stack');
  });
});
