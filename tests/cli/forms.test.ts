/** What OUT may be, looked at with `weft probe`; profiles, times, values laid over the patch, the manifest. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MediaInfo } from '../../runtime/engine/engine.ts';
import type { Manifest } from '../../runtime/render/manifest.ts';
import { profiles } from '../../runtime/render/profiles.ts';
import { readPng } from '../golden/fixture/png.ts';
import { readWav } from '../contract/fixture/wav.ts';
import { film, patchOf } from './fixture/patch.ts';
import { openPlace, type Place } from './fixture/weft.ts';

let place: Place;
let patch: string;
beforeAll(() => {
  place = openPlace();
  patch = place.put('it.weft.json', film({ duration: 2 }));
});
afterAll(() => place.gone());

async function render(name: string, ...more: string[]): Promise<Manifest> {
  const ran = await place.weft('render', more[0]?.endsWith('.json') ? more.shift()! : patch, '-o', place.path(name), ...more);
  expect(ran.code, ran.err).toBe(0);
  return JSON.parse(readFileSync(place.path(`${name}.manifest.json`), 'utf8')) as Manifest;
}
const probe = async (name: string) => (await place.json<MediaInfo>('probe', place.path(name))).answer;

describe('a film holds the frames and the sound of the patch', () => {
  test.concurrent.each([
    ['out.mp4', 'h264', 'aac'], ['out.mov', 'prores', 'pcm_s16le'], ['out.mkv', 'h264', 'aac'],
  ])('%s', async (name, picture, sound) => {
    const manifest = await render(name);
    const { video, audio, duration, ok } = await probe(name);
    expect(ok).toBe(true);
    expect(video).toHaveLength(1);
    expect(audio).toHaveLength(1);
    expect(video[0]).toMatchObject({ codec: picture, width: 64, height: 36, frameRate: '10/1', variable: false, frames: 20, colorSpace: 'bt709', colorRange: 'tv' });
    expect(audio[0]).toMatchObject({ codec: sound, channels: 2, sampleRate: 48000 });
    expect(duration).toBeCloseTo(2, 1);
    expect(manifest.frames).toHaveLength(20);
    expect(manifest.sound).toMatch(/^[0-9a-f]{32}$/);
  });

  test('an exact odd rate stays exact', async () => {
    await render('ntsc.mp4', '--fps', '30000/1001', '--to', '1');
    expect((await probe('ntsc.mp4')).video[0]).toMatchObject({ frameRate: '30000/1001', frames: 30, variable: false });
  });
});

describe('alpha', () => {
  const glass = () => place.put('glass.weft.json', patchOf({ n_a: { type: 'util.color', params: { color: [1, 0.5, 0.25, 0.5] } }, n_out: 'util.video_out' }, ['n_a.out -> n_out.video']));

  test('is kept in .png', async () => {
    await render('glass.png', glass());
    expect([...readPng(readFileSync(place.path('glass.png'))).data.subarray(0, 4)]).toEqual([255, 128, 64, 128]);
  });
  test('is kept in .mov, as ProRes 4444', async () => {
    await render('glass.mov', glass());
    expect((await probe('glass.mov')).video[0]).toMatchObject({ codec: 'prores', alpha: true });
    const back = place.put('back.weft.json', patchOf({ n_a: { type: 'util.video_in', media: 'm' }, n_out: 'util.video_out' }, ['n_a.video -> n_out.video'], { media: { m: { path: 'glass.mov' } } }));
    await render('back.png', back);
    const [, , , alpha] = readPng(readFileSync(place.path('back.png'))).data;
    expect(Math.abs(alpha! - 128)).toBeLessThanOrEqual(1);
  });
  test('is laid over black in .mp4', async () => {
    await render('glass.mp4', glass());
    expect((await probe('glass.mp4')).video[0]).toMatchObject({ alpha: false });
  });
});

describe('pictures and sound by themselves', () => {
  test('.png is one frame, --from says which', async () => {
    const [first, later] = [await render('one.png'), await render('later.png', '--from', '1')];
    expect(first.frames).toHaveLength(1);
    expect(later.range).toMatchObject({ first: 10, count: 1, stateFrom: 0 });
    expect(later.frames[0]).not.toBe(first.frames[0]);
    expect(readPng(readFileSync(place.path('one.png')))).toMatchObject({ width: 64, height: 36 });
  });
  test('frame-%05d.png is a file a frame, numbered on the canvas grid', async () => {
    const manifest = await render('frame-%05d.png', '--from', '0.5', '--to', '0.8');
    expect(manifest.output.map((f) => f.split('/').at(-1))).toEqual(['frame-00005.png', 'frame-00006.png', 'frame-00007.png']);
    for (const file of manifest.output) expect(readPng(readFileSync(file))).toMatchObject({ width: 64, height: 36 });
  });
  test('.exr is one picture, or a sequence, in half float', async () => {
    await render('one.exr');
    expect((await probe('one.exr')).video[0]).toMatchObject({ codec: 'exr', width: 64, height: 36 });
    expect((await render('many-%03d.exr', '--to', '0.2')).output).toHaveLength(2);
  });
  test('.wav and .aiff are the sound, as long as the frames', async () => {
    const [wav, aiff] = [await render('out.wav'), await render('out.aiff')];
    expect(wav.frames).toEqual([]);
    expect(aiff.sound).toBe(wav.sound);
    const { data, channels, sampleRate } = readWav(readFileSync(place.path('out.wav')));
    expect([data.length / channels, sampleRate]).toEqual([96_000, 48_000]);
    expect(data.some((v) => Math.abs(v) > 0.1)).toBe(true);
    expect((await probe('out.aiff')).audio[0]).toMatchObject({ sampleRate: 48000, channels: 2, duration: 2 });
  });
});

describe('times', () => {
  test('--from and --to keep a part; its frames and sound are those of the whole', async () => {
    const [whole, part] = [await render('whole.mkv'), await render('part.mkv', '--from', '0.7', '--to', '1.5')];
    expect(part.frames).toEqual(whole.frames.slice(7, 15));
    expect(part.range).toEqual({ first: 7, count: 8, stateFrom: 0 });
    expect((await probe('part.mkv')).video[0]).toMatchObject({ frames: 8 });
  });
  test('--preroll runs state from so many frames before, and says so in the manifest', async () => {
    const trails = place.put('trails.weft.json', patchOf({ n_a: 'util.noise_field', n_b: { type: 'fx.feedback_trails', params: { length: 0.9 } }, n_out: 'util.video_out' }, ['n_a.out -> n_b.inputImage', 'n_b.out -> n_out.video'], { duration: 2 }));
    const whole = await render('t1.png', trails, '--from', '1');
    const short = await render('t2.png', trails, '--from', '1', '--preroll', '2');
    const long = await render('t3.png', trails, '--from', '1', '--preroll', '10');
    expect(short.range.stateFrom).toBe(8);
    expect(short.frames).not.toEqual(whole.frames);
    expect(long.frames).toEqual(whole.frames);
  });
  test('nothing between --from and --to is refused', async () => {
    const { code, answer } = await place.json('render', patch, '-o', place.path('none.mp4'), '--from', '1', '--to', '0.5');
    expect([code, answer.diagnostics![0]!.code]).toEqual([2, 'render.option']);
  });
});

describe('values laid over the patch', () => {
  test('--set, --seed, --size and --fps change what is rendered and stand in the manifest', async () => {
    const plain = await render('p0.png');
    expect((await render('p1.png', '--set', 'n_levels.gamma=2.5')).frames).not.toEqual(plain.frames);
    expect((await render('p2.png', '--seed', '99'))).toMatchObject({ seed: 99 });
    expect((await render('p3.png', '--size', '80x40')).canvas).toMatchObject({ width: 80, height: 40 });
    expect((await render('p4.png', '--fps', '25')).canvas.fps).toBe('25/1');
  });
  test('--set takes text, lists and several at once', async () => {
    const titled = place.put('text.weft.json', patchOf({ n_t: 'util.text', n_out: 'util.video_out' }, ['n_t.out -> n_out.video']));
    const plain = await render('w0.png', titled);
    const set = await render('w1.png', titled, '--set', 'n_t.text=II', '--set', 'n_t.color=[1,0,0,1]', '--set', 'n_t.size=90', '--set', 'n_t.weight=900');
    expect(set.frames).not.toEqual(plain.frames);
    const { data } = readPng(readFileSync(place.path('w1.png')));
    const lit = [...Array(data.length / 4).keys()].filter((i) => data[i * 4 + 3]! > 250);
    expect(lit.length).toBeGreaterThan(0);
    expect(lit.every((i) => data[i * 4]! > 250 && data[i * 4 + 1]! < 5)).toBe(true);
  });
  test('a node or parameter that is not there is refused', async () => {
    for (const set of ['n_ghost.gamma=1', 'n_levels.ghost=1']) {
      const { code, answer } = await place.json('render', patch, '-o', place.path('none.png'), '--set', set);
      expect(code, set).toBe(2);
      expect(answer.diagnostics!.some((d) => d.severity === 'error' && /ghost/.test(d.message)), JSON.stringify(answer.diagnostics)).toBe(true);
    }
    expect(existsSync(place.path('none.png'))).toBe(false);
  });
});

describe('bare node files', () => {
  const shader = '/*{ "DESCRIPTION": "Negative", "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ] }*/\nvoid main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(1.0 - c.rgb, c.a); }\n';

  test('a shader renders its inlet fed with --input', async () => {
    const glass = place.put('plain.weft.json', patchOf({ n_a: { type: 'util.color', params: { color: [1, 0.5, 0.25, 1] } }, n_out: 'util.video_out' }, ['n_a.out -> n_out.video']));
    await render('plain.png', glass);
    const negative = place.put('negative.fs', shader);
    for (const inlet of ['image', 'inputImage']) {
      const ran = await place.weft('render', negative, '-o', place.path(`${inlet}.png`), '--input', `${inlet}=${place.path('plain.png')}`, '--size', '64x36');
      expect(ran.code, ran.err).toBe(0);
      expect([...readPng(readFileSync(place.path(`${inlet}.png`))).data.subarray(0, 4)]).toEqual([0, 127, 191, 255]);
    }
  });
  test('an inlet that it does not have is refused', async () => {
    const negative = place.put('negative2.fs', shader);
    const { code, answer } = await place.json('render', negative, '-o', place.path('none.png'), '--input', 'ghost=plain.png');
    expect([code, answer.diagnostics![0]!.code]).toEqual([2, 'render.option']);
  });
  test('a Faust program renders to sound', async () => {
    const tone = place.put('tone.dsp', 'import("stdfaust.lib");\nprocess = 0.5 * os.osc(1000);\n');
    const ran = await place.weft('render', tone, '-o', place.path('tone.wav'), '--to', '0.5');
    expect(ran.code, ran.err).toBe(0);
    const { data } = readWav(readFileSync(place.path('tone.wav')));
    expect(Math.max(...data)).toBeCloseTo(0.5, 2);
  });
});

describe('the manifest', () => {
  test('says how the render was made', async () => {
    const m = await render('said.mp4', '--to', '0.5', '--date', '2030-01-31T20:15:00');
    expect(m).toMatchObject({
      format: 'weft-manifest', version: 1, weft: expect.stringMatching(/^\d+\.\d+\.\d+/) as string, source: patch, output: [place.path('said.mp4')],
      canvas: { width: 64, height: 36, fps: '10/1', depth: 8 }, sampleRate: 48000, range: { first: 0, count: 5, stateFrom: 0 }, seed: 3,
      versions: { node: process.versions.node, ffmpeg: expect.stringMatching(/\d+\.\d+/) as string, dsp: expect.stringMatching(/Faust/i) as string },
      renderer: expect.stringMatching(/./) as string, date: [2030, 1, 31, 72_900], irreproducible: [], warnings: [],
    });
    expect(m.frames).toHaveLength(5);
    for (const hash of [...m.frames, m.sound]) expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(Object.keys(m.seconds).sort()).toEqual(['audio', 'decode', 'encode', 'prepare', 'readback', 'signal', 'total', 'video']);
    for (const s of Object.values(m.seconds)) expect(s).toBeGreaterThanOrEqual(0);
    expect(m.seconds.audio).toBeGreaterThan(0);
  });
  test('tells the time of signals from that of sound', async () => {
    const swelling = place.put('swelling.weft.json', patchOf({ n_lfo: 'mod.lfo', n_tone: 'util.oscillator', n_sound: 'util.audio_out' }, ['n_lfo.out -> n_tone.level', 'n_tone.out -> n_sound.in']));
    const { seconds } = await render('swelling.wav', swelling);
    expect(seconds.signal).toBeGreaterThan(0);
    expect(seconds.audio).toBeGreaterThan(0);
  });
  test('of two renders names the same frames and the same sound', async () => {
    const [a, b] = [await render('a.mp4'), await render('b.mp4')];
    expect(b.frames).toEqual(a.frames);
    expect(b.sound).toBe(a.sound);
    expect(readFileSync(place.path('b.mp4')).equals(readFileSync(place.path('a.mp4')))).toBe(true);
  });
  test('names the node that reads the clock on the wall', async () => {
    place.put('nodes/dated.fs', '/*{}*/\nvoid main() { gl_FragColor = vec4(fract(DATE.w / 60.0)); }\n');
    const dated = place.put('dated.weft.json', patchOf({ n_now: 'user.dated', n_out: 'util.video_out' }, ['n_now.out -> n_out.video']));
    expect((await render('dated.png', dated)).irreproducible).toEqual([{ node: 'n_now', why: expect.stringMatching(/DATE/) as string }]);
  });
});

describe('profiles, as --dry-run tells them', () => {
  test.concurrent.each(Object.entries(profiles))('%s', async (name, p) => {
    const form = p.forms[0]!;
    const { code, answer } = await place.json<{ rows: { what: string; value: string; why: string }[]; job: { writer: Record<string, unknown> } }>('render', patch, '-o', place.path(`${name}.${form}`), '--profile', name, '--dry-run');
    expect(code).toBe(0);
    expect(answer.job.writer).toMatchObject({ width: p.width, height: p.height, fpsNum: p.fps, fpsDen: 1, videoCodec: p.videoCodec, audioCodec: p.audioCodec });
    if (p.audioCodec === 'aac') expect(answer.job.writer.audioBitrate).toBe(p.audioBitrate);
    const row = (what: string) => answer.rows.find((r) => r.what === what)!;
    expect(row('size')).toEqual({ what: 'size', value: `${p.width}×${p.height}`, why: `profile ${name}` });
    expect(row('rate').value).toBe(`${p.fps} fps`);
    for (const r of answer.rows) expect(r.why, r.what).not.toBe('');
    expect(existsSync(place.path(`${name}.${form}`))).toBe(false);
  });

  test('as text it gives a line for each with its reason', async () => {
    const { code, out } = await place.weft('render', patch, '-o', place.path('dry.mp4'), '--profile', 'draft_480p_fast', '--fps', '12', '--dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/size\s+854×480\s+profile draft_480p_fast/);
    expect(out).toMatch(/rate\s+12 fps\s+asked for/);
    expect(out).toMatch(/picture\s+libx264/);
  });

  test('what is asked for wins over the profile', async () => {
    const manifest = await render('draft.mp4', '--profile', 'draft_480p_fast', '--to', '0.25');
    expect(manifest.canvas).toMatchObject({ width: 854, height: 480, fps: '24/1' });
    expect((await probe('draft.mp4')).video[0]).toMatchObject({ width: 854, height: 480, frames: 6 });
  });
});
