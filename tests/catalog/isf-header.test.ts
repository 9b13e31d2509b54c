import { describe, expect, test } from 'vitest';
import { readIsfHeader } from '../../runtime/catalog/isf-header.ts';

const body = '\nvoid main() { gl_FragColor = vec4(1.0); }\n';

function read(json: string) {
  const result = readIsfHeader(`/*${json}*/${body}`);
  if (!result.ok) throw new Error(result.message);
  return result;
}

function param(json: string) {
  const { header, problems } = read(`{"ISFVSN": "2", "INPUTS": [${json}]}`);
  return { ...header.params[0]!, problems };
}

describe('a header is read as its author meant it', () => {
  test('comments, trailing commas, .5 and 1. are accepted', () => {
    const { header, problems } = read(`{
      // what it is
      "DESCRIPTION": "x", "INPUTS": [ { "NAME": "a", "TYPE": "float", "DEFAULT": .5, "MIN": 0., "MAX": 1., }, ],
    }`);
    expect(problems).toEqual([]);
    expect(header.params[0]).toMatchObject({ name: 'a', min: 0, max: 1, default: 0.5 });
  });

  test('line breaks in strings, leading zeros, 1.0f, True, missing and doubled commas are mended', () => {
    const { header } = read(`{ "DESCRIPTION": "two\nlines" "INPUTS": [
      { "NAME": "a", "TYPE": "float", "DEFAULT": 007.50, "MAX": 10.0f },, { "NAME": "b" "TYPE": "bool", "DEFAULT": True } ] }`);
    expect(header.description).toBe('two lines');
    expect(header.params.map((p) => p.default)).toEqual([7.5, true]);
    expect(header.params[0]!.max).toBe(10);
  });

  test('a comment of JSON inside the header does not end it', () => {
    const result = readIsfHeader('/*{ "DESCRIPTION": "x", /* an aside */ "INPUTS": [{"NAME":"a","TYPE":"float"}] }*/' + body);
    expect(result).toMatchObject({ ok: true, header: { params: [{ name: 'a' }] }, fragment: body });
  });

  test('a licence comment may stand before the header, and line numbers hold', () => {
    const source = `// by me /* not this */\r\n/* GPL */\r\n/*\r\n{\r\n "ISFVSN": "2"\r\n}\r\n*/\r\nvoid main() {}\r\n`;
    const result = readIsfHeader(source);
    if (!result.ok) throw new Error(result.message);
    const line = (text: string) => text.split(/\r?\n/).findIndex((l) => l.startsWith('void main'));
    expect(line(result.fragment)).toBe(line(source));
    expect(result.fragment).not.toContain('ISFVSN');
  });

  test('keys count in lower case too', () => {
    const { header } = read(`{ "inputs": [{"name": "a", "type": "Float", "max": 4}], "passes": [{"target": "t", "persistent": 1, "float": true, "width": 16}] }`);
    expect(header.params[0]).toMatchObject({ name: 'a', kind: 'float', max: 4, default: 2 });
    expect(header.targets).toEqual([{ name: 't', width: [16], height: null, persistent: true, float: true }]);
  });

  test.each([
    ['{"ISFVSN": "2"}', 2], ['{"ISFVSN": 2.0}', 2], ['{"ISFVSN": "1"}', 1], ['{"VSN": "1.0"}', 1], ['{}', 1],
  ] as const)('%s is ISF version %d', (json, version) => {
    expect(read(json).header.version).toBe(version);
  });
});

describe('inputs become inlets and parameters', () => {
  test('a float without range is 0..1 with its default in the middle', () => {
    expect(param('{"NAME": "a", "TYPE": "float"}')).toMatchObject({ min: 0, max: 1, default: 0.5 });
  });
  test('a default outside its range is clamped', () => {
    expect(param('{"NAME": "a", "TYPE": "float", "MIN": 1, "MAX": 3, "DEFAULT": 9}').default).toBe(3);
  });
  test('a range that is missing makes room for the default', () => {
    expect(param('{"NAME": "a", "TYPE": "point2D", "DEFAULT": [320, 0.5]}')).toMatchObject({ min: [0, 0], max: [640, 1], default: [320, 0.5] });
  });
  test('a range written upside down is turned round, and an empty one is widened', () => {
    expect(param('{"NAME": "a", "TYPE": "float", "MIN": 3, "MAX": 1}')).toMatchObject({ min: 1, max: 3 });
    expect(param('{"NAME": "a", "TYPE": "float", "MIN": 3, "MAX": 3}')).toMatchObject({ min: 3, max: 4, default: 3 });
  });
  test('DEFAULT: null counts as missing', () => {
    expect(param('{"NAME": "a", "TYPE": "float", "MAX": 4, "DEFAULT": null}').default).toBe(2);
    expect(param('{"NAME": "a", "TYPE": "bool", "DEFAULT": null}').default).toBe(false);
  });
  test.each(['1', '1.0', 'true', '"true"', '1.'])('a bool default of %s is on', (value) => {
    expect(param(`{"NAME": "a", "TYPE": "bool", "DEFAULT": ${value}}`).default).toBe(true);
  });
  test.each(['0', '0.0', 'false', '"0"'])('a bool default of %s is off', (value) => {
    expect(param(`{"NAME": "a", "TYPE": "bool", "DEFAULT": ${value}}`).default).toBe(false);
  });
  test('a colour is four numbers of 0..1, opaque where alpha is missing', () => {
    expect(param('{"NAME": "a", "TYPE": "color", "DEFAULT": [0.1, 2, 0]}')).toMatchObject({ default: [0.1, 1, 0, 1], min: [0, 0, 0, 0], max: [1, 1, 1, 1] });
  });
  test('a long takes its values and labels, and the value nearest to its default', () => {
    expect(param('{"NAME": "a", "TYPE": "long", "VALUES": [1, 4, 9], "LABELS": ["one", "four"], "DEFAULT": 5}'))
      .toMatchObject({ values: [1, 4, 9], labels: ['one', 'four', '9'], default: 4, min: 1, max: 9 });
    expect(param('{"NAME": "a", "TYPE": "long", "LABELS": ["x", "y"]}')).toMatchObject({ values: [0, 1], default: 0 });
    expect(param('{"NAME": "a", "TYPE": "long", "MIN": 2, "MAX": 8}')).toMatchObject({ min: 2, max: 8, default: 5, step: 1 });
  });
  test('an event starts off', () => {
    expect(param('{"NAME": "a", "TYPE": "event"}')).toMatchObject({ kind: 'event', default: false });
  });
  test('LABEL, DESCRIPTION, UNIT and SCALE of an input are carried over', () => {
    expect(param('{"NAME": "a", "TYPE": "float", "LABEL": "Cutoff", "DESCRIPTION": "Where it cuts.", "UNIT": "Hz", "SCALE": "log", "MIN": 20, "MAX": 20000}'))
      .toMatchObject({ title: 'Cutoff', description: 'Where it cuts.', unit: 'Hz', scale: 'log', problems: [] });
  });
  test('a logarithmic scale that reaches 0 is linear, with a warning', () => {
    const { scale, problems } = param('{"NAME": "a", "TYPE": "float", "SCALE": "log", "MIN": 0, "MAX": 9}');
    expect(scale).toBe('linear');
    expect(problems).toMatchObject([{ severity: 'warning' }]);
  });
  test('an input without LABEL is titled by its name', () => {
    expect(param('{"NAME": "outBlack", "TYPE": "float"}').title).toBe('Out black');
    expect(param('{"NAME": "x_blur", "TYPE": "float"}').title).toBe('X blur');
    expect(param('{"NAME": "colorRGB2", "TYPE": "float"}').title).toBe('Color RGB2');
  });
  test('images and sound are inlets; MAX limits the columns', () => {
    const { header } = read('{"INPUTS": [{"NAME": "i", "TYPE": "image"}, {"NAME": "s", "TYPE": "audio", "MAX": 1}, {"NAME": "f", "TYPE": "audioFFT"}]}');
    expect(header.inlets).toEqual([
      { name: 'i', title: 'I', type: 'video', channels: 1 },
      { name: 's', title: 'S', type: 'audio', channels: 2, audioImage: { kind: 'audio', max: 1 } },
      { name: 'f', title: 'F', type: 'audio', channels: 2, audioImage: { kind: 'audioFFT', max: null } },
    ]);
  });
  test.each([
    ['generator', []], ['effect', ['inputImage']], ['transition', ['startImage', 'endImage']],
  ] as const)('the inputs of a %s tell its kind', (kind, images) => {
    const inputs = [...images.map((n) => `{"NAME": "${n}", "TYPE": "image"}`), '{"NAME": "progress", "TYPE": "float"}'];
    expect(read(`{"INPUTS": [${inputs.join(',')}]}`).header.kind).toBe(kind);
  });
  test('names that GLSL cannot use, doubled names and unknown types are named and left out', () => {
    const { header, problems } = read('{"INPUTS": [{"NAME": "a b", "TYPE": "float"}, {"NAME": "c", "TYPE": "float"}, {"NAME": "c", "TYPE": "bool"}, {"NAME": "d", "TYPE": "matrix"}, {"NAME": "__proto__", "TYPE": "float"}, 7]}');
    expect(header.params.map((p) => p.name)).toEqual(['c']);
    expect(problems.map((p) => p.severity)).toEqual(Array(5).fill('error'));
  });
});

describe('passes, buffers and imports', () => {
  test('PERSISTENT_BUFFERS of version 1 is read as a list and as a dictionary', () => {
    expect(read('{"PERSISTENT_BUFFERS": ["a"], "PASSES": [{"TARGET": "a"}, {}]}').header)
      .toMatchObject({ targets: [{ name: 'a', persistent: true, width: null }], passes: [{ target: 'a' }, { target: null }] });
    expect(read('{"PERSISTENT_BUFFERS": {"a": {"WIDTH": "$WIDTH/2", "FLOAT": true}}}').header.targets)
      .toEqual([{ name: 'a', persistent: true, float: true, width: ['$WIDTH', 2, '/'], height: null }]);
  });
  test('a header without passes has one, to the output', () => {
    expect(read('{}').header.passes).toEqual([{ target: null }]);
  });
  test('a size that cannot be worked out is an error that names the target', () => {
    const { header, problems } = read('{"PASSES": [{"TARGET": "blurred", "WIDTH": "$WIDE/2"}]}');
    expect(header.targets[0]!.width).toBeNull();
    expect(problems[0]).toMatchObject({ severity: 'error', message: expect.stringMatching(/'blurred'.*'\$WIDE'/) });
  });
  test('IMPORTED is read as a dictionary and as a list; six paths are a cube map', () => {
    const six = JSON.stringify(['1.png', '2.png', '3.png', '4.png', '5.png', '6.png']);
    expect(read('{"IMPORTED": {"a": {"PATH": "a.png"}}}').header.imported).toEqual([{ name: 'a', paths: ['a.png'], cube: false }]);
    expect(read(`{"IMPORTED": [{"NAME": "a", "PATH": "a.png"}, {"NAME": "c", "TYPE": "cube", "PATH": ${six}}]}`).header.imported)
      .toMatchObject([{ name: 'a', cube: false }, { name: 'c', cube: true, paths: { length: 6 } }]);
    expect(read('{"INPUTS": [{"NAME": "c", "TYPE": "cube"}]}').header.imported).toEqual([{ name: 'c', paths: [], cube: true }]);
  });
});

describe('what is no header is said so', () => {
  test.each([
    ['', 'does not begin with an ISF header'],
    ['void main() {}', 'does not begin with an ISF header'],
    ['/* only words */ void main() {}', 'does not begin with an ISF header'],
    ['/*{ "A": 1', 'not closed'],
    ['\n\n/*{ "A": [1, }*/ void main() {}', 'not JSON'],
    [`/*{ "A": ${'['.repeat(10_000)} }*/`, 'too deeply'],
    [`/*{ "A": "${'x'.repeat(400_000)}" }*/`, 'too long'],
  ])('%.30s …', (source, message) => {
    expect(readIsfHeader(source)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
  test('the line of a broken header is given', () => {
    expect(readIsfHeader('\n\n/*{ "A": [1, }*/ void main() {}')).toMatchObject({ ok: false, line: 3 });
  });
});

test('a header cut short or torn at any place is refused or read, never a crash', () => {
  const source = `/*{ "ISFVSN": "2", 'DESCRIPTION': "a \\" b", // aside
    "INPUTS": [{"NAME": "a", "TYPE": "long", "VALUES": [1, .5,], "LABELS": ["x"]}, {"NAME": "b", "TYPE": "point2D", "MAX": [1., 2]}],
    "PASSES": [{"TARGET": "t", "WIDTH": "max($WIDTH/2, $a)"}], "IMPORTED": {"i": {"PATH": ["1"]}} }*/` + body;
  for (let at = 0; at < source.length; at++) {
    for (const torn of [source.slice(0, at), source.slice(0, at) + source.slice(at + 1), `${source.slice(0, at)}"${source.slice(at)}`, source.slice(0, at) + '*/' + body]) {
      expect(typeof readIsfHeader(torn).ok).toBe('boolean');
    }
  }
});

test('a header made to be slow to read is read all the same', () => {
  for (const evil of ['"\\"'.repeat(10_000), "'".repeat(20_001), '/*'.repeat(20_000), `"VALUES": [${'1,'.repeat(20_000)}`, '\\'.repeat(20_000)]) {
    expect(typeof readIsfHeader(`/*{ "INPUTS": [{ "NAME": "a", "TYPE": "long", ${evil} }] }*/`).ok).toBe('boolean');
  }
});
