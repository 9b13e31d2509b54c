/** What plays live is what a render gives; edits leave alone what they do not touch. In simulated time: the real threads, devices' code and GL. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Patch } from '../../runtime/document/types.ts';
import { patchOf } from '../cli/fixture/patch.ts';
import { root } from '../cli/fixture/weft.ts';
import { errorsOf, openStage, rendered, type Stage } from './fixture/live.ts';

let stage: Stage;
beforeEach(() => { stage = openStage(); });
afterEach(() => stage.gone());

const example = (name: string) => join(root, 'graphs', 'examples', `${name}.weft.json`);
const small = { size: { width: 160, height: 90 } };

/** Frames that were drawn while it played, by their place on the grid. */
function played(shown: { frame: number; hash: string; tier: number; held: boolean; still: boolean }[]): Map<number, string> {
  const list = shown.filter((s) => !s.still);
  expect(list.every((s) => s.tier === 100 && !s.held)).toBe(true);
  return new Map(list.map((s) => [s.frame, s.hash]));
}

describe('live frames are those of a render, hash for hash', () => {
  test.for(['first-light', 'sound-reactive', 'generative'])('of %s', async (name) => {
    const workspace = await stage.open(example(name));
    const { live, load } = await stage.play();
    // told to play before there is a plan: its sound then begins with the transport, as that of a render does
    live.transport({ do: 'play' });
    const loaded = await load(workspace, workspace.patch, small);
    expect(errorsOf(loaded.diagnostics)).toEqual([]);
    expect(loaded).toMatchObject({ played: true, playsFrom: { now: 0, frame: 0 } });
    await live.advance(3 * 48000);
    const frames = played(live.shown());
    const offline = await rendered(workspace, frames.size, small);
    expect(frames.size).toBeGreaterThan(60);
    expect([...frames.keys()]).toEqual(offline.map((_, k) => k));
    expect([...frames.values()]).toEqual(offline);
    expect(live.stats().picture.frames).toMatchObject({ late: 0, held: 0 });
  });
});

/** A counter that each frame adds to, in a buffer that stays: its picture says how many frames it has seen. */
const counter = `/*{ "ISFVSN": "2", "INPUTS": [ { "NAME": "gain", "TYPE": "float", "MIN": 0, "MAX": 1, "DEFAULT": 1 } ],
  "PASSES": [ { "TARGET": "count", "PERSISTENT": true, "FLOAT": true, "WIDTH": "1", "HEIGHT": "1" }, {} ] }*/
void main() {
  float n = IMG_PIXEL(count, vec2(0.5)).r;
  gl_FragColor = PASSINDEX == 0 ? vec4(n + 1.0 / 256.0, 0.0, 0.0, 1.0) : vec4(n * gain, 0.5, float(FRAMEINDEX) / 256.0, 1.0);
}
`;
const counting = (more: Parameters<typeof patchOf>[0] = {}, wires: string[] = []): Patch =>
  patchOf({ n_count: 'user.counter', n_out: 'util.video_out', ...more }, ['n_count.out -> n_out.video', ...wires], { canvas: { width: 64, height: 36, fps: 30, depth: 8, pictureDelay: 2 } });

/** The counter, told to play at the first sample. */
async function playing() {
  stage.put('counter.fs', counter);
  const workspace = await stage.open(stage.put('p.weft.json', counting()));
  const started = await stage.play();
  await started.load(workspace);
  started.live.transport({ do: 'play' });
  return { workspace, ...started };
}

describe('an edit while it plays', () => {
  test('leaves the persistent buffer and FRAMEINDEX of an untouched node as they are', async () => {
    const { workspace, live, load } = await playing();
    await live.advance(48000);
    const edited = counting({ n_tone: 'util.oscillator', n_sound: 'util.audio_out', n_noise: 'util.noise_field', n_mix: { type: 'util.blend', params: { opacity: 0 } } },
      ['n_tone.out -> n_sound.in']);
    edited.wires = { ...edited.wires, w_0: { from: 'n_count.out', to: 'n_mix.inputImage' }, w_8: { from: 'n_noise.out', to: 'n_mix.layer' }, w_9: { from: 'n_mix.out', to: 'n_out.video' } };
    const loaded = await load(workspace, edited);
    expect(errorsOf(loaded.diagnostics)).toEqual([]);
    expect(loaded.played).toBe(true);
    await live.advance(48000);
    const frames = played(live.shown());
    expect(frames.size).toBeGreaterThan(55);
    // nothing of the noise shows: the pictures are those of the counter alone, as if nothing had happened
    expect([...frames.values()]).toEqual((await rendered(workspace, Math.max(...frames.keys()) + 1)).filter((_, k) => frames.has(k)));
  });

  test('with a shader that does not compile leaves the last good version playing, and says so', async () => {
    stage.put('counter.fs', counter);
    const patch = stage.put('p.weft.json', counting());
    const good = await stage.open(patch);
    const { live, load } = await stage.play();
    await load(good);
    live.transport({ do: 'play' });
    await live.advance(24000);
    stage.put('counter.fs', counter.replace('float n =', 'float n = oops +'));
    const loaded = await load(await stage.open(patch));
    expect(loaded.played).toBe(true);
    expect(errorsOf(loaded.diagnostics)).toMatchObject([{ code: 'shader.compile', node: 'n_count' }]);
    await live.advance(24000);
    const frames = played(live.shown());
    expect([...frames.values()]).toEqual((await rendered(good, frames.size)).filter((_, k) => frames.has(k)));

    // corrected, it plays the new text
    stage.put('counter.fs', counter.replace('0.5, float', '0.25, float'));
    const fixed = await stage.open(patch);
    expect(errorsOf((await load(fixed)).diagnostics)).toEqual([]);
    await live.advance(24000);
    const after = played(live.shown());
    const wanted = await rendered(fixed, Math.max(...after.keys()) + 1);
    expect([...after].slice(-5)).toEqual(wanted.map((hash, k) => [k, hash]).slice(-5));
  });

  test('reaches the frame after a value was set, and no other node', async () => {
    const { workspace, live, load } = await playing();
    await live.advance(12000);
    expect(live.set([{ row: 'n_count.gain', value: 0.25 }, { row: 'n_count.nothing', value: 1 }, { row: 'n_count.gain', value: NaN }])).toEqual([true, false, false]);
    live.shown();
    await live.advance(12000);
    const frames = played(live.shown());
    const wanted = await rendered(workspace, 30, { set: { 'n_count.gain': 0.25 } });
    for (const [k, hash] of frames) expect(hash).toBe(wanted[k]);
  });
});

describe('the transport', () => {
  test('stands: a change is drawn, and what nodes remember stays', async () => {
    const { workspace, live, load } = await playing();
    await live.advance(24000);
    const before = played(live.shown());
    live.transport({ do: 'pause' });
    await live.advance(24000);
    live.shown();
    for (let i = 0; i < 5; i++) {
      live.set([{ row: 'n_count.gain', value: i / 8 }]);
      await live.advance(6400);
    }
    const standing = live.shown();
    expect(standing.every((s) => s.still)).toBe(true);
    expect(new Set(standing.map((s) => s.hash)).size).toBe(5);
    live.set([{ row: 'n_count.gain', value: 1 }]);
    live.transport({ do: 'play' });
    await live.advance(24000);
    const all = new Map([...before, ...played(live.shown())]);
    const wanted = await rendered(workspace, Math.max(...all.keys()) + 1);
    expect([...all.values()]).toEqual(wanted);
  });

  test('a seek begins anew: pictures forget, frames go on from there', async () => {
    const { workspace, live, load } = await playing();
    await live.advance(24000);
    live.shown();
    live.transport({ do: 'seek', to: 96000 });
    await live.advance(24000);
    const frames = [...played(live.shown())].filter(([k]) => k >= 60);
    const wanted = await rendered(workspace, frames.length);
    expect(frames.map(([k]) => k)).toEqual(frames.map((_, i) => 60 + i));
    expect(frames.map(([, hash]) => hash)).toEqual(wanted);
  });
});
