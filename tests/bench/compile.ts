import { readFileSync } from 'node:fs';
import { compile as compilePatch, newCache } from '../../runtime/compile/index.ts';
import type { Patch, Wire } from '../../runtime/document/types.ts';
import { shippedCatalog } from '../compile/fixture/shipped.ts';
import { median } from './measure.ts';
import { patchOf, type PlacedNode } from './patch.ts';
import { ms, ns, type Measured } from './table.ts';

const pictures = ['util.levels', 'util.hsl_adjust', 'util.blur', 'fx.vignette', 'fx.pixelate', 'fx.film_grain'];

/** Chains of pictures and of sounds, each node of which is moved by a signal. n: nodes in all. */
function chains(n: number): Patch {
  const nodes: Record<string, PlacedNode> = { color: { type: 'util.color' }, osc: { type: 'util.oscillator' }, screen: { type: 'util.video_out' }, speaker: { type: 'util.audio_out' } };
  const groups = Math.max(1, Math.floor((n - 4) / 4));
  const wires: (string | Wire)[] = ['color.out -> p0.inputImage', 'osc.out -> a0.in', `p${groups - 1}.out -> screen.video`, `a${groups - 1}.out -> speaker.in`];
  for (let i = 0; i < groups; i++) {
    Object.assign(nodes, { [`p${i}`]: { type: pictures[i % pictures.length]! }, [`a${i}`]: { type: 'fx.filter' }, [`l${i}`]: { type: 'mod.lfo' }, [`m${i}`]: { type: 'op.math' } });
    wires.push(`l${i}.out -> m${i}.b`, { from: `m${i}.out`, to: `a${i}.cutoff`, stage: 'modulation', mode: 'add', depth: 0.5 }, { from: `l${i}.out`, to: `p${i}.$mix`, stage: 'modulation', mode: 'multiply', depth: 0.5 });
    if (i > 0) wires.push(`p${i - 1}.out -> p${i}.inputImage`, `a${i - 1}.out -> a${i}.in`, `m${i - 1}.out -> m${i}.a`);
  }
  return patchOf(nodes, wires, { width: 1280, height: 720 });
}

/** How long compile takes, and how that grows. Warm: programs of node types are put together already, as in an edit. */
export async function compile(): Promise<Measured> {
  const catalog = await shippedCatalog();
  const patches = [10, 100, 1000, 10_000].map((n) => ({ n, times: Math.max(1, Math.round(2000 / n)), patch: chains(n), cold: [] as number[], warm: [] as number[], cache: newCache() }));
  for (let round = 0; round < 9; round++)
    for (const p of patches) {
      if (p.n >= 10_000 && round >= 5) continue;
      p.cold.push(seconds(p.times, () => compilePatch({ patch: p.patch, catalog, media: {}, cache: newCache() })));
      p.warm.push(seconds(p.times, () => compilePatch({ patch: p.patch, catalog, media: {}, cache: p.cache })));
    }
  const last = compilePatch({ patch: patches[1]!.patch, catalog, media: {} });
  const errors = last.diagnostics.filter((d) => d.severity === 'error');
  if (!last.plan || errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 3)));
  const lines = patches.map((p, i) => {
    const before = patches[i - 1];
    const warm = median(p.warm);
    return {
      what: `${p.n.toLocaleString('en')} nodes`,
      ours: `${ms(warm)} (cold ${ms(median(p.cold))})`,
      theirs: `${ns(warm / Object.keys(p.patch.nodes).length)} a node`,
      ...(before ? { ratio: warm / median(before.warm), ...(p.n === 10_000 ? { goal: 10 } : {}) } : {}),
    };
  });
  return { title: 'Compile (processor time of its thread)', lines, notes: ['ratio: time against a tenth of the nodes; 10× is linear', '1,000 nodes should take no more than 30 ms', 'cold: with nothing kept from an earlier compile, not even the programs of node types'] };
}

/**
 * Time that the thread was given: what else runs on the machine is not in it. Field 1 of schedstat, nanoseconds; it moves
 * in steps of a scheduler's tick, so short work is done many times.
 */
function seconds(times: number, work: () => unknown): number {
  const given = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]);
  const start = given();
  for (let i = 0; i < times; i++) work();
  return (given() - start) / 1e9 / times;
}
