import { describe, expect, test } from 'vitest';
import { parseManifest, serviceNode } from '../../runtime/catalog/manifest.ts';

const file = { path: '/n/thing.node.json', id: 'user.thing', name: 'thing', origin: 'user', hash: '' } as const;
const node = (manifest: object) => serviceNode(file, JSON.stringify(manifest));
const fit = { name: 'fit', kind: 'long', values: [0, 1], labels: ['a', 'b'], default: 0 };
const image = { service: 'image', outlets: [{ name: 'video', type: 'video' }], params: [fit] };

describe('a manifest is a node of a native service', () => {
  test('one that fits its service gives a type', () => {
    expect(node(image)).toMatchObject({ diagnostics: [], type: { id: 'user.thing', kind: 'service', title: 'Thing', container: false, service: { name: 'image', config: {}, delay: false } } });
  });
  test('a delay has no mix, since what it gives may not depend on what comes in at once', () => {
    const { type } = node({
      service: 'frame_delay', delay: true, inlets: [{ name: 'inputImage', type: 'video' }], outlets: [{ name: 'out', type: 'video' }],
      params: [{ name: 'frames', kind: 'long', min: 1, max: 9, default: 1 }],
    });
    expect(type).toMatchObject({ container: false, params: { length: 1 }, service: { delay: true } });
  });
  test('an analysis can be bypassed but has no mix', () => {
    const { type } = node({
      service: 'analyse', config: { measure: 'motion' }, delay: true,
      inlets: [{ name: 'inputImage', type: 'video' }], outlets: [{ name: 'out', type: 'signal' }],
    });
    expect(type!.params.map((p) => p.name)).toEqual(['$bypass']);
  });

  test.each([
    ['no service', {}, 'names no "service"'],
    ['an unknown service', { service: 'teapot' }, "'teapot', which is not one of clip"],
    ['an outlet the service lacks', { ...image, outlets: [{ name: 'a', type: 'audio' }] }, 'needs these outlets'],
    ['an inlet the service lacks', { ...image, inlets: [{ name: 'a', type: 'audio' }] }, 'needs these inlets'],
    ['a missing parameter', { ...image, params: [] }, "needs the parameter 'fit'"],
    ['a delay that is none', { ...image, delay: true }, 'has no delay'],
    ['no measure', { service: 'analyse', delay: true, inlets: [{ name: 'i', type: 'video' }], outlets: [{ name: 'o', type: 'signal' }] }, 'measure'],
    ['a clip without its clock', { service: 'clip', outlets: [{ name: 'video', type: 'video' }], params: [fit] }, "needs the parameter 'rate'"],
    ['textures without a shader', { ...image, params: [fit, { name: 'c', kind: 'curve' }], textures: { t: { kind: 'curve', param: 'c' } } }, 'only a shader'],
  ])('%s is refused with a sentence', (_, manifest, message) => {
    const { type, diagnostics } = node(manifest);
    expect(type).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'node.broken', severity: 'error', file: file.path, message: expect.stringContaining(message) }]);
  });
});

test.each([
  [[[0, 0], [1, 1]]], [{ points: [[0, 1], [1, 0]], interpolation: 'hold' }], [{ rgb: [[0, 0]], b: { points: [[0, 1]] } }],
])('%j is a curve', (value) => {
  const text = JSON.stringify({ params: [{ name: 'a', kind: 'curve', default: value }] });
  expect(parseManifest(text, '/n/x.node.json')).toMatchObject({ ok: true, params: [{ default: value }] });
});

describe('a manifest of the wrong shape is refused with the place', () => {
  const param = (p: object) => JSON.stringify({ params: [{ name: 'a', kind: 'float', min: 0, max: 1, default: 0, ...p }] });
  test.each([
    ['{', 'not valid JSON'], ['[]', 'must be object'], ['{"titel": "x"}', "'titel'"], ['{"__proto__": {}}', "'__proto__'"],
    [param({ kind: 'angle' }), 'params/0/kind'], [param({ name: 'a b' }), 'params/0/name'], [param({ name: '$mix' }), 'params/0/name'],
    [param({ default: 2 }), 'default outside its range'], [param({ min: 1 }), 'minimum that is not below'], [param({ max: undefined }), 'needs min, max and default'],
    [param({ scale: 'log' }), 'minimum above 0'], [param({ kind: 'bool', default: 1 }), 'true or false'],
    [param({ kind: 'long', values: [1, 2], default: 3 }), 'default'], [param({ kind: 'long', values: [0, 1], labels: ['a'] }), 'as many labels'],
    [param({ kind: 'color', default: [1, 1, 1] }), '4 numbers'], [param({ kind: 'point2D', min: 0, max: 1, default: [0, 2] }), 'outside its range'],
    [param({ kind: 'curve', default: { points: [[1, 0], [0, 1]] } }), 'ascending'], [param({ kind: 'curve', default: { rgb: [[0, 0]], h: [[0, 0]] } }), 'rgb, r, g and b'], [param({ kind: 'gradient', default: [] }), 'gradient'],
    [param({ kind: 'text', default: 7 }), 'text as its default'],
    [JSON.stringify({ inlets: [{ name: 'a', type: 'video' }], params: [{ name: 'a', kind: 'bool' }] }), "'a' twice"],
    [JSON.stringify({ textures: { t: { kind: 'curve', param: 'a' } } }), "parameter 'a' of kind curve"],
  ])('%s', (text, message) => {
    expect(parseManifest(text, '/n/x.node.json')).toMatchObject({ ok: false, diagnostic: { code: 'node.broken', message: expect.stringContaining(message) } });
  });
});
