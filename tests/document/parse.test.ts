import { describe, expect, it } from 'vitest';
import { MAX_BYTES, MAX_DEPTH, parse, save, seededRandom, type Diagnostic } from '../../runtime/document/index.ts';
import { scanJson } from '../../runtime/document/scan.ts';
import { street } from './street.ts';

function refusals(source: string | Uint8Array): Diagnostic[] {
  const result = parse(source);
  expect(result.ok).toBe(false);
  expect(result.diagnostics.length).toBeGreaterThan(0);
  for (const d of result.diagnostics) {
    expect(d.severity).toBe('error');
    expect(d.message).toMatch(/\.$/);
    expect(d.message.length).toBeLessThan(600);
  }
  return result.diagnostics;
}

/** a short-form patch with these fields */
const patch = (fields: string) => `{"format":"weft-patch","version":0${fields === '' ? '' : `,${fields}`}}`;

describe('reading a patch', () => {
  it('keeps every field, known or not', () => {
    const result = parse(street);
    expect(result.diagnostics).toEqual([]);
    expect(result.ok && result.value).toEqual(JSON.parse(street));
  });

  it('reads bytes as well as text, with or without a byte order mark', () => {
    const bytes = new TextEncoder().encode(`\ufeff${street}`);
    const result = parse(bytes);
    expect(result.ok && save(result.value)).toBe(street);
    expect(parse(`\ufeff${street}`).ok).toBe(true);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(refusals(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))[0]!.code).toBe('doc.json');
  });
});

describe('malformed JSON is refused with its line and column', () => {
  const cases: [what: string, text: string, line: number, column: number][] = [
    ['nothing at all', '', 1, 1],
    ['only blanks', ' \n\t', 2, 2],
    ['a trailing comma', '{\n  "a": 1,\n}', 3, 1],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['a missing colon', '{"a" 1}', 1, 6],
    ['a bare word', '{"a": yes}', 1, 7],
    ['a bare key', '{a: 1}', 1, 2],
    ['single quotes', "{'a': 1}", 1, 2],
    ['a comment', '{\n// here\n}', 2, 1],
    ['the wrong bracket', '[1}', 1, 3],
    ['a list closed as an object', '{"a": [1, 2}', 1, 12],
    ['an open text', '{"a": "x\n}', 1, 7],
    ['a bad escape', '{"a": "\\x41"}', 1, 7],
    ['a bad unicode escape', '{"a": "\\u12"}', 1, 7],
    ['a control character', '{"a": "\u0001"}', 1, 7],
    ['a leading zero', '[01]', 1, 3],
    ['a lone minus', '[-]', 1, 2],
    ['a number without digits after the point', '[1.]', 1, 2],
    ['a number without exponent', '[1e]', 1, 2],
    ['NaN', '[NaN]', 1, 2],
    ['a number past the largest', '[1, -1e999]', 1, 5],
    ['text after the end', '{} {}', 1, 4],
    ['a file cut off', street.slice(0, 200), street.slice(0, 200).split('\n').length, street.slice(0, 200).split('\n').at(-1)!.length + 1],
  ];
  it.each(cases)('%s', (_, text, line, column) => {
    const [d] = refusals(text);
    expect(d!.code).toBe('doc.json');
    expect([d!.line, d!.column]).toEqual([line, column]);
    expect(d!.message).toContain(`Line ${line}, column ${column}: `);
  });

  it('wherever a patch is cut off or a character goes missing, it is refused or read, never thrown', () => {
    for (let at = 0; at < street.length; at += 7) {
      expect(parse(street.slice(0, at)).ok).toBe(false);
      const without = street.slice(0, at) + street.slice(at + 1);
      let isJson = true;
      try { JSON.parse(without); } catch { isJson = false; }
      const result = parse(without);
      if (!isJson) expect(result.diagnostics[0]?.code).toBe('doc.json');
      else if (!result.ok) expect(result.diagnostics[0]!.code).not.toBe('doc.json');
    }
  });
});

describe('scanning', () => {
  it('finds a text malformed exactly when JSON.parse does', () => {
    const random = seededRandom(5);
    const pieces = ['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', '\r', '\t', '0', '1', '-', '+', '.', 'e', 'E', 'true', 'null', 'fals', '"a"', '"b"', '\\u00', '\u0000', '\u2028', '\ufeff', '/', '//', 'é'];
    const pick = () => pieces[Math.floor(random() * pieces.length)]!;
    const whole = '{"k": [1, -2.5e+3, "x\\u00e9\\n", {"l": true, "m": null}], "n": {}, "o": []}';
    let [sound, broken] = [0, 0];
    for (let i = 0; i < 20_000; i++) {
      let text = i % 2 ? whole : Array.from({ length: 1 + Math.floor(random() * 6) }, pick).join('');
      const at = Math.floor(random() * text.length);
      if (i % 2) text = text.slice(0, at) + (random() < 0.7 ? pick() : '') + text.slice(at + Math.floor(random() * 3));
      let isJson = true;
      try { JSON.parse(text); } catch { isJson = false; }
      const found = scanJson(text).filter((d) => d.code === 'doc.json' && !d.message.includes('too large'));
      expect([text, found.length === 0]).toEqual([text, isJson]);
      if (isJson) sound++; else broken++;
    }
    expect(Math.min(sound, broken)).toBeGreaterThan(1000);
  });
});

describe('what JSON.parse would hide', () => {
  it('names both lines of a duplicate id, and the node', () => {
    const [d] = refusals(patch('\n"nodes": {\n"n_a": { "type": "fx.vhs" },\n"n_a": { "type": "fx.noise" }\n}'));
    expect(d).toMatchObject({ code: 'doc.duplicate-key', line: 4, column: 1, node: 'n_a' });
    expect(d!.message).toContain('line 3');
  });

  it('sees a duplicate behind an escape', () => {
    expect(refusals('{"ab": 1, "a\\u0062": 2}')[0]!.code).toBe('doc.duplicate-key');
  });

  it.each(['__proto__', '\\u005f_proto__', 'constructor', 'prototype'])('refuses the key %s anywhere, and no prototype changes', (key) => {
    for (const text of [
      `{"${key}": {"polluted": 1}}`,
      patch(`"nodes":{"n_a":{"type":"t","params":{"${key}":{"polluted":1}}}}`),
      patch(`"nodes":{"n_a":{"type":"t","data":[[{"${key}":{"polluted":1}}]]}}`),
    ]) {
      expect(refusals(text)[0]!.code).toBe('doc.forbidden-key');
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('refuses ids that every object answers to', () => {
    for (const name of ['toString', 'valueOf', 'hasOwnProperty']) {
      expect(refusals(patch(`"nodes":{"${name}":{"type":"t"}}`))[0]!.code).toBe('doc.schema');
      expect(refusals(patch(`"nodes":{"n_a":{"type":"patch.${name}"}}`))[0]).toMatchObject({ code: 'doc.schema', node: 'n_a' });
      expect(refusals(patch(`"nodes":{"n_a":{"type":"t","media":"${name}"}}`))[0]).toMatchObject({ code: 'doc.schema', node: 'n_a' });
      expect(refusals(patch(`"wires":{"w_1":{"from":"${name}.out","to":"n_a.in"}}`))[0]).toMatchObject({ code: 'doc.schema', wire: 'w_1' });
    }
  });

  it('reports at most twenty of ten thousand duplicates', () => {
    expect(refusals(`{${'"a":1,'.repeat(10_000)}"b":1}`)).toHaveLength(20);
  });
});

describe('limits', () => {
  const data = (depth: number) => patch(`"nodes":{"n_a":{"type":"t","data":${'['.repeat(depth)}${']'.repeat(depth)}}}`);

  it('reads the deepest allowed and refuses one more', () => {
    expect(parse(data(MAX_DEPTH - 3)).ok).toBe(true);
    expect(refusals(data(MAX_DEPTH - 2))[0]).toMatchObject({ code: 'doc.too-deep', node: 'n_a' });
  });

  it('refuses a depth bomb without a stack overflow', () => {
    expect(refusals('['.repeat(5_000_000))[0]!.code).toBe('doc.too-deep');
    expect(refusals('{"a":'.repeat(1_000_000))[0]!.code).toBe('doc.too-deep');
  });

  it('refuses more than its bytes before looking at them, counted as UTF-8', () => {
    expect(refusals(new Uint8Array(MAX_BYTES + 1))[0]!.code).toBe('doc.too-large');
    expect(refusals('é'.repeat(MAX_BYTES / 2) + ' ')[0]!.code).toBe('doc.too-large');
    expect(refusals(`}${'é'.repeat(MAX_BYTES / 2 - 1)}x`)[0]!.code).toBe('doc.json');
  });

  it('reads a hundred thousand nodes and wires', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => `"n_${i}":{"type":"fx.vhs","params":{"amount":0.5}}`).join(',');
    const wires = Array.from({ length: 99_999 }, (_, i) => `"w_${i}":{"from":"n_${i}.out","to":"n_${i + 1}.inputImage"}`).join(',');
    const result = parse(patch(`"nodes":{${nodes}},"wires":{${wires}}`));
    expect(result.ok && Object.keys(result.value.nodes).length).toBe(100_000);
  });

  it('reports at most twenty of a hundred thousand broken nodes', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => `"n_${i}":{}`).join(',');
    expect(refusals(patch(`"nodes":{${nodes}}`))).toHaveLength(20);
  });

  it('takes a key or text of a million characters, and says it short', () => {
    const long = 'x'.repeat(1_000_000);
    expect(refusals(`{"${long}":1,"${long}":2}`)[0]!.code).toBe('doc.duplicate-key');
    expect(refusals(patch(`"nodes":{"${long}":{"type":"t"}}`))[0]!.code).toBe('doc.schema');
    expect(refusals(patch(`"id":"${long}"`))[0]!.code).toBe('doc.schema');
    expect(refusals(patch(`"wires":{"w":{"from":"${'a/'.repeat(500_000)}a.b","to":"a.b"}}`))[0]!.code).toBe('doc.schema');
  });
});

describe('a wrong shape is named, with what it should be', () => {
  const cases: [fields: string, part: RegExp, more?: object][] = [
    ['"id":5', /^id must be an id/],
    ['"id":""', /^id must be an id/],
    ['"seed":-1', /whole number from 0/],
    ['"seed":1.5', /whole number from 0/],
    ['"canvas":7', /^canvas must be the canvas/],
    ['"canvas":{"width":0}', /canvas › width must be a whole number of pixels from 1 to 16384; it is 0/],
    ['"canvas":{"width":100000}', /16384/],
    ['"canvas":{"fps":0}', /canvas › fps/],
    ['"canvas":{"fps":"30000/0"}', /canvas › fps/],
    ['"canvas":{"fps":"1/2"}', /canvas › fps/],
    ['"canvas":{"depth":16}', /8 or "16f"/],
    ['"audio":{"sampleRate":44100}', /48000 or 96000/],
    ['"tempo":{"bpm":0}', /tempo › bpm/],
    ['"duration":0', /duration must be a number of seconds above 0/],
    ['"media":{"m_a":{}}', /media › m_a has no "path"/],
    ['"media":{"m_a":{"path":"a\\u0000b"}}', /media › m_a › path/],
    ['"media":{"m_a":{"path":"a","sha256":"zz"}}', /hexadecimal/],
    ['"nodes":[]', /^nodes must be an object of nodes by id; it is a list/],
    ['"nodes":{"n_a":{}}', /nodes › n_a has no "type"/, { node: 'n_a' }],
    ['"nodes":{"n_a":{"type":"t","params":[1]}}', /params/, { node: 'n_a' }],
    ['"nodes":{"a b":{"type":"t"}}', /Rename/],
    ['"wires":{"w_a":{"from":"n_a.out"}}', /wires › w_a has no "to"/, { wire: 'w_a' }],
    ['"wires":{"w_a":{"from":"n_a","to":"n_b.in"}}', /must be a port/, { wire: 'w_a' }],
    ['"wires":{"w_a":{"from":"n_a.out","to":"n_b.in","depth":2}}', /from -1 to 1/, { wire: 'w_a' }],
    ['"wires":{"w_a":{"from":"n_a.out","to":"n_b.in","mode":"sub"}}', /"set", "multiply" or "add"/, { wire: 'w_a' }],
    ['"definitions":{"d":{"inlets":{"a b":"n.x"}}}', /definitions › d › inlets/],
    ['"definitions":{"d":{"inlets":{"a":[]}}}', /definitions › d › inlets › a/],
    ['"layout":{"n_a":{"x":0}}', /layout › n_a has no "y"/, { node: 'n_a' }],
    ['"notes":{"t_a":{"text":3,"x":0,"y":0}}', /notes › t_a › text/],
  ];
  it.each(cases)('%s', (fields, part, more = {}) => {
    const [d] = refusals(patch(fields));
    expect(d).toMatchObject({ code: 'doc.schema', ...more });
    expect(d!.message).toMatch(part);
  });

  it.each(['null', '[]', '5', '"x"', '{}', '{"format":"other"}', '{"format":"weft-patch"}'])('%s is no patch', (text) => {
    expect(refusals(text)[0]!.code).toBe('doc.schema');
  });

  it('names every broken node, not only the first', () => {
    const found = refusals(patch('"nodes":{"n_a":{},"n_b":{"type":"t"},"n_c":{"type":4}}'));
    expect(found.map((d) => d.node)).toEqual(['n_a', 'n_c']);
  });
});
