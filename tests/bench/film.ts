import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleaved, medianCost, run, type Cost } from './measure.ts';
import { patchOf, type PlacedNode } from './patch.ts';
import type { Play, Result } from './play.ts';
import { play } from './player.ts';
import { ms, s, type Line, type Measured } from './table.ts';

const media = join(dirname(fileURLToPath(import.meta.url)), '../../graphs/media');
const size = { width: 1920, height: 1080 };
const seconds = 5, frames = seconds * 30;
// 1 % of the height, as util.blur has it by default
const sigma = 10.8;

/** A film with effects against ffmpeg doing the same: whole, and the effects alone, with what decoding and encoding cost. */
export async function film(folder: string, rounds = 3): Promise<Measured> {
  const [a, b] = [join(folder, 'a.mp4'), join(folder, 'b.mp4')];
  for (const [from, to] of [['street.mp4', a], ['tree.mp4', b]] as const)
    await run('ffmpeg', ['-v', 'error', '-y', '-stream_loop', '-1', '-i', join(media, from), '-an', '-vf', `scale=${size.width}:${size.height}:flags=bicubic:out_color_matrix=bt709,fps=30,noise=alls=6:allf=t,format=yuv420p`,
      '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-frames:v', String(frames), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', to]);
  const out = join(folder, 'out.mp4');
  const encode = ['-an', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', out];
  const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  const effects = `[0:v]eq=contrast=1.2:brightness=0.02:gamma=1.1,hue=h=20:s=1.2,gblur=sigma=${sigma}[x];[x][1:v]blend=all_mode=normal:all_opacity=0.5,format=yuv420p[o]`;
  const weft = (p: Play) => play(folder, [p]);
  const r = await interleaved<string, (Cost & { stdout: string }) | (Result & { whole: Cost })>(rounds, {
    theirs: () => ffmpeg('-i', a, '-i', b, '-filter_complex', effects, '-map', '[o]', ...encode),
    ours: () => weft(graph(a, b, 'effects', out)),
    theirsThrough: () => ffmpeg('-i', a, ...encode),
    oursThrough: () => weft(graph(a, b, 'through', out)),
    theirsDecode: () => ffmpeg('-i', a, '-f', 'null', '-'),
    oursDecode: () => weft(graph(a, b, 'through')),
    oursNothing: () => weft(graph(a, b, 'nothing')),
  });
  const their = (k: string) => medianCost(r[k] as (Cost & { stdout: string })[]);
  const our = (k: string) => medianCost((r[k] as Result[]).map((x) => x.plays[0]![0]!));
  const whole = medianCost((r.ours as (Result & { whole: Cost })[]).map((x) => x.whole));
  const t = { all: their('theirs'), through: their('theirsThrough'), decode: their('theirsDecode') };
  const o = { all: our('ours'), through: our('oursThrough'), decode: our('oursDecode'), nothing: our('oursNothing') };
  const zero: Cost = { wall: 0, cpu: 0 };
  // Left after one clip decoded and encoded, and a second decoded. Ours: drawing nothing has the read-back in it, and stays in `through`.
  const less = (from: Cost, ...what: Cost[]): Cost => what.reduce((x, y) => ({ wall: x.wall - y.wall, cpu: x.cpu - y.cpu }), from);
  const both = (what: string, ours: Cost, theirs: Cost, goal?: number): Line[] => [
    { what: `${what}, processor time`, ours: s(ours.cpu), theirs: s(theirs.cpu), ratio: ours.cpu / theirs.cpu, ...(goal === undefined ? {} : { goal }) },
    { what: `${what}, time that passed`, ours: s(ours.wall), theirs: s(theirs.wall), ratio: ours.wall / theirs.wall },
  ];
  const p = (r.ours as Result[])[0]!.plays[0]![0]!;
  return {
    title: `${seconds} s of 1080p H.264 → levels → hue → gaussian blur → 50 % of a second clip → x264 ultrafast, against ffmpeg`,
    lines: [
      ...both('whole render', o.all, t.all, 3),
      ...both('with start of the program', whole, t.all),
      ...both('effects alone', less(o.all, o.through, less(o.decode, o.nothing)), less(t.all, t.through, t.decode)),
      ...both('floor: a clip decoded', less(o.decode, o.nothing), less(t.decode, zero)),
      ...both('floor: encoded', less(o.through, o.decode), less(t.through, t.decode)),
    ],
    notes: [
      `drawn by ${p.renderer}, ${cpus().length} cores; medians of ${rounds} interleaved runs`,
      `seconds of one render: ${Object.entries(p.seconds).map(([k, v]) => `${k} ${v.toFixed(2)}`).join(', ')} (${ms(p.wall / frames)} a frame)`,
      'weft works in RGBA and its floor of decoding has the conversion and the upload in it; ffmpeg works in YCbCr 4:2:0 (eq, hue, gblur, blend)',
    ],
  };
}

function graph(a: string, b: string, what: 'effects' | 'through' | 'nothing', out?: string): Play {
  const nodes: Record<string, PlacedNode> = { screen: { type: 'util.video_out' } };
  const wires: string[] = [];
  if (what === 'nothing') nodes.a = { type: 'util.color' };
  else nodes.a = { type: 'util.video_in', media: 'a' };
  if (what === 'effects') {
    Object.assign(nodes, {
      levels: { type: 'util.levels', params: { black: 0.06, white: 0.92, gamma: 1.1 } }, hue: { type: 'util.hsl_adjust', params: { hue: 20, saturation: 1.2 } },
      blur: { type: 'util.blur' }, b: { type: 'util.video_in', media: 'b' }, blend: { type: 'util.blend', params: { opacity: 0.5 } },
    });
    wires.push('a.video -> levels.inputImage', 'levels.out -> hue.inputImage', 'hue.out -> blur.inputImage', 'blur.out -> blend.inputImage', 'b.video -> blend.layer', 'blend.out -> screen.video');
  } else wires.push(`a.${what === 'nothing' ? 'out' : 'video'} -> screen.video`);
  return { patch: patchOf(nodes, wires, size, what === 'nothing' ? {} : what === 'through' ? { a } : { a, b }), seconds, picture: true, sound: false, ...(out === undefined ? {} : { film: out }) };
}
