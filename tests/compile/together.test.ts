import { describe, expect, it } from 'vitest';
import { LANES, type SoundStep } from '../../runtime/plan/types.ts';
import type { Catalog, NodeType } from '../../runtime/catalog/types.ts';
import { compile } from '../../runtime/compile/index.ts';
import { catalogOf, nodeTypes } from './fixture/types.ts';
import { patchOf } from './fixture/patch.ts';
import { randomFrom, reordered } from './fixture/random.ts';

type Dsp = Extract<SoundStep, { op: 'dsp' }>;

/** Every program has one for several voices. */
const wide: Catalog = catalogOf(nodeTypes.map((t): NodeType => (t.faust ? { ...t, faust: { ...t.faust, wide: `/cache/${t.id}.wide` } } : t)));
const planOf = (patch: ReturnType<typeof patchOf>, fuse = true) => compile({ patch, catalog: wide, media: { m: '/clip.mp4' }, fuse }).plan!;
const groups = (steps: readonly SoundStep[]): Dsp[][] => {
  const by = new Map<number, Dsp[]>();
  for (const s of steps) if (s.op === 'dsp' && s.together >= 0) by.set(s.together, [...by.get(s.together) ?? [], s]);
  return [...by.values()];
};
const voices = (n: number) => {
  const nodes: Record<string, string> = { out: 't.speaker' };
  const wires: string[] = [];
  for (let i = 0; i < n; i++) {
    Object.assign(nodes, { [`o${i}`]: 't.osc', [`f${i}`]: 't.filter' });
    wires.push(`o${i}.out -> f${i}.in`, `f${i}.out -> out.in`);
  }
  return patchOf(nodes, wires);
};
const lanes = (group: readonly Dsp[]) => group.reduce((sum, s) => sum + s.instances.length, 0);

describe('equal voices', () => {
  it('stand together, as many as a program has lanes', () => {
    const all = groups(planOf(voices(21)).sound.steps);
    expect(all.map((g) => g.length)).toEqual([8, 8, 8, 8, 5, 5]);
    for (const g of all) expect(new Set(g.map((s) => s.program)).size).toBe(1);
  });

  it('that are few are left alone', () => {
    expect(groups(planOf(voices(3)).sound.steps)).toEqual([]);
  });

  it('are left alone where nodes shall not share programs, and where there is no program for several', () => {
    expect(groups(planOf(voices(8), false).sound.steps)).toEqual([]);
    expect(groups(compile({ patch: voices(8), catalog: catalogOf(nodeTypes), media: {} }).plan!.sound.steps)).toEqual([]);
  });

  it('take a lane per channel where a mono program hears a wide sound', () => {
    const nodes: Record<string, string | { type: string; media: string }> = { clip: { type: 't.clip', media: 'm' }, out: 't.speaker' };
    const wires: string[] = [];
    for (let i = 0; i < 6; i++) {
      nodes[`f${i}`] = 't.filter';
      wires.push(`clip.audio -> f${i}.in`, `f${i}.out -> out.in`);
    }
    const all = groups(planOf(patchOf(nodes, wires, { media: { m: { path: 'clip.mp4' } } })).sound.steps);
    expect(all.map(lanes)).toEqual([8, 4]);
  });

  it('never wait for each other: what one reads, none of its group writes; no buffer serves two of them', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomFrom(seed);
      const nodes: Record<string, string> = { out: 't.speaker' };
      const wires: string[] = [];
      const kinds = ['t.osc', 't.filter', 't.filter', 't.pan', 't.rms', 't.lfo', 't.ring'];
      const made: { id: string; kind: string }[] = [];
      for (let i = 0; i < 40; i++) {
        const kind = kinds[Math.floor(random() * kinds.length)]!;
        const id = `n${String(i).padStart(2, '0')}`;
        nodes[id] = kind;
        const from = (kindsOf: string[]) => made.filter((m) => kindsOf.includes(m.kind)).at(-1 - Math.floor(random() * 6))?.id;
        const sound = from(['t.osc', 't.filter', 't.pan', 't.ring']), signal = from(['t.lfo', 't.rms']);
        if (sound && ['t.filter', 't.pan', 't.rms', 't.ring'].includes(kind)) wires.push(`${sound}.out -> ${id}.in`);
        if (signal && kind === 't.filter') wires.push(`${signal}.out -> ${id}.cutoff`);
        if (kind !== 't.lfo' && kind !== 't.rms') wires.push(`${id}.out -> out.in`);
        made.push({ id, kind });
      }
      const patch = patchOf(nodes, wires);
      const plan = planOf(patch);
      for (let i = 0; i < 2; i++) expect(planOf(reordered(patch, random))).toEqual(plan);
      for (const group of groups(plan.sound.steps)) {
        expect(lanes(group)).toBeLessThanOrEqual(LANES);
        const at = group.map((s) => plan.sound.steps.indexOf(s));
        expect(at.at(-1)! - at[0]!).toBe(group.length - 1);
        const written = group.flatMap((s) => s.instances.flatMap((i) => i.outs));
        expect(new Set(written).size).toBe(written.length);
        for (const b of group.flatMap((s) => [...s.instances.flatMap((i) => i.ins), ...s.through])) expect(written).not.toContain(b);
      }
      // every buffer that is read was written before, by the same node as without groups
      const single = planOf(patch, false);
      expect(meaning(plan)).toEqual(meaning(single));
    }
  });
});

/** What each node hears, by the nodes it comes from, whatever the order and the numbers of buffers. */
function meaning(plan: ReturnType<typeof planOf>): Record<string, unknown> {
  const path = (n: number) => plan.nodes[n]!.path;
  const buffer: string[] = ['silence'], slot: string[] = ['0', 'time', 'beat', 'frame'];
  const out: Record<string, unknown> = {};
  for (const s of plan.sound.steps) {
    switch (s.op) {
      case 'dsp': {
        const ins = s.rate === 'signal' ? slot : buffer, outs = s.rate === 'audio' ? buffer : slot;
        out[path(s.node)] = s.instances.map((i) => i.ins.map((b) => ins[b] ?? 'nothing'));
        s.instances.forEach((i, copy) => i.outs.forEach((b, o) => { outs[b] = `${path(s.node)}.${copy}.${o}`; }));
        break;
      }
      case 'mix': buffer[s.out] = `(${s.ins.map((b) => buffer[b]).sort().join(' + ')})`; break;
      case 'ramp': buffer[s.out] = `ramp ${slot[s.in]}`; break;
      case 'add': slot[s.out] = `(${s.ins.map((b) => slot[b]).sort().join(' + ')})`; break;
      case 'out': out[path(s.node)] = s.ins.map((b) => buffer[b]); break;
      default: break;
    }
  }
  for (const r of plan.rows) if (r.mods.length > 0) out[r.id] = r.mods.map((m) => slot[m.signal]);
  return out;
}
