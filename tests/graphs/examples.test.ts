/** Every example is something to look at and to learn from: large enough, moved by signals, explained on its canvas. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { save } from '../../runtime/document/index.ts';
import { loadNativeEngine } from '../../runtime/engine/native-engine.ts';
import { open, play, root } from './fixture/play.ts';

const engine = loadNativeEngine(root);
const names = readdirSync(join(root, 'graphs/examples')).filter((f) => f.endsWith('.weft.json')).map((f) => f.slice(0, -'.weft.json'.length)).sort();

it('there is a first film, a sound-reactive clip, a generative piece, a feedback loop, two decks and a scored loop', () => {
  for (const name of ['first-light', 'sound-reactive', 'generative', 'feedback', 'two-deck', 'scored-loop']) expect(names).toContain(name);
});

it('the media they play weigh less than 3 MB together', () => {
  const folder = join(root, 'graphs/media');
  const bytes = readdirSync(folder).reduce((sum, f) => sum + statSync(join(folder, f)).size, 0);
  expect(bytes).toBeLessThan(3e6);
});

describe.each(names)('%s', (name) => {
  const opening = open(`graphs/examples/${name}.weft.json`);

  it('compiles with nothing to say, from a canonical file', async () => {
    const { patch, text, diagnostics } = await opening;
    expect(diagnostics).toEqual([]);
    expect(save(patch)).toBe(text);
    expect(Object.keys(patch.layout).sort()).toEqual(Object.keys(patch.nodes).sort());
  });

  it('has at least eight nodes, three moved parameters, and notes', async () => {
    const { patch } = await opening;
    expect(Object.keys(patch.nodes).length).toBeGreaterThanOrEqual(8);
    const moved = new Set(Object.values(patch.wires).filter((w) => w.stage === 'modulation').map((w) => w.to));
    expect(moved.size).toBeGreaterThanOrEqual(3);
    expect(Object.values(patch.notes ?? {}).filter((n) => n.text.length > 40).length).toBeGreaterThanOrEqual(3);
  });

  it('states its length, and plays with picture and sound that change', async () => {
    const { patch, workspace } = await opening;
    expect(patch.duration).toBeGreaterThan(0);
    const played = await play(engine, workspace, 1);
    expect(played.diagnostics).toEqual([]);
    expect(new Set(played.frames).size).toBeGreaterThan(3);
    const silent = await play(engine, workspace, 1, Object.fromEntries(Object.keys(patch.nodes).filter((id) => patch.nodes[id]!.type === 'util.audio_out').map((id) => [`${id}.gain`, -60])));
    expect(silent.sound).not.toBe(played.sound);
  });
});

it('first-light: the low band of the loop drives an effect on the picture', async () => {
  const { patch, workspace } = await open('graphs/examples/first-light.weft.json');
  const band = Object.keys(patch.nodes).find((id) => patch.nodes[id]!.type === 'mod.band' && Number(patch.nodes[id]!.params?.high) <= 150)!;
  const heard = await play(engine, workspace, 1);
  const deaf = await play(engine, workspace, 1, { [`${band}.gain`]: -24 });
  expect(heard.frames.filter((f, i) => f !== deaf.frames[i]).length).toBeGreaterThan(1);
});
