import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import { readFaust } from '../../runtime/catalog/faust.ts';
import type { FaustOptions } from '../../runtime/catalog/faust.ts';

vi.setConfig({ testTimeout: 300_000 });  // a compiler on a busy machine

const worker = fileURLToPath(new URL('../../build/native/weft-dsp', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'weft-faust-'));
const cacheDir = join(home, 'cache');
afterAll(() => rmSync(home, { recursive: true, force: true }));

let folders = 0;
function folder(files: Record<string, string>): (name: string) => string {
  const path = join(home, `f${folders += 1}`);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return (name) => join(path, name);
}

async function read(path: string, more: Partial<FaustOptions> & { id?: string } = {}) {
  const { id, ...options } = more;
  return readFaust([{ path, id: id ?? 'user.it', origin: 'user' }], { cacheDir, worker, ...options });
}

async function readText(text: string, id = 'user.it') {
  const at = folder({ 'it.dsp': text });
  return read(at('it.dsp'), { id });
}

async function failure(files: Record<string, string>, limits?: FaustOptions['limits']) {
  const at = folder(files);
  const { types, diagnostics } = await read(at('it.dsp'), limits ? { limits } : {});
  expect(types).toEqual([]);
  expect(diagnostics).toHaveLength(1);
  const { code, line, message, file } = diagnostics[0]!;
  return { code, line, message, file, at };
}

test('controls become parameters with unit, scale, menu, tooltip and default', async () => {
  const { types, diagnostics } = await readText(`
    declare name "Probe"; declare description "Says what it has."; declare weft_category "Test"; declare weft_search "one, two words";
    declare weft_inlets "in[2], side"; declare weft_outlets "out[2], level";
    cutoff = hslider("Low cutoff[unit:Hz][scale:log][tooltip:Where it begins]", 440, 20, 20000, 0.1);
    shape = nentry("Shape[style:menu{'Sine':0;'Saw wave':1}]", 1, 0, 1, 1);
    voices = nentry("Voices", 4, 1, 8, 1);
    on = checkbox("On"); hit = button("Hit");
    process(l, r, s) = l * cutoff, r * shape * voices, s * on * hit;`);
  expect(diagnostics).toEqual([]);
  const type = types[0]!;
  expect(type).toMatchObject({
    id: 'user.it', kind: 'faust', title: 'Probe', description: 'Says what it has.', category: 'Test', search: ['one', 'two words'],
    inlets: [{ name: 'in', type: 'audio', channels: 2 }, { name: 'side', type: 'audio', channels: 1 }],
    outlets: [{ name: 'out', type: 'audio', channels: 2 }, { name: 'level', type: 'audio', channels: 1 }],
    faust: { rate: 'audio', inputs: 3, outputs: 3 },
  });
  expect(Object.fromEntries(type.params.map((p) => [p.name, p]))).toMatchObject({
    low_cutoff: { kind: 'float', title: 'Low cutoff', unit: 'Hz', scale: 'log', min: 20, max: 20000, default: 440, step: 0.1, description: 'Where it begins' },
    shape: { kind: 'long', values: [0, 1], labels: ['Sine', 'Saw wave'], default: 1 },
    voices: { kind: 'long', min: 1, max: 8, default: 4 },
    on: { kind: 'bool', default: false },
    hit: { kind: 'event' },
  });
  expect(type.faust!.zones.map((z) => z.param).sort()).toEqual(type.params.map((p) => p.name).sort());
  expect(type.faust!.zones.find((z) => z.param === 'hit')?.button).toBe(true);
});

test('rate comes from the folder unless the program declares it, and inlets called time, beat, frame, seed are fed', async () => {
  const fed = await readText('declare weft_inlets "time, seed"; process = +;', 'mod.it');
  expect(fed.types[0]!.inlets).toMatchObject([{ name: 'time', type: 'signal', feed: 'time' }, { name: 'seed', type: 'signal', feed: 'seed' }]);
  expect(fed.types[0]!.faust!.rate).toBe('signal');
  const extract = await readText('declare weft_rate "extract"; process = abs;', 'mod.it');
  expect(extract.types[0]!).toMatchObject({ inlets: [{ type: 'audio' }], outlets: [{ type: 'signal' }], faust: { rate: 'extract' } });
});

test('names that do not fit the program are refused with a sentence', async () => {
  const { types, diagnostics } = await readText('declare weft_inlets "in[2]"; process = _;');
  expect(types).toEqual([]);
  expect(diagnostics[0]).toMatchObject({ code: 'node.broken' });
  expect(diagnostics[0]!.message).toContain('2 channels, the program has 1');
});

test('two controls of one name both stay reachable, and it is said', async () => {
  const { types, diagnostics } = await readText('process = hslider("h:a/gain",0,0,1,.1) + hslider("h:b/gain",0,0,1,.1);');
  expect(types[0]!.params.map((p) => p.name)).toEqual(['gain', 'gain_2']);
  expect(new Set(types[0]!.faust!.zones.map((z) => z.address)).size).toBe(2);
  expect(diagnostics).toMatchObject([{ severity: 'warning' }]);
});

test("a syntax error carries the file's own line", async () => {
  expect(await failure({ 'it.dsp': '\n\nprocess = (1 + ;\n' })).toMatchObject({ code: 'dsp.compile', line: 3 });
});

test('an error at the end of the text is in its last line', async () => {
  expect(await failure({ 'it.dsp': 'x = 1;\nprocess = x +\n\n' })).toMatchObject({ code: 'dsp.compile', line: 2 });
});

test('an error without a line is found in the definition that makes it', async () => {
  const text = 'a = _;\nb = (1, 2)\n  : _;\nc = b + 1;\n\nprocess = c;\n';
  expect(await failure({ 'it.dsp': text })).toMatchObject({ code: 'dsp.compile', line: 2 });
});

test('an error in an import names the import and its line', async () => {
  const f = await failure({ 'it.dsp': 'import("own.lib");\nprocess = x;', 'own.lib': '\n\n\nx = ;\n' });
  expect(f).toMatchObject({ code: 'dsp.compile', line: 4, file: f.at('own.lib') });
});

test('a missing import is named with its line, and found once it is there', async () => {
  const at = folder({ 'it.dsp': '\nimport("late.lib");\nprocess = x;' });
  expect((await read(at('it.dsp'))).diagnostics[0]).toMatchObject({ code: 'dsp.compile', line: 2 });
  writeFileSync(at('late.lib'), 'x = 1;');
  expect((await read(at('it.dsp'))).types).toHaveLength(1);
});

test('foreign functions, constants and variables are refused', async () => {
  for (const foreign of ['ffunction(int system(int), <stdlib.h>, "")', 'fconstant(int secret, <x.h>)', 'fvariable(int environ, <x.h>)']) {
    expect(await failure({ 'it.dsp': `// ffunction in a comment is none\n\nx = ${foreign};\nprocess = _;` })).toMatchObject({ code: 'dsp.refused', line: 3 });
  }
});

test('foreign functions are refused through an import, at the line of the import', async () => {
  const files = { 'it.dsp': '\nimport("a.lib");\nprocess = f;', 'a.lib': 'import("b.lib");', 'b.lib': 'f = ffunction(float sin(float), <math.h>, "");' };
  expect(await failure(files)).toMatchObject({ code: 'dsp.refused', line: 2 });
});

test("a file in the place of one of Faust's own library is no part of it", async () => {
  const files = { 'it.dsp': 'import("stdfaust.lib");\nprocess = ma.SR;', 'maths.lib': 'SR = fconstant(int fSamplingFreq, <math.h>);' };
  expect(await failure(files)).toMatchObject({ code: 'dsp.refused', line: 1 });
});

test('words in comments and strings are no foreign code', async () => {
  const { types } = await readText('// ffunction(\n/* fconstant( "*/ process = hslider("ffunction fvariable", 0, 0, 1, 0.1);');
  expect(types).toHaveLength(1);
});

test('an import from a network is refused before anything is fetched', async () => {
  for (const name of ['import', 'library', 'component']) {
    expect(await failure({ 'it.dsp': `process = _;\nx = 1;\n${name}("http://127.0.0.1:9/x.lib");` })).toMatchObject({ code: 'dsp.refused', line: 3 });
  }
});

test('a program that crashes is refused', async () => {
  expect(await failure({ 'it.dsp': 'process = 7 % int(_);' })).toMatchObject({ code: 'dsp.crash' });
});

test('a program that crashes at the end of a control is refused', async () => {
  expect(await failure({ 'it.dsp': 'process = 7 % int(hslider("n", 3, 0, 4, 1));' })).toMatchObject({ code: 'dsp.crash' });
});

test('a program that does not finish is refused', async () => {
  const f = await failure({ 'it.dsp': 'process = rdtable(100000000, (1 : + ~ _ : sin : cos : sin : cos), int(_));' }, { try: 1 });
  expect(f.code).toBe('dsp.crash');
});

test('a program that the compiler does not finish is refused', async () => {
  const f = await failure({ 'it.dsp': 'process = par(i, 3000, par(j, 3000, sin(i) + cos(j)));' }, { compile: 1 });
  expect(f.code).toBe('dsp.crash');
});

test('a flood of numbers that are not finite is refused', async () => {
  const f = await failure({ 'it.dsp': 'process(x) = log(0 - 1 - abs(x));' });
  expect(f).toMatchObject({ code: 'dsp.crash' });
  expect(f.message).toContain('not finite');
});

test('a sound file is refused', async () => {
  expect(await failure({ 'it.dsp': 'process = 0, 0 : soundfile("s[url:{\'/etc/passwd\'}]", 1);' })).toMatchObject({ code: 'dsp.refused' });
});

test('what is in the cache starts no worker', async () => {
  const at = folder({ 'it.dsp': 'import("own.lib");\nprocess = x;', 'own.lib': 'x = _ * 0.25;', 'bad.dsp': 'process = ;' });
  const files = ['it.dsp', 'bad.dsp'].map((f) => ({ path: at(f), id: `user.${f}`, origin: 'user' as const }));
  let compiled = 0;
  const options: FaustOptions = { cacheDir, worker, progress: () => { compiled += 1; } };
  const first = await readFaust(files, options);
  expect(compiled).toBe(2);
  const second = await readFaust(files, options);
  expect(compiled).toBe(2);
  expect(second).toEqual(first);
});

test('source and imports change key and hash; a comment in another file does not', async () => {
  const at = folder({ 'it.dsp': 'import("own.lib");\nprocess = x;', 'own.lib': 'x = _ * 0.5;', 'other.lib': '// nothing' });
  const look = async () => {
    const type = (await read(at('it.dsp'))).types[0]!;
    return { key: type.faust!.key, hash: type.hash };
  };
  const a = await look();
  writeFileSync(at('other.lib'), '// something');
  expect(await look()).toEqual(a);
  writeFileSync(at('own.lib'), 'x = _ * 0.75;');
  const b = await look();
  writeFileSync(at('it.dsp'), 'import("own.lib");\nprocess = x * 2;');
  const c = await look();
  expect(new Set([a.key, b.key, c.key]).size).toBe(3);
  expect(new Set([a.hash, b.hash, c.hash]).size).toBe(3);
});

test('the cache holds whole programs only, and what was removed comes back', async () => {
  const at = folder({ 'it.dsp': 'process = _ * 0.125;' });
  const type = (await read(at('it.dsp'))).types[0]!;
  expect(readdirSync(cacheDir).filter((f) => f.includes('.part-'))).toEqual([]);
  const before = readFileSync(type.faust!.machineCode);
  rmSync(type.faust!.machineCode);
  await read(at('it.dsp'));
  expect(readFileSync(type.faust!.machineCode).length).toBe(before.length);
});

test('without the worker the sentence says how to get it', async () => {
  const at = folder({ 'it.dsp': 'process = _;' });
  const { types, diagnostics } = await read(at('it.dsp'), { worker: join(home, 'nowhere'), cacheDir: join(home, 'empty') });
  expect(types).toEqual([]);
  expect(diagnostics[0]!.message).toContain('npm run setup');
});
