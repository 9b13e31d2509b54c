/** Node files with faults: the node that uses one is named, and the line in the file; others only hear of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { film, patchOf } from './fixture/patch.ts';
import { openPlace, refused, type Place, type Refusal } from './fixture/weft.ts';

let place: Place;
beforeAll(() => { place = openPlace(); });
afterAll(() => place.gone());

const header = '/*{ "DESCRIPTION": "Test",\n    "INPUTS": [ { "NAME": "inputImage", "TYPE": "image" } ] }*/\n';
const shaders: readonly [name: string, text: string, wanted: Refusal][] = [
  ['a syntax error', `${header}void main() {\n  float a = 1.0\n  gl_FragColor = vec4(a);\n}\n`, { code: 'shader.compile', node: 'n_x', line: 5, says: /compile/ }],
  ['an unknown name', `${header}void main() {\n\n\n  gl_FragColor = vec4(colour_of_money);\n}\n`, { code: 'shader.compile', node: 'n_x', line: 6, says: /colour_of_money/ }],
  ['no main', `${header}float half_of(float x) { return x / 2.0; }\n`, { code: 'shader.main', node: 'n_x', says: /main/ }],
  ['a loop of a thousand million turns', `${header}void main() {\n  float a = 0.0;\n  for (int i = 0; i < 1000000000; ++i) a += 1e-9;\n  gl_FragColor = vec4(a);\n}\n`, { code: 'shader.slow', node: 'n_x', line: 5, says: /loop/i }],
  ['a header that is no JSON', '/*{ "DESCRIPTION": "Test", "INPUTS": [ { "NAME": ] }*/\nvoid main() { gl_FragColor = vec4(1.0); }\n', { code: 'node.broken', node: 'n_x', says: /header|JSON/i }],
];
const programs: readonly [name: string, text: string, wanted: Refusal][] = [
  ['an error', 'import("stdfaust.lib");\n\nprocess = os.osc(440) : no_such_thing;\n', { code: 'dsp.compile', node: 'n_x', line: 3, says: /no_such_thing/ }],
  ['a foreign function', 'process = ffunction(float system(float), <stdlib.h>, "");\n', { code: 'dsp.refused', node: 'n_x', says: /ffunction/ }],
  ['a foreign constant', 'process = fconstant(int RAND_MAX, <stdlib.h>) : float;\n', { code: 'dsp.refused', node: 'n_x', says: /fconstant/ }],
  ['an import from the network', 'import("http://example.org/evil.lib");\nprocess = _;\n', { code: 'dsp.refused', node: 'n_x', says: /http/ }],
  ['an import that is not there', 'import("nowhere.lib");\nprocess = _;\n', { code: 'dsp.compile', node: 'n_x', says: /nowhere\.lib/ }],
];

describe('a patch that uses a node file with a fault is refused: the file, its line, the node', () => {
  test.concurrent.each(shaders)('a shader with %s', async (name, text, wanted) => {
    const at = `shader-${name.replace(/\W+/g, '-')}`;
    place.put(`${at}/nodes/bad.fs`, text);
    const patch = place.put(`${at}/it.weft.json`, patchOf({ n_a: 'util.noise_field', n_x: 'user.bad', n_out: 'util.video_out' }, ['n_a.out -> n_x.inputImage', 'n_x.out -> n_out.video']));
    const d = await refused(only(at), ['render', patch, '-o', `${patch}.mp4`], wanted);
    expect(d.file).toBe(place.path(`${at}/nodes/bad.fs`));
  });

  test.concurrent.each(programs)('a Faust program with %s', async (name, text, wanted) => {
    const at = `faust-${name.replace(/\W+/g, '-')}`;
    place.put(`${at}/nodes/bad.dsp`, text);
    const patch = place.put(`${at}/it.weft.json`, patchOf({ n_a: 'util.oscillator', n_x: 'user.bad', n_out: 'util.audio_out' }, ['n_a.out -> n_x.in', 'n_x.out -> n_out.in']));
    const d = await refused(only(at), ['render', patch, '-o', `${patch}.wav`], wanted);
    expect(d.file).toBe(place.path(`${at}/nodes/bad.dsp`));
  });

  test('also in a sub-patch, by its path', async () => {
    place.put('sub/nodes/bad.fs', shaders[2]![1]);
    const patch = place.put('sub/it.weft.json', patchOf({ n_s: 'patch.box', n_out: 'util.video_out' }, ['n_s.out -> n_out.video'], {
      definitions: { box: { nodes: { n_x: { type: 'user.bad' } }, wires: {}, inlets: {}, outlets: { out: 'n_x.out' } } },
    }));
    await refused(only('sub'), ['check', patch], { code: 'shader.main', node: 'n_s/n_x', says: /main/ });
  });
});

test('a bare node file with a fault is refused by its own line', async () => {
  const shader = place.put('bare/bad.fs', shaders[0]![1]);
  await refused(only('bare'), ['render', shader, '-o', place.path('bare/out.png')], { code: 'shader.compile', line: 5, says: /compile/ });
  const program = place.put('bare/bad.dsp', programs[0]![1]);
  await refused(only('bare'), ['render', program, '-o', place.path('bare/out.wav')], { code: 'dsp.compile', line: 3, says: /no_such_thing/ });
});

test('a faulty node file that the patch does not use is a warning, and the patch renders', async () => {
  place.put('unused/nodes/bad.fs', shaders[4]![1]);
  place.put('unused/nodes/worse.dsp', programs[0]![1]);
  const patch = place.put('unused/it.weft.json', film());
  const { code, answer } = await place.json('check', patch);
  expect(answer.diagnostics!.map((d) => [d.severity, d.file])).toEqual(expect.arrayContaining([
    ['warning', place.path('unused/nodes/bad.fs')], ['warning', place.path('unused/nodes/worse.dsp')],
  ]));
  expect(code).toBe(0);
});

function only(folder: string): Place {
  return { ...place, list: () => place.list().filter((f) => f.startsWith(`${folder}/`)) };
}
