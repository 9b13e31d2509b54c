import { describe, expect, it } from 'vitest';
import type { ParamValue } from '../../runtime/document/types.ts';
import { filesNamed } from '../../runtime/compile/files.ts';
import type { CompileInput } from '../../runtime/compile/index.ts';
import { patchOf, planOf } from './fixture/patch.ts';
import { catalog } from './fixture/types.ts';

function fx(params: Record<string, ParamValue>, more: Partial<CompileInput> = {}) {
  const c = planOf(patchOf({ src: 't.source', fx: { type: 't.effect', params }, cu: 't.curves', out: 't.screen' },
    ['src.out -> fx.inputImage', 'fx.out -> cu.inputImage', 'cu.out -> out.inputImage']), more);
  const base = (name: string) => c.bases[c.plan.rows.findIndex((r) => r.id === `fx.${name}`)];
  return { c, base, problems: c.diagnostics.map((d) => `${d.severity} ${d.code}`), message: c.diagnostics[0]?.message };
}

describe('bases', () => {
  it('are the stated values, else the defaults, one per row', () => {
    const { c, base } = fx({ amount: 0.25, tint: [0.1, 0.2, 0.3, 0.4], $bypass: true });
    expect(c.bases).toHaveLength(c.plan.rows.length);
    expect(['amount', 'tint.g', 'tint.a', 'centre.x', '$mix', '$bypass'].map(base)).toEqual([0.25, 0.2, 0.4, 0.5, 1, 1]);
  });

  it('a colour of three numbers is opaque', () => {
    expect(fx({ tint: [0, 0, 0] }).base('tint.a')).toBe(1);
  });

  it('what is out of range is clamped and said', () => {
    const { base, problems, message } = fx({ amount: 7 });
    expect(base('amount')).toBe(1);
    expect(problems).toEqual(['warning param.value']);
    expect(message).toBe('amount of fx lies in 0..1; 1 is used instead of 7.');
  });

  it('what is of another kind falls back to the default and is an error', () => {
    for (const [name, value] of [['amount', 'half'], ['amount', true], ['amount', null], ['amount', NaN], ['tint', 1], ['tint', [1, 2]], ['tint', [1, 1, 1, 'x']], ['centre', [1, 1, 1]], ['$bypass', 'yes']] as const) {
      const { problems, c } = fx({ [name]: value as ParamValue });
      expect(problems, `${name} ${String(value)}`).toEqual(['error param.value']);
      expect(c.bases.every(Number.isFinite)).toBe(true);
    }
  });

  it('an unknown parameter is an error that names what there is', () => {
    const { problems, message } = fx({ amont: 1 });
    expect(problems).toEqual(['error param.unknown']);
    expect(message).toContain('amount, tint, centre');
  });

  it('names such as constructor and __proto__ are only names', () => {
    expect(fx(JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Record<string, ParamValue>).problems.every((p) => p === 'error param.unknown')).toBe(true);
  });
});

describe('overrides', () => {
  it('change size, rate and values without touching the document', () => {
    const { c, base } = fx({ amount: 0.1 }, { overrides: { size: { width: 854, height: 480 }, fps: '30000/1001', set: { 'fx.amount': 0.9, 'fx.tint.r': 0.5 } } });
    expect(c.plan.canvas).toMatchObject({ width: 854, height: 480, fps: [30000, 1001] });
    expect([base('amount'), base('tint.r'), base('tint.g')]).toEqual([0.9, 0.5, 1]);
  });

  it('that name no node, parameter or component are errors', () => {
    expect(fx({}, { overrides: { set: { 'gone.amount': 1 } } }).problems).toEqual(['error render.option']);
    expect(fx({}, { overrides: { set: { 'fx.gone': 1 } } }).problems).toEqual(['error param.unknown']);
    expect(fx({}, { overrides: { set: { 'fx.tint.q': 1 } } }).problems).toEqual(['error param.unknown']);
  });

  it('rates are kept as exact fractions', () => {
    for (const [fps, wanted] of [[25, [25, 1]], ['30', [30, 1]], ['60/2', [30, 1]], ['1000000/66667', [1000000, 66667]], [23.976, [2997, 125]]] as const) {
      expect(fx({}, { overrides: { fps } }).c.plan.canvas.fps).toEqual(wanted);
    }
  });
});

describe('files that parameters name', () => {
  it('are listed before compiling, also those of --set', () => {
    const patch = patchOf({ a: { type: 't.curves', params: { lut: 'a.cube' } }, b: { type: 't.curves', params: { lut: 'a.cube' } }, c: 't.curves' });
    expect(filesNamed(patch, catalog, { 'c.lut': 'c.cube' })).toEqual([{ file: 'a.cube', node: 'a' }, { file: 'c.cube', node: 'c' }]);
  });
});

describe('unknown types', () => {
  it('are named once, their wires are kept out, and the rest plays', () => {
    const c = planOf(patchOf({ x: { type: 'fx.effect', params: { what: 1 } }, src: 't.source', b: 't.blend', out: 't.screen' },
      ['src.out -> x.inputImage', 'x.out -> b.endImage', 'src.out -> b.startImage', 'b.out -> out.inputImage', 'x.level -> src.level']));
    expect(c.diagnostics).toMatchObject([{ code: 'node.unknown-type', node: 'x' }]);
    expect(c.diagnostics[0]!.message).toContain("Did you mean 't.effect'?");
    expect(c.plan.nodes.map((n) => n.path)).toEqual(['b', 'out', 'src']);
  });
});
