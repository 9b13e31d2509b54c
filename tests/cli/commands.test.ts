/** Every command, its help, its JSON, and what a wrong call gets. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { film } from './fixture/patch.ts';
import { openPlace, type Place } from './fixture/weft.ts';

let place: Place;
let patch: string;
beforeAll(() => {
  place = openPlace();
  patch = place.put('it.weft.json', film());
});
afterAll(() => place.gone());

const commands = ['open', 'render', 'play', 'check', 'nodes', 'probe', 'doctor'];

describe('--help', () => {
  test('without a command lists them all', async () => {
    const { code, out } = await place.weft('--help');
    expect(code).toBe(0);
    for (const name of commands) expect(out).toContain(`  ${name}`);
  });
  test.concurrent.each(commands)('of %s says what it does and lists every option', async (name) => {
    const { code, out, err } = await place.weft(name, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^weft ${name}`));
    expect(out).toMatch(/--json/);
    expect(out).toMatch(/--help/);
    for (const line of out.split('\n').filter((l) => /^ {2}(-\w, )?--/.test(l))) expect(line).toMatch(/\S {2,}\S/);
  });
  test.concurrent.each(commands)('of %s as JSON is the same table', async (name) => {
    const { answer } = await place.json<{ name: string; summary: string; options: { name: string; help: string }[] }>(name, '--help');
    expect(answer).toMatchObject({ name, summary: expect.stringMatching(/\.$/) as string });
  });
});

describe('a wrong call gets a sentence and exit code 1', () => {
  test.concurrent.each([
    ['no command', [], /weft COMMAND/], ['a command that is not there', ['sparkle'], /no command 'sparkle'/],
    ['no file', ['render', '-o', 'x.mp4'], /Name one/], ['two files', ['check', 'a.weft.json', 'b.weft.json'], /Name one/], ['no -o', ['render', 'it.weft.json'], /-o OUT/],
    ['an option that is not there', ['check', 'it.weft.json', '--sparkle'], /--sparkle.*--help/],
    ['a profile that is not there', ['render', 'it.weft.json', '-o', 'x.mp4', '--profile', 'best'], /no profile 'best'.*draft_480p_fast/],
    ['a size that is none', ['render', 'it.weft.json', '-o', 'x.mp4', '--size', 'big'], /--size big/],
    ['a size of nothing', ['render', 'it.weft.json', '-o', 'x.mp4', '--size', '0x10'], /--size 0x10/],
    ['a rate that is none', ['render', 'it.weft.json', '-o', 'x.mp4', '--fps', '30/0'], /--fps 30\/0/],
    ['a time that is none', ['render', 'it.weft.json', '-o', 'x.mp4', '--from', '-1s'], /--from/],
    ['a --set without a value', ['render', 'it.weft.json', '-o', 'x.mp4', '--set', 'n_levels'], /node\.param=value/],
    ['a seed that is none', ['render', 'it.weft.json', '-o', 'x.mp4', '--seed', 'x'], /--seed x/],
  ] as [string, string[], RegExp][])('%s', async (_, argv, says) => {
    const { code, out, err } = await place.weft(...argv);
    expect(code).toBe(1);
    expect(out + err).toMatch(says);
    expect(err).not.toMatch(/\n {4}at /);
  });
});

describe('--json is one object, with ok', () => {
  test('render', async () => {
    const { code, answer } = await place.json('render', patch, '-o', place.path('out.png'));
    expect(code).toBe(0);
    expect(answer).toMatchObject({ ok: true, output: [place.path('out.png')], manifest: place.path('out.png.manifest.json'), diagnostics: [], frames: 1, seconds: { total: expect.any(Number) as number } });
  });
  test('check, with the plan when it is asked for', async () => {
    expect((await place.json('check', patch)).answer).toEqual({ ok: true, diagnostics: [] });
    const { answer } = await place.json<{ plan: { format: number; nodes: unknown[] } }>('check', patch, '--plan', '--no-prepare');
    expect(answer.plan).toMatchObject({ format: 1, nodes: expect.any(Array) as unknown[] });
  });
  test('nodes: everything that an editor needs to know of each', async () => {
    const { code, answer } = await place.json<{ nodes: Record<string, unknown>[] }>('nodes');
    expect(code).toBe(0);
    expect(answer.nodes.length).toBeGreaterThan(60);
    for (const node of answer.nodes) {
      expect(node).toMatchObject({
        id: expect.stringMatching(/^\w+\.\w+$/) as string, title: expect.any(String) as string, description: expect.any(String) as string, category: expect.any(String) as string,
        search: expect.any(Array) as string[], inlets: expect.any(Array) as unknown[], outlets: expect.any(Array) as unknown[], params: expect.any(Array) as unknown[],
      });
    }
  });
  test('doctor: a list of findings, each with its remedy when it is not well', async () => {
    const { answer } = await place.json<{ findings: { what: string; ok: boolean; value: string; remedy?: string }[] }>('doctor');
    for (const what of ['Node', 'OpenGL', 'shader cache', 'Faust', 'FFmpeg', 'DSP worker', 'audio devices']) expect(answer.findings.map((f) => f.what)).toContain(what);
    for (const f of answer.findings.filter((x) => !x.ok)) expect(f.remedy, f.what).toBeTruthy();
    expect(answer.ok).toBe(answer.findings.every((f) => f.ok));
  });
});

describe('as text', () => {
  test('check --plan prints both schedules', async () => {
    const { code, out } = await place.weft('check', patch, '--plan');
    expect(code).toBe(0);
    expect(out).toMatch(/sound/);
    expect(out).toMatch(/picture, every frame/);
  });
  test('nodes WORD shows what a node takes, gives and can be set to', async () => {
    const { code, out } = await place.weft('nodes', 'fx.filter');
    expect(code).toBe(0);
    expect(out).toMatch(/^fx\.filter · Filter/);
    expect(out).toMatch(/in\s+in \(audio\)/);
    expect(out).toMatch(/cutoff\s+20 … 20000 Hz, 1000, log/);
  });
  test('render shows how far it is, and ends with one line', async () => {
    const { err } = await place.weft('render', patch, '-o', place.path('bar.mp4'));
    expect(err).toMatch(/100 %\s+5\/5 frames/);
    expect(err.trimEnd().split('\n').at(-1)).toMatch(/bar\.mp4: 5 frames in/);
  });
});
