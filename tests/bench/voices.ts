import { installed, interleaved, median, type Cost } from './measure.ts';
import { patchOf, type PlacedNode } from './patch.ts';
import type { Play } from './play.ts';
import { play } from './player.ts';
import * as pd from './rivals/pd.ts';
import * as scsynth from './rivals/scsynth.ts';
import { ns, type Line, type Measured } from './table.ts';

const voicesCount = 500, rate = 48_000;
// The difference of two lengths leaves start and preparing out.
const short = 1, long = 7;
const frequencies = Array.from({ length: voicesCount }, (_, i) => 55 + ((i * 37) % 440));

function patch(seconds: number): Play {
  const nodes: Record<string, PlacedNode> = { speaker: { type: 'util.audio_out' } };
  const wires: string[] = [];
  frequencies.forEach((frequency, i) => {
    Object.assign(nodes, { [`o${i}`]: { type: 'util.oscillator', params: { shape: 1, frequency } }, [`f${i}`]: { type: 'fx.filter', params: { cutoff: 1000, resonance: 0.35 } }, [`g${i}`]: { type: 'util.gain', params: { gain: -54 } } });
    wires.push(`o${i}.out -> f${i}.in`, `f${i}.out -> g${i}.in`, `g${i}.out -> speaker.in`);
  });
  return { patch: patchOf(nodes, wires, { width: 64, height: 64 }), seconds, picture: false, sound: true };
}

/** 500 voices of saw → resonant low-pass → gain → mix, offline. */
export async function voices(folder: string, rounds = 3): Promise<Measured> {
  const programs = { scsynth: installed('scsynth'), pd: installed('pd') };
  const ours = async (): Promise<Cost> => {
    const { plays } = await play(folder, [patch(short), patch(long)]);
    return less(plays[1]![0]!, plays[0]![0]!);
  };
  const cases: Record<string, () => Promise<Cost>> = { ours };
  if (programs.scsynth) cases.scsynth = async () => less(await scsynth.renderVoices(programs.scsynth!, folder, frequencies, long, rate), await scsynth.renderVoices(programs.scsynth!, folder, frequencies, short, rate));
  if (programs.pd) cases.pd = async () => less(await pd.renderVoices(programs.pd!, folder, frequencies, long, rate), await pd.renderVoices(programs.pd!, folder, frequencies, short, rate));
  const costs = await interleaved(rounds, cases);
  const each = (name: string) => median(costs[name]!.map((c) => c.cpu)) / (voicesCount * rate * (long - short));
  const others = Object.keys(cases).filter((n) => n !== 'ours');
  const best = others.length > 0 ? others.reduce((x, y) => (each(y) < each(x) ? y : x)) : null;
  const lines: Line[] = [
    { what: 'a voice and sample', ours: ns(each('ours')), ...(best ? { theirs: `${best} ${ns(each(best))}`, ratio: each('ours') / each(best), goal: 1.2 } : {}) },
    ...others.filter((n) => n !== best).map((n) => ({ what: 'the same', ours: ns(each('ours')), theirs: `${n} ${ns(each(n))}`, ratio: each('ours') / each(n) })),
  ];
  const missing = { scsynth: 'supercollider-server', pd: 'puredata-core' };
  return {
    title: `${voicesCount} voices of saw → resonant low-pass → gain → mix, offline (processor time)`,
    lines,
    notes: [
      ...(['scsynth', 'pd'] as const).filter((n) => !programs[n]).map((n) => `${n} is not installed (Debian: ${missing[n]}): not compared`),
      'scsynth: Saw, RLPF, *, Out with their controls at control rate; pd: phasor~ (not band-limited), vcf~, *~, dac~',
    ],
  };
}

const less = (a: Cost, b: Cost): Cost => ({ wall: a.wall - b.wall, cpu: a.cpu - b.cpu });
