import { join } from 'node:path';
import { median, run } from './measure.ts';
import { patchOf, type PlacedNode } from './patch.ts';
import type { Play, Played } from './play.ts';
import { play } from './player.ts';
import { ms, type Measured } from './table.ts';

const size = { width: 1920, height: 1080 };
const short = 3, long = 15; // frames
const mixed = ['util.levels', 'util.hsl_adjust', 'fx.vignette', 'util.levels', 'util.hsl_adjust', 'fx.vignette', 'util.levels', 'util.hsl_adjust'];

function chain(picture: string, types: readonly string[], fuse = true): Omit<Play, 'seconds'> {
  const nodes: Record<string, PlacedNode> = { still: { type: 'util.image_in', media: 'm' }, screen: { type: 'util.video_out' } };
  const wires: string[] = [];
  let at = 'still.video';
  types.forEach((type, i) => {
    nodes[`n${i}`] = { type };
    wires.push(`${at} -> n${i}.inputImage`);
    at = `n${i}.out`;
  });
  return { patch: patchOf(nodes, [...wires, `${at} -> screen.video`], size, { m: picture }), fuse, picture: true, sound: false };
}

/** What eight pointwise nodes cost over one, drawn on a still picture: it is decoded and uploaded once. */
export async function chainOfEight(folder: string, rounds = 3): Promise<Measured> {
  const picture = join(folder, 'still.png');
  await run('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=size=${size.width}x${size.height}`, '-frames:v', '1', picture]);
  const eight = (type: string) => Array<string>(8).fill(type);
  const cases = {
    source: chain(picture, []),
    levels: chain(picture, ['util.levels']), levels8: chain(picture, eight('util.levels')), levelsApart: chain(picture, eight('util.levels'), false),
    hsl: chain(picture, ['util.hsl_adjust']), vignette: chain(picture, ['fx.vignette']),
    mixed: chain(picture, mixed), mixedApart: chain(picture, mixed, false),
  };
  const names = Object.keys(cases) as (keyof typeof cases)[];
  const { plays } = await play(folder, names.flatMap((k) => [short, long].map((frames) => ({ ...cases[k], seconds: frames / 30 }))), rounds);
  const software = /llvmpipe|softpipe|swrast/i.test(plays[0]![0]!.renderer);
  // In software the time of all cores counts, on a GPU the time that passes. The difference of two lengths leaves preparing out.
  const time = (p: Played) => (software ? p.cpu : p.wall);
  const cost = (k: keyof typeof cases) => {
    const i = 2 * names.indexOf(k);
    return median(plays[i]!.map((p, round) => (time(plays[i + 1]![round]!) - time(p)) / (long - short)));
  };
  const source = cost('source');
  const net = (k: keyof typeof cases) => cost(k) - source;
  const one = net('levels');
  const mean = mixed.reduce((sum, t) => sum + net(t === 'util.levels' ? 'levels' : t === 'util.hsl_adjust' ? 'hsl' : 'vignette'), 0) / mixed.length;
  return {
    title: 'A chain of 8 pointwise nodes at 1080p (a frame, the source alone taken off)',
    lines: [
      { what: '8 × levels', ours: ms(net('levels8')), theirs: `one ${ms(one)}`, ratio: net('levels8') / one, goal: 1.6 },
      { what: '8 × levels, a program each', ours: ms(net('levelsApart')), theirs: `one ${ms(one)}`, ratio: net('levelsApart') / one },
      { what: 'levels, hsl_adjust, vignette in turn', ours: ms(net('mixed')), theirs: `mean of one ${ms(mean)}`, ratio: net('mixed') / mean, goal: 1.6 },
      { what: 'the same, a program each', ours: ms(net('mixedApart')), theirs: `mean of one ${ms(mean)}`, ratio: net('mixedApart') / mean },
    ],
    notes: [`drawn by ${plays[0]![0]!.renderer}; ${software ? 'processor time of all cores' : 'time that passed'}`, `the source and its read-back alone: ${ms(source)}`],
  };
}
