/** Patches that are not what they should be, as a user meets them. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { MAX_BYTES } from '../../runtime/document/index.ts';
import { film, patchOf } from './fixture/patch.ts';
import { openPlace, refused, type Place, type Refusal } from './fixture/weft.ts';

let place: Place;
beforeAll(() => { place = openPlace(); });
afterAll(() => place.gone());

const deep = (n: number) => `${'{"a":'.repeat(n)}0${'}'.repeat(n)}`;
const text = JSON.stringify(film(), null, 2);
const tone = (wires: readonly string[]) => patchOf({ n_a: 'util.noise_field', n_b: 'util.levels', n_c: 'util.blur', n_t: 'util.oscillator', n_out: 'util.video_out', n_ear: 'util.audio_out' }, ['n_a.out -> n_out.video', ...wires]);

/** name of the test, file, what the command must say */
const cases: readonly [name: string, file: string | object, wanted: Refusal][] = [
  ['a file that is no JSON', '{ "format": "weft-patch", \n "nodes": { oops } }', { code: 'doc.json', line: 2, says: /line|expected|JSON/i }],
  ['a file cut off in the middle', text.slice(0, text.length / 2), { code: 'doc.json', says: /ends|end/i }],
  ['an empty file', '', { code: 'doc.json', says: /empty|ends|nothing/i }],
  ['nesting without end', deep(200_000), { code: 'doc.too-deep', says: /deep|nest/i }],
  ['a __proto__ key', text.replace('"n_noise"', '"__proto__"'), { code: 'doc.forbidden-key', says: /__proto__/ }],
  ['two nodes of one id', text.replace('"n_levels": {', '"n_noise": { "type": "util.blur" }, "n_levels": {'), { code: 'doc.duplicate-key', says: /n_noise/ }],
  ['JSON that is no patch', { hello: 'world' }, { code: 'doc.schema', says: /no Weft patch/ }],
  ['a patch of a version to come', { ...film(), version: 99 }, { code: 'doc.version', says: /newer/ }],
  ['nodes that are a list', { ...film(), nodes: [] }, { code: 'doc.schema', says: /nodes/ }],
  ['a canvas without a size', { ...film(), canvas: { width: 0, height: -3, fps: 10, depth: 8, pictureDelay: 2 } }, { code: 'doc.schema', says: /width|height|canvas/ }],
  ['a type that no file has', patchOf({ n_a: 'fx.sparkle', n_out: 'util.video_out' }, ['n_a.out -> n_out.video']), { code: 'node.unknown-type', node: 'n_a', says: /fx\.sparkle/ }],
  ['a parameter that the node does not have', patchOf({ n_a: { type: 'util.noise_field', params: { sparkle: 1 } }, n_out: 'util.video_out' }, ['n_a.out -> n_out.video']), { code: 'param.unknown', node: 'n_a', says: /sparkle/ }],
  ['a parameter of the wrong kind', patchOf({ n_a: { type: 'util.noise_field', params: { scale: 'big' } }, n_out: 'util.video_out' }, ['n_a.out -> n_out.video']), { code: 'param.value', node: 'n_a', says: /scale/ }],
  ['a wire from sound to a picture', tone(['n_t.out -> n_b.inputImage']), { code: 'wire.type', node: 'n_b', wire: 'w_1', says: /sound/i }],
  ['a wire from a picture to a parameter', tone(['n_a.out -> n_b.gamma']), { code: 'wire.type', node: 'n_b', wire: 'w_1', says: /mod\./ }],
  ['a wire to a port that is not there', tone(['n_a.out -> n_b.nowhere']), { code: 'wire.unknown-port', node: 'n_b', wire: 'w_1', says: /nowhere/ }],
  ['a wire from a node that is not there', tone(['n_ghost.out -> n_b.inputImage']), { code: 'wire.unknown-node', wire: 'w_1', says: /n_ghost/ }],
  ['two pictures in one inlet', tone(['n_c.out -> n_out.video']), { code: 'wire.occupied', node: 'n_out', wire: 'w_1', says: /blend/ }],
  ['a loop without a delay', patchOf({ n_a: 'util.levels', n_b: 'util.blur', n_out: 'util.video_out' }, ['n_a.out -> n_b.inputImage', 'n_b.out -> n_a.inputImage', 'n_b.out -> n_out.video']), { code: 'cycle', says: /n_a.*n_b|n_b.*n_a/s }],
  ['a definition that contains itself', patchOf({ n_a: 'patch.box', n_out: 'util.video_out' }, ['n_a.out -> n_out.video'], {
    definitions: { box: { nodes: { n_in: { type: 'patch.box' } }, wires: {}, inlets: {}, outlets: { out: 'n_in.out' } } },
  }), { code: 'definition.recursive', says: /box/ }],
  ['a definition that is not there', patchOf({ n_a: 'patch.box', n_out: 'util.video_out' }, ['n_a.out -> n_out.video']), { code: 'definition.unknown', node: 'n_a', says: /box/ }],
  ['a patch in which nothing is seen', patchOf({ n_a: 'util.noise_field' }, []), { code: 'output.none', says: /video_out|output/ }],
];

describe('refused with a sentence, nothing written', () => {
  test.concurrent.each(cases)('%s', async (name, file, wanted) => {
    const patch = place.put(`${name.replace(/\W+/g, '-')}/it.weft.json`, file);
    // a folder of its own, so that what others write does not count
    await refused({ ...place, list: () => place.list().filter((f) => f.startsWith(`${name.replace(/\W+/g, '-')}/`)) }, ['render', patch, '-o', `${patch}.mp4`], wanted);
  });

  test('a file larger than a patch may be', async () => {
    const patch = place.put('large/it.weft.json', new Uint8Array(MAX_BYTES + 4096).fill(0x20));
    await refused({ ...place, list: () => place.list().filter((f) => f.startsWith('large/')) }, ['render', patch, '-o', `${patch}.mp4`], { code: 'doc.too-large', says: /MiB/ });
  });

  test('a file that is not there, and a folder in its place', async () => {
    await refused(place, ['check', 'nowhere.weft.json'], { code: 'doc.missing', says: /does not exist/ });
    await refused(place, ['check', '.'], { code: 'doc.missing', says: /not a file/ });
  });
});
