/** Clips and music through a whole render, against what FFmpeg's own programs make of the same files. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MediaInfo } from '../../runtime/engine/engine.ts';
import type { Manifest } from '../../runtime/render/manifest.ts';
import { patchOf } from '../cli/fixture/patch.ts';
import { openPlace, root, type Place } from '../cli/fixture/weft.ts';

const media = process.env.WEFT_SHARED ? join(process.env.WEFT_SHARED, 'media') : join(root, '..', 'shared', 'media');
const absent = [
  ...['street.avi', 'tree.avi', 'music.ogg'].some((f) => !existsSync(join(media, f))) ? ['the clips of ../shared/media are not here'] : [],
  ...spawnSync('ffmpeg', ['-version']).status === 0 ? [] : ['the ffmpeg program is not installed'],
].join(', and ');

let place: Place;
beforeAll(() => { place = openPlace(); });
afterAll(() => place.gone());

const [width, height] = [96, 72];

/** Frames of a file as grey pictures, averaged down, by FFmpeg's own decoder. rate: what is missing is filled up. */
function frames(path: string, rate?: string): Buffer[] {
  const run = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-vsync', 'passthrough', '-vf', `${rate ? `fps=${rate}:round=down,` : ''}scale=${width}:${height}:flags=area`, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'], { maxBuffer: 2 ** 30 });
  expect(run.stderr.toString()).toBe('');
  return Array.from({ length: run.stdout.length / (width * height) }, (_, k) => run.stdout.subarray(k * width * height, (k + 1) * width * height));
}

/** What moves: each picture less the mean of all, so that a difference in colour matrices does not count. */
function moving(list: readonly Buffer[]): Float32Array[] {
  const mean = new Float32Array(width * height);
  for (const f of list) for (let i = 0; i < mean.length; i++) mean[i]! += f[i]! / list.length;
  return list.map((f) => Float32Array.from(f, (v, i) => v - mean[i]!));
}

const apart = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
};

describe('frame k out is frame k in', () => {
  test.for([
    ['street.avi', '10', 795, '768x576'], ['tree.avi', '1000000/66667', 444, '320x240'],
  ] as const)('for %s at %s frames a second', async ([file, rate, count, size], { skip }) => {
    if (absent) return skip(absent);
    const patch = place.put(`${file}.weft.json`, patchOf({ n_clip: { type: 'util.video_in', media: 'm' }, n_out: 'util.video_out' }, ['n_clip.video -> n_out.video'], { media: { m: { path: join(media, file) } } }));
    const [num, den = 1] = rate.split('/').map(Number) as [number, number?];
    const out = place.path(`${file}.mkv`);
    const ran = await place.weft('render', patch, '-o', out, '--library', media, '--fps', rate, '--size', size, '--to', String((count * den) / num), '--preset', 'ultrafast');
    expect(ran.code, ran.err).toBe(0);

    const { answer } = await place.json<MediaInfo>('probe', out);
    expect(answer.video[0]).toMatchObject({ frames: count, variable: false });
    const [into, from] = [moving(frames(join(media, file), rate)), moving(frames(out))];
    expect(from).toHaveLength(count);
    const wrong: string[] = [];
    for (let k = 0; k < count; k++) {
      const own = apart(from[k]!, into[k]!);
      for (const other of [k - 2, k - 1, k + 1, k + 2]) {
        // a frame that stands still is as near as its neighbour
        if (into[other] && apart(into[k]!, into[other]!) > 0.02 && apart(from[k]!, into[other]!) <= own) wrong.push(`${k} is rather ${other}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('for a clip that is twice as slow: each frame stands for two', async ({ skip }) => {
    if (absent) return skip(absent);
    const patch = place.put('slow.weft.json', patchOf({ n_clip: { type: 'util.video_in', media: 'm', params: { rate: 0.5 } }, n_out: 'util.video_out' }, ['n_clip.video -> n_out.video'], { media: { m: { path: join(media, 'street.avi') } } }));
    const run = async (out: string, ...more: string[]): Promise<string[]> => {
      const ran = await place.weft('render', patch, '-o', place.path(out), '--library', media, '--fps', '10', '--size', '96x72', ...more);
      expect(ran.code, ran.err).toBe(0);
      return (JSON.parse(readFileSync(place.path(`${out}.manifest.json`), 'utf8')) as Manifest).frames;
    };
    const slow = await run('slow.mkv', '--to', '4');
    const plain = await run('plain.mkv', '--to', '2', '--set', 'n_clip.rate=1');
    expect(slow.filter((_, k) => k % 2 === 0)).toEqual(plain);
    expect(slow.filter((_, k) => k % 2 === 1)).toEqual(plain);
  });
});

describe('five minutes of music', () => {
  test('stay with the picture to the sample', async ({ skip }) => {
    if (absent) return skip(absent);
    const path = join(media, 'music.ogg'), seconds = 300, rate = 48_000;
    const patch = place.put('music.weft.json', patchOf(
      { n_music: { type: 'util.audio_in', media: 'm' }, n_ear: 'util.audio_out', n_grey: 'util.color', n_eye: 'util.video_out' },
      ['n_music.audio -> n_ear.in', 'n_grey.out -> n_eye.video'], { media: { m: { path } }, duration: seconds },
    ));
    const out = place.path('music.mov');
    const ran = await place.weft('render', patch, '-o', out, '--library', media, '--size', '32x18', '--fps', '30000/1001');
    expect(ran.code, ran.err).toBe(0);

    const { answer } = await place.json<MediaInfo>('probe', out);
    const length = answer.video[0]!.frames;
    expect(length).toBe(Math.ceil((seconds * 30_000) / 1001));
    const [into, from] = [sound(path, rate), sound(out, rate)];
    // as long as its frames, to the sample
    expect(from.length / 2).toBe(Math.floor((length * 1001 * rate) / 30_000));
    for (const at of [0.5, 3, 60, 150.25, 299, seconds - 0.3]) expect([at, shift(into, from, Math.round(at * rate))]).toEqual([at, 0]);
    // and it is the same sound, but for 16 bits and another resampler
    expect(level(from, into)).toBeLessThan(-50);
  });

  /** Samples of both channels, interleaved, as FFmpeg's program resamples them. */
  function sound(path: string, rate: number): Float32Array {
    const run = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-ac', '2', '-ar', String(rate), '-'], { maxBuffer: 2 ** 30 });
    expect(run.stderr.toString()).toBe('');
    const bytes = Uint8Array.from(run.stdout);
    return new Float32Array(bytes.buffer);
  }

  /** By how many samples, -40..40, a fifth of a second of `b` around `at` has to move to lie best on `a`. */
  function shift(a: Float32Array, b: Float32Array, at: number): number {
    let best = 0, least = Infinity;
    for (let by = -40; by <= 40; by++) {
      let sum = 0;
      for (let i = at - 4800; i < at + 4800; i++) sum += (a[2 * (i + by)]! - b[2 * i]!) ** 2;
      if (sum < least) [best, least] = [by, sum];
    }
    return best;
  }

  /** Power of what is different, in dB against the power of `b`, over what both hold. */
  function level(a: Float32Array, b: Float32Array): number {
    let difference = 0, power = 0;
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      difference += (a[i]! - b[i]!) ** 2;
      power += b[i]! ** 2;
    }
    return 10 * Math.log10(difference / power);
  }
});
