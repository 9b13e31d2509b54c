/**
 * The examples look and sound as they did. Pictures are compared cell by cell and sounds by loudness, with room for what
 * drivers round differently (softpipe against llvmpipe: one step of 255). WEFT_GOLDEN_UPDATE=1 writes the table anew:
 * look at the films before you commit it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openStage, root } from '../contract/fixture/stage.ts';
import type { Patch } from '../../runtime/document/types.ts';
import { open } from '../graphs/fixture/play.ts';
import { distance, fingerprint } from './fixture/fingerprint.ts';
import { apart, loudness, type Loudness } from './fixture/loudness.ts';

interface Golden {
  /** by second: 8 x 6 cells */
  pictures: Record<string, string>;
  sound: Loudness;
}

const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, 'examples.json');
const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Golden>;
const update = process.env.WEFT_GOLDEN_UPDATE === '1';
const made: Record<string, Golden> = {};
const names = readdirSync(join(root, 'graphs/examples')).filter((f) => f.endsWith('.weft.json')).map((f) => f.slice(0, -'.weft.json'.length)).sort();

const SECONDS = [0.5, 2, 4.5, 7];
const SIZE = { width: 160, height: 90 };

/** How the first seconds look and sound. change: laid over the patch. */
async function glance(name: string, change: (patch: Patch) => Patch = (patch) => patch): Promise<Golden> {
  const { workspace } = await open(`graphs/examples/${name}.weft.json`);
  const stage = await openStage([], workspace.media);
  const patch = change({ ...workspace.patch, canvas: { ...workspace.patch.canvas, ...SIZE } });
  const fps = Number(patch.canvas.fps);
  const options = { frames: Math.round(SECONDS.at(-1)! * fps) + 1, fuse: true };
  const pictures = await stage.pictures(patch, options);
  return {
    pictures: Object.fromEntries(SECONDS.map((s) => [s, fingerprint(pictures[Math.round(s * fps)]!, 8, 6)])),
    sound: loudness(await stage.sound(patch, options)),
  };
}

/** Whether the tolerance lets it pass as the same film. */
function same(a: Golden, b: Golden): { picture: boolean; sound: boolean; told: string } {
  const pictures = Object.keys(b.pictures).map((s) => distance(a.pictures[s] ?? '', b.pictures[s]!));
  const sound = apart(a.sound, b.sound);
  return {
    picture: pictures.every(({ mean, largest }) => mean <= 2 && largest <= 16),
    sound: sound.mean <= 0.5 && sound.largest <= 2,
    told: `${pictures.map((d) => `${d.mean.toFixed(2)} (${d.largest})`).join(', ')} of 255; ${sound.mean.toFixed(2)} (${sound.largest.toFixed(1)}) dB`,
  };
}

afterAll(() => {
  if (update) writeFileSync(file, `${JSON.stringify(Object.fromEntries(names.map((n) => [n, made[n] ?? table[n]])), null, 1)}\n`);
});

describe('examples', () => {
  it('all of them are in the table', () => {
    if (!update) expect(Object.keys(table).sort()).toEqual(names);
  });

  it.each(names)('%s looks and sounds as it did', async (name) => {
    made[name] = await glance(name);
    if (update) return;
    const { picture, sound, told } = same(made[name], table[name]!);
    expect({ picture, sound }, told).toEqual({ picture: true, sound: true });
  });

  it('a changed effect, level or colour is no longer the same', async () => {
    const set = (node: string, params: Record<string, number>) => (patch: Patch): Patch =>
      ({ ...patch, nodes: { ...patch.nodes, [node]: { ...patch.nodes[node]!, params: { ...patch.nodes[node]!.params, ...params } } } });
    const golden = update ? made['feedback']! : table['feedback']!;
    expect(same(await glance('feedback', set('n_hue', { hue: -5 })), golden)).toMatchObject({ picture: false, sound: true });
    expect(same(await glance('feedback', set('n_speaker', { gain: 2 })), golden)).toMatchObject({ picture: true, sound: false });
    expect(same(await glance('feedback', set('n_hall', { mix: 0 })), golden)).toMatchObject({ picture: true, sound: false });
  });
});
