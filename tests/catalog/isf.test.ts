import { describe, expect, test } from 'vitest';
import { isfNode } from '../../runtime/catalog/isf.ts';

const file = { path: '/nodes/fx/chroma_glow.fs', id: 'fx.chroma_glow', name: 'chroma_glow', origin: 'shipped', hash: '' } as const;
const image = '{"NAME": "inputImage", "TYPE": "image"}';

function node(header: string, glsl: string, extra: { vertex?: string; manifest?: object } = {}) {
  return isfNode(file, {
    fragment: `/*${header}*/\n${glsl}`, vertex: extra.vertex ?? null,
    manifest: extra.manifest === undefined ? null : { path: '/nodes/fx/chroma_glow.node.json', text: JSON.stringify(extra.manifest) },
  });
}

describe('a shader file is a node', () => {
  test('an effect has its inputs, one outlet and what every effect has', () => {
    const { type, diagnostics } = node(`{"INPUTS": [${image}, {"NAME": "amount", "TYPE": "float"}]}`, 'void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }');
    expect(diagnostics).toEqual([]);
    expect(type).toMatchObject({ id: 'fx.chroma_glow', kind: 'isf', title: 'Chroma glow', category: 'Effect', container: true });
    expect(type!.inlets.map((i) => i.name)).toEqual(['inputImage', '$mask']);
    expect(type!.outlets).toEqual([{ name: 'out', type: 'video', channels: 1 }]);
    expect(type!.params.map((p) => [p.name, p.container ?? false])).toEqual([['amount', false], ['$mix', true], ['$bypass', true]]);
  });
  test('a generator has no mix, mask or bypass', () => {
    const { type } = node('{}', 'void main() { gl_FragColor = vec4(1.0); }');
    expect(type).toMatchObject({ container: false, inlets: [], params: [], category: 'Generator' });
  });
  test('title, description, category and search words come from the header', () => {
    const { type } = node('{"TITLE": "Glow", "DESCRIPTION": "It glows.", "CATEGORIES": ["Light", "Blur"], "KEYWORDS": ["bloom"]}', 'void main() {}');
    expect(type).toMatchObject({ title: 'Glow', description: 'It glows.', category: 'Light', search: ['bloom', 'Light', 'Blur'] });
  });
  test('a shader without main is reported and keeps its ports', () => {
    const { type, diagnostics } = node(`{"INPUTS": [${image}]}`, '// void main() {}\nfloat f() { return 1.0; }');
    expect(type!.inlets.map((i) => i.name)).toContain('inputImage');
    expect(diagnostics).toMatchObject([{ code: 'shader.main', severity: 'error', file: file.path }]);
  });
  test('imported images lie beside the shader', () => {
    const { type } = node('{"IMPORTED": {"grain": {"PATH": "grain.png"}}}', 'void main() {}');
    expect(type!.isf!.imported).toEqual([{ name: 'grain', paths: ['/nodes/fx/grain.png'], cube: false }]);
  });
});

describe('a manifest beside a shader', () => {
  const manifest = {
    title: 'Curves', params: [{ name: 'curve', kind: 'curve', title: 'Curve' }], textures: { lut: { kind: 'curve', param: 'curve' } },
  };
  const glsl = 'void main() { vec4 c = IMG_THIS_PIXEL(inputImage); gl_FragColor = vec4(texture(lut, vec2(c.r, 0.5)).r, c.gba); }';

  test('declares samplers and adds parameters; the shader stays pointwise', () => {
    const { type, diagnostics } = node(`{"INPUTS": [${image}, {"NAME": "amount", "TYPE": "float"}]}`, glsl, { manifest });
    expect(diagnostics).toEqual([]);
    expect(type).toMatchObject({ kind: 'isf', title: 'Curves', isf: { dataTextures: [{ name: 'lut', kind: 'curve', param: 'curve' }], pointwise: true } });
    expect(type!.params.slice(0, 2)).toMatchObject([{ name: 'amount' }, { name: 'curve', default: [[0, 0], [1, 1]] }]);
  });
  test('may not say what the shader decides, nor use its names', () => {
    const codes = (m: object) => node(`{"INPUTS": [${image}, {"NAME": "amount", "TYPE": "float"}]}`, glsl, { manifest: m }).diagnostics.map((d) => d.code);
    expect(codes({ service: 'image' })).toEqual(['node.broken']);
    expect(codes({ ...manifest, textures: { amount: { kind: 'curve', param: 'curve' } } })).toEqual(['node.broken']);
    expect(codes({ params: [{ name: 'amount', kind: 'curve' }] })).toEqual(['node.broken']);
    expect(codes({ params: [{ name: 'inputImage', kind: 'curve' }] })).toEqual(['node.broken']);
    expect(codes({ textures: { lut: { kind: 'cube', param: 'curve' } } })).toEqual(['node.broken']);
  });
});

describe('only a shader that looks at its own pixel is pointwise', () => {
  const header = `{"INPUTS": [${image}, {"NAME": "other", "TYPE": "image"}]}`;
  const pointwise = (glsl: string, head = header, extra = {}) => node(head, `void main() { ${glsl} }`, extra).type!.isf!.pointwise;

  test.each([
    'gl_FragColor = IMG_THIS_PIXEL(inputImage);',
    'gl_FragColor = IMG_THIS_NORM_PIXEL( inputImage ) * IMG_THIS_PIXEL(other);',
    'gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord);',
    'gl_FragColor = IMG_NORM_PIXEL(inputImage, vv_FragNormCoord.xy);',
    'gl_FragColor = IMG_PIXEL(inputImage, gl_FragCoord.xy);',
    'gl_FragColor = vec4(1.0); // IMG_PIXEL(inputImage, vec2(0.0))',
  ])('is: %s', (glsl) => {
    expect(pointwise(glsl)).toBe(true);
  });
  test.each([
    'gl_FragColor = IMG_PIXEL(inputImage, gl_FragCoord.xy + 1.0);',
    'gl_FragColor = IMG_PIXEL(inputImage, gl_FragCoord.yx);',
    'gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord * 0.5);',
    'gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord, 2.0);',
    'gl_FragColor = IMG_THIS_PIXEL(other) + texture2D(inputImage, vec2(0.5));',
    'gl_FragColor = vec4(IMG_SIZE(inputImage), 0.0, 1.0);',
    'gl_FragColor = vec4(_inputImage_imgSize, 0.0, 1.0);',
    'if (isf_FragNormCoord.x > 0.5) discard; gl_FragColor = IMG_THIS_PIXEL(inputImage);',
    'gl_FragColor = fwidth(IMG_THIS_PIXEL(inputImage));',
    'vec2 isf_FragNormCoord = vec2(0.0); gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord);',
    '}\n#define P inputImage\nvoid g() { gl_FragColor = IMG_NORM_PIXEL(P, vec2(0.0));',
    '}\n#define isf_FragNormCoord vec2(0.0)\nvoid g() { gl_FragColor = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord);',
    '}\n#define J(a, b) a##b\nvoid g() { gl_FragColor = texture2D(J(input, Image), vec2(0.0));',
  ])('is not: %s', (glsl) => {
    expect(pointwise(glsl)).toBe(false);
  });
  test('several passes, a target, sound or a vertex shader rule it out', () => {
    const glsl = 'gl_FragColor = vec4(1.0);';
    expect(pointwise(glsl, '{"PASSES": [{}, {}]}')).toBe(false);
    expect(pointwise(glsl, '{"PASSES": [{"TARGET": "a"}]}')).toBe(false);
    expect(pointwise(glsl, '{"PERSISTENT_BUFFERS": ["a"]}')).toBe(false);
    expect(pointwise(glsl, '{"INPUTS": [{"NAME": "s", "TYPE": "audio"}]}')).toBe(false);
    expect(pointwise(glsl, header, { vertex: 'void main() { isf_vertShaderInit(); }' })).toBe(false);
  });
});
