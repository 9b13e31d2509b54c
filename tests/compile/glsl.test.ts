/** GLSL programs as text: what the rewriting of ISF keeps, and what renaming for chains may not do. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@shaderfrog/glsl-parser';
import preprocess from '@shaderfrog/glsl-parser/preprocessor/index.js';
import { expect, test } from 'vitest';
import { withContainer } from '../../runtime/catalog/container.ts';
import { loadCatalog } from '../../runtime/catalog/index.ts';
import type { NodeType } from '../../runtime/catalog/types.ts';
import { normalize } from '../../runtime/compile/glsl/dialect.ts';
import type { Dialect } from '../../runtime/compile/glsl/dialect.ts';
import { guardDivisors } from '../../runtime/compile/glsl/divide.ts';
import { assembleProgram, chainProgram, templateOf } from '../../runtime/compile/glsl/index.ts';
import { instantiate } from '../../runtime/compile/glsl/template.ts';
import { join as glue, tokenize } from '../../runtime/compile/glsl/tokens.ts';
import { inlet, isf } from './fixture/types.ts';

const nodes = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'nodes');
const shipped = async (): Promise<NodeType[]> =>
  [...(await loadCatalog({ roots: [{ path: nodes, origin: 'shipped', required: true }] })).types.values()].filter((t) => t.isf);

const plain: Dialect = { stage: 'fragment', varyings: false, declared: new Set(['TIME', 'inputImage']), samplers: new Set(['inputImage']), samePixel: new Set(['inputImage']) };
const rewritten = (text: string, dialect: Partial<Dialect> = {}): string => normalize(text, { ...plain, ...dialect }).text;
const effect = (fragment: string): NodeType => withContainer(isf('t.made', [inlet('inputImage', 'video')], [], { fragment }));

test('tokens joined again are the text, whatever it is', () => {
  const texts = ['a/*b*/c//d\\\ne\n#define X(y) y\\\n+1\n"§" 1.e5f .5 0x1Fu 1..x @', '/* open', '#', '', '\r\n#version 120\r\nvoid'];
  for (const text of texts) expect(glue(tokenize(text))).toBe(text);
});

test('every line of a node stays on its line', async () => {
  for (const type of await shipped()) {
    const lines = rewritten(type.isf!.fragment, { samplers: new Set(type.inlets.map((i) => i.name)), samePixel: new Set(type.inlets.map((i) => i.name)) });
    expect(lines.split('\n').length, type.id).toBe(type.isf!.fragment.split('\n').length);
  }
  expect(rewritten('#version 120\nIMG_NORM_PIXEL(inputImage,\n isf_FragNormCoord)\nprecision\nhighp float;\nx').split('\n').map((l) => l.trim()))
    .toEqual(['', 'weft_here(inputImage)', '', '', '', 'x']);
});

test('comments are left alone and reserved words are renamed only where they are names', () => {
  expect(rewritten('// sample filter main\n/* vv_x */ float sample; smooth in vec2 q; float smooth = 1.0;'))
    .toBe('// sample filter main\n/* vv_x */ float weft_kw_sample; smooth  vec2 q; float weft_kw_smooth = 1.0;');
});

test('what the prelude declares is not declared twice', () => {
  expect(rewritten('uniform float TIME; uniform float other; varying vec2 isf_FragNormCoord;').replace(/\s+/g, ' ').trim()).toBe('uniform float other;');
});

test('reads of the own pixel are one texel, in every way to write them', () => {
  for (const read of ['IMG_THIS_PIXEL(inputImage)', 'IMG_THIS_NORM_PIXEL( inputImage )', 'IMG_NORM_PIXEL(inputImage, vv_FragNormCoord)', 'texture2D(inputImage,isf_FragNormCoord.xy)', 'IMG_PIXEL(inputImage, gl_FragCoord.xy)']) {
    expect(rewritten(read).trim()).toBe('weft_here(inputImage)');
  }
  for (const read of ['IMG_NORM_PIXEL(inputImage, isf_FragNormCoord.yx)', 'IMG_PIXEL(inputImage, gl_FragCoord.xy + 1.0)', 'IMG_THIS_PIXEL(other)']) {
    expect(rewritten(read)).toBe(read);
  }
});

test('what is divided by is put under the guard, numbers are not', () => {
  for (const [source, text] of [
    ['a = b / c;', 'a = b / weft_by(c);'],
    ['a = b / 2.0 / (c + d.x) * e;', 'a = b / 2.0 / weft_by((c + d.x)) * e;'],
    ['a = b/-f(c, d)[1].xy + e;', 'a = b/weft_by(-f(c, d)[1].xy) + e;'],
    ['a /= b + c, d = 1;', 'a /= weft_by(b + c), d = 1;'],
    ['a = b / 0.0;', 'a = b / weft_by(0.0);'],
    ['a = b / // c\n c /* d / e */;', 'a = b / // c\n weft_by(c) /* d / e */;'],
    ['#define PI 3.14\n#if A / B\n#endif\na = b / PI;', '#define PI 3.14\n#if A / B\n#endif\na = b / PI;'],
    ['#define H x / 2.0\na = b / c.H2;', '#define H x / 2.0\na = b / weft_by(c.H2);'],
  ] as const) expect(guardDivisors(source)).toEqual({ text, whole: true });
});

test('a division that a macro takes part in is left as it is, and said', () => {
  for (const source of ['#define N 3.14 * k\na = b / N;', '#define F(x) 1.0 / x\na = F(b);', '#define S size\na = b / f(S);'])
    expect(guardDivisors(source)).toEqual({ text: source, whole: false });
});

test('equal node types have equal programs, and no program names a node of the patch', async () => {
  for (const type of await shipped()) {
    const [a, b] = [assembleProgram(type, { mask: true, depth: 8 }), assembleProgram({ ...type }, { mask: true, depth: 8 })];
    expect(a.program).toEqual(b.program);
    expect(a.program.key).toMatch(/^[0-9a-f]{64}$/);
    expect(assembleProgram(type, { mask: true, depth: 16 }).program.key).not.toBe(a.program.key);
  }
});

/** Names that a parser finds declared at the top of a program. */
function globals(text: string): Set<string> {
  const scope = parse(preprocess(text, { preserveComments: false }), { quiet: true, stage: 'fragment' }).scopes[0]!;
  const declared = (index: Record<string, { declaration?: unknown }>) => Object.entries(index).filter(([, v]) => v.declaration !== undefined).map(([name]) => name);
  const functions = Object.entries(scope.functions as Record<string, Record<string, { declaration?: unknown }>>)
    .filter(([, overloads]) => Object.values(overloads).some((o) => o.declaration !== undefined)).map(([name]) => name);
  return new Set([...declared(scope.bindings), ...declared(scope.types), ...functions]);
}

test('no global name of a node meets one of the node beside it, by the judgement of a GLSL parser', async () => {
  let checked = 0;
  for (const type of await shipped()) {
    const template = templateOf(type);
    if (!template) continue;
    checked++;
    const names = [...globals(instantiate(template, 6, new Set()))];
    expect(names.length, type.id).toBeGreaterThan(0);
    expect(names.filter((name) => !name.endsWith('W6')), type.id).toEqual([]);
  }
  expect(checked).toBeGreaterThan(10);
});

test('renaming changes names and nothing else', async () => {
  for (const type of await shipped()) {
    const template = templateOf(type);
    if (!template) continue;
    const without = (place: number) => instantiate(template, place, new Set()).replaceAll(`W${place}`, '');
    expect(without(71), type.id).toBe(without(72));
  }
});

test('struct fields keep their names, macros and their parameters get new ones', () => {
  const template = templateOf(effect(`struct Hit { float near; vec3 at[2]; };
#define GREY(c) c.rgb
Hit hit() { Hit h; h.near = 1.0; return h; }
void main() { gl_FragColor = vec4(GREY(IMG_THIS_PIXEL(inputImage)), hit().near); }`))!;
  expect(instantiate(template, 2, new Set(['inputImage']))).toBe(`struct HitW2 { float near; vec3 at[2]; };
#define GREYW2(cW2) cW2.rgb
HitW2 hitW2() { HitW2 hW2; hW2.near = 1.0; return hW2; }
void weft_nodeW2() { isf_FragColorW2 = vec4(GREYW2(weft_upW2), hitW2().near); }`);
});

test.each([
  ['leaves pixels out', 'void main() { if (isf_FragNormCoord.x > 0.5) discard; gl_FragColor = IMG_THIS_PIXEL(inputImage); }'],
  ['asks its neighbours', 'void main() { gl_FragColor = fwidth(IMG_THIS_PIXEL(inputImage)); }'],
  ['redefines a function of GLSL', 'float mix(float a) { return a; } void main() { gl_FragColor = vec4(mix(1.0)); }'],
  ['redefines a word of ISF', '#define RENDERSIZE vec2(1.0)\nvoid main() { gl_FragColor = vec4(RENDERSIZE, 0.0, 1.0); }'],
  ['has a macro for a swizzle', '#define part xy\nvoid main() { gl_FragColor = IMG_THIS_PIXEL(inputImage).part.xyxy; }'],
  ['has no main', 'float nothing;'],
])('a node that %s stays alone', (_, fragment) => {
  expect(templateOf(effect(fragment))).toBeNull();
});

test('an image that is read elsewhere than at the own pixel stays a sampler', () => {
  const roams = (read: string) => templateOf(effect(`vec4 at(sampler2D s) { return texture(s, vec2(0.0)); }\nvoid main() { gl_FragColor = ${read}; }`))!.roaming.has('inputImage');
  expect(roams('IMG_THIS_PIXEL(inputImage)')).toBe(false);
  for (const read of ['IMG_PIXEL(inputImage, vec2(0.0))', 'at(inputImage)', 'vec4(_inputImage_imgSize, 0.0, 1.0)']) expect(roams(read), read).toBe(true);
});

test('a chain names each node and its uniforms by their place', () => {
  const type = effect('void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }');
  const template = templateOf(type)!;
  const link = (upstream: string[]) => ({ type, template, mask: false, upstream: new Set(upstream) });
  const program = chainProgram([link([]), link(['inputImage'])], 8);
  expect(program.fragment).toContain('uniform sampler2D inputImageW0;');
  expect(program.fragment).not.toContain('inputImageW1');
  expect(program.vertex).toContain('uniform float weft_mixW1;');
  expect(chainProgram([link([]), link(['inputImage'])], 8).key).toBe(program.key);
});
