/** Where a render writes: whole or not at all, whatever stops it. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { film, patchOf } from './fixture/patch.ts';
import { openPlace, refused, type Place, type Started } from './fixture/weft.ts';

let place: Place;
let patch: string;
beforeAll(() => {
  place = openPlace();
  patch = place.put('it.weft.json', film());
});
afterAll(() => place.gone());

describe('an output that cannot be written is refused before anything is played', () => {
  const cases: readonly [name: string, out: string, says: RegExp][] = [
    ['in a folder that is not there', 'nowhere/out.mp4', /does not exist/],
    ['beneath a file', 'it.weft.json/out.mp4', /not a folder/],
    ['of a form that is not known', 'out.xyz', /\.mp4/],
    ['without an ending', 'out', /\.mp4/],
    ['a sequence of films', 'out-%05d.mp4', /sequence/],
    ['frame numbers in the folder', '%05d/out.png', /folder|file name/],
  ];
  test.concurrent.each(cases)('%s', async (_, out, says) => {
    await refused(place, ['render', patch, '-o', place.path(out)], { code: 'output.write', says });
  });

  test('a folder that has the name', async () => {
    mkdirSync(place.path('taken.mp4'));
    await refused(place, ['render', patch, '-o', place.path('taken.mp4')], { code: 'output.exists', says: /not a file/ });
  });

  test('sound of a patch without sound, and a picture of one without pictures', async () => {
    const silent = place.put('silent.weft.json', patchOf({ n_a: 'util.color', n_out: 'util.video_out' }, ['n_a.out -> n_out.video']));
    const blind = place.put('blind.weft.json', patchOf({ n_a: 'util.oscillator', n_out: 'util.audio_out' }, ['n_a.out -> n_out.in']));
    await refused(place, ['render', silent, '-o', place.path('out.wav')], { code: 'output.none', says: /audio_out/ });
    await refused(place, ['render', blind, '-o', place.path('out.png')], { code: 'output.none', says: /video_out/ });
  });

  test('a profile in a form that cannot hold it', async () => {
    await refused(place, ['render', patch, '-o', place.path('out.mp4'), '--profile', 'master_4k_prores'], { code: 'render.option', says: /mov/ });
  });
});

test('a render that fails leaves the file that was there, and nothing beside it', async () => {
  place.put('kept/nodes/bad.fs', '/*{}*/\nvoid main() { gl_FragColor = nothing; }\n');
  const bad = place.put('kept/it.weft.json', patchOf({ n_x: 'user.bad', n_out: 'util.video_out' }, ['n_x.out -> n_out.video']));
  place.put('kept/out.mp4', 'what was there');
  place.put('kept/out.mp4.manifest.json', 'and its manifest');
  const before = place.list();
  expect((await place.weft('render', bad, '-o', place.path('kept/out.mp4'))).code).toBe(2);
  expect(readFileSync(place.path('kept/out.mp4'), 'utf8')).toBe('what was there');
  expect(readFileSync(place.path('kept/out.mp4.manifest.json'), 'utf8')).toBe('and its manifest');
  expect(place.list()).toEqual(before);
});

test('a render that succeeds replaces the file that was there', async () => {
  place.put('new/out.png', 'what was there');
  const { code, err } = await place.weft('render', patch, '-o', place.path('new/out.png'));
  expect(code, err).toBe(0);
  expect(readFileSync(place.path('new/out.png')).subarray(1, 4).toString()).toBe('PNG');
  expect(place.list().filter((f) => f.startsWith('new/'))).toEqual(['new/out.png', 'new/out.png.manifest.json']);
});

describe('on a full or locked disk', () => {
  const rootOnly = 'only root may mount a small file system to fill';
  const mounts: string[] = [];
  afterAll(() => { for (const m of mounts) spawnSync('umount', [m]); });

  /** A small file system of its own; null where this machine does not let us. */
  function disk(name: string, options: string): string | null {
    const at = place.path(name);
    mkdirSync(at);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at]).status !== 0) return null;
    mounts.push(at);
    return at;
  }

  test.for(['mp4', 'mov', 'mkv', 'wav', 'aiff', 'png sequence'])('%s: a sentence, what was there stays, nothing is left behind', async (form, { skip }) => {
    const at = disk(`full-${form.replace(' ', '-')}`, 'size=96k');
    if (!at) return skip(rootOnly);
    const name = form === 'png sequence' ? 'frame-%05d.png' : `out.${form}`;
    place.put(`full-${form.replace(' ', '-')}/${name}`, 'what was there');
    const noisy = place.put(`noisy-${form.replace(' ', '-')}.weft.json`, film({ duration: 20, canvas: { width: 320, height: 180, fps: 10, depth: 8, pictureDelay: 2 } }));
    const { code, answer } = await place.json('render', noisy, '-o', `${at}/${name}`);
    expect(answer.diagnostics).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'output.write', severity: 'error', message: expect.stringMatching(/space|full/i) as string })]));
    expect(code).toBe(2);
    expect(readdirSync(at)).toEqual([name]);
    expect(readFileSync(`${at}/${name}`, 'utf8')).toBe('what was there');
  });

  test('a disk that cannot be written to is refused', async ({ skip }) => {
    const at = disk('locked', 'size=1m,ro');
    if (!at) return skip(rootOnly);
    await refused(place, ['render', patch, '-o', `${at}/out.mp4`], { code: 'output.write', says: /cannot be written/ });
  });
});

describe('Ctrl-C', () => {
  const long = () => place.put('long/it.weft.json', film({ duration: 36_000 }));

  test.each(['out.mp4', 'out.mov', 'frame-%05d.png', 'out.wav'])('while %s is written: exit code 130, no partial file, no process left', async (name) => {
    const mark = randomUUID();
    const run = place.start(['render', long(), '-o', place.path(`long/${name}`)], { WEFT_TEST_MARK: mark });
    await run.says(/frames/);
    run.child.kill('SIGINT');
    const { code, err } = await run.ended;
    expect(err).toContain('Cancelled');
    expect(code).toBe(130);
    expect(place.list().filter((f) => f.startsWith('long/'))).toEqual(['long/it.weft.json']);
    expect(marked(mark)).toEqual([]);
  });

  test('while Faust programs are compiled: the worker ends too', async () => {
    const mark = randomUUID();
    const run = place.start(['render', long(), '-o', place.path('long/out.mp4')], { WEFT_TEST_MARK: mark, XDG_CACHE_HOME: place.path('cache') });
    await until(run, () => marked(mark).some((p) => p.includes('weft-dsp')));
    run.child.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
    await until(run, () => marked(mark).length === 0);
    expect(place.list().filter((f) => f.startsWith('long/'))).toEqual(['long/it.weft.json']);
  });

  test('leaves the file that was there', async () => {
    place.put('long/out.mp4', 'what was there');
    const run = place.start(['render', long(), '-o', place.path('long/out.mp4')]);
    await run.says(/frames/);
    run.child.kill('SIGTERM');
    expect((await run.ended).code).toBe(130);
    expect(readFileSync(place.path('long/out.mp4'), 'utf8')).toBe('what was there');
  });

  /** Looks again and again; the test's own limit ends it. */
  async function until(run: Started, is: () => boolean): Promise<void> {
    let over = false;
    void run.ended.then(() => { over = true; });
    while (!is()) {
      if (over && !is()) throw new Error(`ended before that: ${run.err()}`);
      await new Promise((again) => setImmediate(again));
    }
  }

  /** Command lines of processes that were started with this mark, and still run. */
  function marked(mark: string): string[] {
    return readdirSync('/proc').filter((p) => /^\d+$/.test(p)).flatMap((pid) => {
      try {
        const mine = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
        return mine && !/State:\s*Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8')) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
  }
});
