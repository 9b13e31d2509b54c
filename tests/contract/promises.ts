/** What every node keeps, as tests: one per node and promise. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeType } from '../../runtime/catalog/types.ts';
import type { ParamValue } from '../../runtime/document/types.ts';
import { asleep, awake, refusedEnds, seenWith, unseen, type Shown } from './exceptions.ts';
import { changedPixels, difference, loudnessOfChange } from './fixture/compare.ts';
import { allAt, travels, type Travel } from './fixture/ends.ts';
import { makeMedia, mediaIn } from './fixture/media.ts';
import { framesOf, mediaOf, rig, type RigOptions } from './fixture/rig.ts';
import { openStage, type Heard } from './fixture/stage.ts';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), 'fixture', 'nodes');

/** Tests of all nodes that `mine` chooses; a file of tests calls this once. */
export async function contract(mine: (type: NodeType) => boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'weft-contract-media-'));
  const stage = await openStage([fixtures], mediaIn(folder));
  const all = [...stage.catalog.types.values()].filter((t) => t.origin === 'shipped').filter(mine);
  const known = new Map<string, Promise<Heard>>();

  beforeAll(() => makeMedia(stage, folder));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Played once per set of options, however many promises look at it. */
  function play(type: NodeType, options: RigOptions = {}): Promise<Heard> {
    const key = JSON.stringify([type.id, options]);
    let heard = known.get(key);
    if (!heard) known.set(key, (heard = playAgain(type, options)));
    return heard;
  }
  const playAgain = (type: NodeType, options: RigOptions = {}, seed?: number, fuse = false): Promise<Heard> =>
    stage.play(rig(type, options), { frames: framesOf(type), fuse, ...(seed === undefined ? {} : { seed }) });

  for (const type of all) {
    const working: Record<string, ParamValue> = { ...awake[type.id] };
    const more = Object.keys(working).length > 0 ? { params: working } : {};
    const found = (t: Travel): Shown | undefined => seenWith[`${type.id}.${t.name}`] ?? seenWith[`${type.id}.${t.param.name}`];
    /** An event stands at neither end: a gate fires it. */
    const end = (t: Travel, most: boolean): RigOptions => {
      const shown = found(t), event = t.param.kind === 'event';
      const value = shown?.between?.[most ? 1 : 0] ?? (most ? t.most : t.least);
      return {
        params: { ...(t.param.container ? working : {}), ...shown?.params, ...(event ? {} : { [t.param.name]: value }) },
        ...(event && most ? { gated: [t.param.name] } : {}), ...(shown?.size ? { size: shown.size } : {}),
      };
    };
    const moves = travels(type);
    const first = type.inlets.find((i) => !i.feed && i.name !== '$mask');
    const sounding = type.outlets.some((o) => o.type !== 'video') || type.id === 'util.audio_out';

    describe(type.id, () => {
      test('plays at its defaults without a word', async () => {
        expect((await play(type)).diagnostics).toEqual([]);
      });

      test('gives the same twice', async () => {
        expect((await playAgain(type)).hash).toBe((await play(type)).hash);
      });

      if (readsSeed(type)) {
        test('gives something else for another seed', async () => {
          const o: RigOptions = { params: { ...seenWith[`${type.id} seed`]?.params } };
          expect((await playAgain(type, o, 8)).hash).not.toBe((await play(type, o)).hash);
        });
      }

      for (const side of ['least', 'most'] as const) {
        for (const depth of type.outlets.some((o) => o.type === 'video') ? ([8, '16f'] as const) : ([8] as const)) {
          test(`takes every parameter at its ${side}${depth === 8 ? '' : ', in half float'}`, async () => {
            const { diagnostics } = await play(type, { params: allAt(type, side), depth });
            expect(diagnostics.filter((d) => !refusedEnds[`${type.id} ${d.code}`])).toEqual([]);
          });
        }
      }

      for (const t of moves) {
        test(`${t.name} may go to both its ends${unseen[`${type.id}.${t.name}`] ? '' : ', and is seen to'}`, async () => {
          const [low, high] = [await play(type, end(t, false)), await play(type, end(t, true))];
          const allowed = (code: string) => refusedEnds[`${type.id} ${code}`] !== undefined;
          expect([...low.diagnostics, ...high.diagnostics].filter((d) => !allowed(d.code))).toEqual([]);
          if (!unseen[`${type.id}.${t.name}`]) expect(high.hash).not.toBe(low.hash);
          else expect(high.hash, 'this exception is no longer needed').toBe(low.hash);
        });
      }

      if (type.container) {
        const input = () => play(type, { without: true });
        test('bypassed, gives the picture that comes in', async () => {
          expect((await play(type, { params: { ...working, $bypass: true } })).hash).toBe((await input()).hash);
        });
        test('at $mix 0, gives the picture that comes in', async () => {
          expect((await play(type, { params: { ...working, $mix: 0 } })).hash).toBe((await input()).hash);
        });
        test('behind a black mask, gives the picture that comes in', async () => {
          expect((await play(type, { ...more, mask: [0, 0, 0, 1] })).hash).toBe((await input()).hash);
        });
        test('behind a white mask, gives what it gives without one', async () => {
          const mask: RigOptions['mask'] = [1, 1, 1, 1];
          if (!type.isf?.kernel) return expect((await play(type, { ...more, mask })).hash).toBe((await play(type, more)).hash);
          // A kernel never draws behind a mask, and is only nearly the shader; see the golden test of kernels.
          const [masked, plain] = [await stage.pictures(rig(type, { ...more, mask }), { frames: framesOf(type) }), await stage.pictures(rig(type, more), { frames: framesOf(type) })];
          const { worst, mean } = difference(masked.at(-1)!, plain.at(-1)!);
          expect(worst).toBeLessThanOrEqual(6);
          expect(mean).toBeLessThanOrEqual(0.5);
        });
      } else if (type.params.some((p) => p.name === '$bypass') && first) {
        if (first.type === type.outlets[0]?.type) {
          test('bypassed, passes its first inlet', async () => {
            const only: NodeType = { ...type, outlets: type.outlets.slice(0, 1) };
            const bypassed = await playAgain(only, { params: { ...working, $bypass: true } });
            expect(bypassed.hash).toBe((await passed(only)).hash);
          });
        } else {
          test('bypassed, holds still', async () => {
            const { diagnostics, hash } = await play(type, { params: { ...working, $bypass: true } });
            expect(diagnostics).toEqual([]);
            expect(hash).not.toBe((await play(type, more)).hash);
          });
        }
      }

      if (type.id.startsWith('fx.')) {
        if (type.container) {
          test('at its defaults, changes one pixel in a hundred', async () => {
            const [before, after] = [await stage.pictures(rig(type, { without: true }), { frames: framesOf(type) }), await stage.pictures(rig(type), { frames: framesOf(type) })];
            expect(changedPixels(before.at(-1)!, after.at(-1)!)).toBeGreaterThanOrEqual(0.01);
          });
        } else {
          test('at its defaults, changes the sound by more than -40 dB', async () => {
            const [before, after] = [await stage.sound(rig(type, { without: true }), { frames: framesOf(type) }), await stage.sound(rig(type), { frames: framesOf(type) })];
            expect(loudnessOfChange(before, after)).toBeGreaterThan(-40);
          });
        }
      }

      if (first && !mediaOf[type.id]) {
        const breaks = { video: 'user.broken_picture', audio: 'user.broken_sound', signal: 'user.broken_signal' }[first.type];
        test('is unharmed by numbers that are none: their maker is named', async () => {
          const heard = await playAgain(type, { maker: { type: breaks } });
          expect(heard.diagnostics.map((d) => [d.code, d.node])).toEqual(asleep[type.id] ? [] : [['number.not-finite', 'n_in0']]);
          if (first.type === 'video') expect(heard.hash).toBe((await playAgain(type, { maker: { type: breaks, params: { mend: true } } })).hash);
        });
      }
      if (sounding && first && type.outlets[0]?.type === 'audio') {
        test('sounds on after numbers that were none', async () => {
          const { data } = await stage.sound(rig(type, { maker: { type: first.type === 'audio' ? 'user.broken_sound' : 'user.broken_signal' } }), { frames: framesOf(type) });
          expect(data.every(Number.isFinite)).toBe(true);
          expect(data.subarray(data.length * 0.8).some((v) => Math.abs(v) > 1e-3)).toBe(true);
        });
      }
    });
  }

  /** What a bypassed node passes: its first inlet, a mono one on both sides. */
  async function passed(type: NodeType): Promise<Heard> {
    const inlet = type.inlets.find((i) => !i.feed)!;
    const patch = rig(type, { without: true });
    // the same way out as with the node: signals are made as quiet as there
    const measured = rig(type).nodes[`n_quiet_${type.outlets[0]!.name}`];
    if (inlet.type === 'signal' && measured) patch.nodes.n_quiet_out = measured;
    return stage.play(patch, { frames: framesOf(type) });
  }
}

function readsSeed(type: NodeType): boolean {
  return type.inlets.some((i) => i.feed === 'seed') || /WEFT_(FRAME_)?SEED/.test(`${type.isf?.fragment ?? ''}${type.isf?.vertex ?? ''}`);
}
