/** `weft open`'s page in a real Chromium, before a real engine: looked at by its pixels. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchOf } from '../compile/fixture/patch.ts';
import { openBrowser } from '../e2e/fixture/browser.ts';
import { place, startHost, TestPage, type Place, type Running } from '../host/fixture/run.ts';

let at: Place;
let running: Running;
let browser: BrowserContext;
let page: Page;
let beside: TestPage;

const colour = (rgb: string, broken = '') => `/*{ "DESCRIPTION": "One colour", "INPUTS": [{ "NAME": "level", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0 }] }*/\nvoid main() { gl_FragColor = vec4(vec3(${rgb}) * level, 1.0); ${broken} }\n`;
const write = (text: string) => writeFileSync(join(dirname(at.file), 'nodes', 'flat.fs'), text);

/** Waits until the middle of the picture has this colour. */
const sees = (rgb: [number, number, number]) => page.waitForFunction(([r, g, b]) => {
  const canvas = document.getElementById('picture') as HTMLCanvasElement;
  const [x, y] = [canvas.width >> 1, canvas.height >> 1];
  const seen = canvas.getContext('2d')!.getImageData(x, y, 1, 1).data;
  return Number(document.body.dataset.drawn) > 0 && Math.abs(seen[0]! - r!) < 24 && Math.abs(seen[1]! - g!) < 24 && Math.abs(seen[2]! - b!) < 24;
}, rgb, { polling: 50, timeout: 0 });

beforeAll(async () => {
  at = place(patchOf({ n_flat: 'user.flat', n_tone: 'user.tone', n_out: 'util.video_out', n_sound: 'util.audio_out' }, ['n_flat.out -> n_out.video', 'n_tone.out -> n_sound.in'], { title: 'Flat' }));
  write(colour('1.0, 0.0, 0.0'));
  writeFileSync(join(dirname(at.file), 'nodes', 'tone.dsp'), 'import("stdfaust.lib");\nprocess = os.osc(440) * 0.5;\n');
  running = await startHost(at, { player: 'native' });
  beside = await TestPage.open(running.host.address);
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(`${running.host.address}live/`);
});
afterAll(async () => {
  beside?.close();
  await browser?.close();
  await running?.close();
  at.remove();
});

describe('The page', () => {
  it('shows the program as it plays', async () => {
    await sees([255, 0, 0]);
    expect(await page.title()).toBe('Flat – Weft');
    expect(await page.getByRole('meter').getAttribute('aria-valuenow').then(Number)).toBeLessThanOrEqual(0);
  });

  it('shows a changed node file at once, and the last good one while it is broken', async () => {
    write(colour('0.0, 1.0, 0.0'));
    await sees([0, 255, 0]);
    write(colour('0.0, 0.0, 1.0', 'this is no GLSL'));
    await page.getByText('n_flat').first().waitFor({ timeout: 0 });
    await sees([0, 255, 0]);
    write(colour('0.0, 0.0, 1.0'));
    await sees([0, 0, 255]);
  });

  it('hears and shows edits and moving hands', async () => {
    expect(await beside.ask({ do: 'lease', take: true })).toMatchObject({ lease: 'yours' });
    expect(await beside.edit(1, { op: 'setParam', id: 'n_flat', param: 'level', value: 0.5 })).toMatchObject({ ok: true });
    await sees([0, 0, 128]);
    expect(await beside.ask({ do: 'set', values: [{ row: 'n_flat.level', value: 0.25 }, { row: 'n_flat.nothing', value: 1 }] })).toMatchObject({ ok: true, unknown: ['n_flat.nothing'] });
    await sees([0, 0, 64]);
    expect(await beside.edit(2, { op: 'restore', changes: [{ path: ['nodes', 'n_flat', 'params', 'level'], value: 1 }] })).toMatchObject({ ok: true });
    await sees([0, 0, 255]);
  });

  it('plays, pauses, seeks and sets the tempo by mouse and by key', async () => {
    const pressed = (state: string) => page.locator(`#play[aria-pressed="${state}"]`).waitFor({ timeout: 0 });
    await pressed('true');
    await page.keyboard.press('Space');
    await pressed('false');
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.getElementById('time')!.textContent === '00:00:00', undefined, { timeout: 0 });
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForFunction(() => document.getElementById('time')!.textContent === '00:10:00', undefined, { timeout: 0 });
    await page.getByLabel('Tempo, beats per minute').fill('90');
    await page.keyboard.press('Enter');
    await beside.until(() => beside.newest('meters')?.transport.bpm === 90);
    await page.getByRole('button', { name: 'Play' }).click();
    await pressed('true');
  });

  it('has its picture back after the engine was killed', async () => {
    const { generation, pid } = running.host.supervisor;
    process.kill(pid!, 'SIGKILL');
    await beside.until(() => beside.newest('engine')!.state === 'playing' && beside.newest('engine')!.generation > generation);
    await page.evaluate(() => {
      const canvas = document.getElementById('picture') as HTMLCanvasElement;
      canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
    });
    await sees([0, 0, 255]);
  });

  it('breaks no rule of its own: nothing is refused, nothing fails', async () => {
    const wrong: string[] = [];
    const fresh = await browser.newPage();
    fresh.on('console', (m) => { if (m.type() === 'error') wrong.push(m.text()); });
    fresh.on('pageerror', (e) => wrong.push(e.message));
    await fresh.goto(`${running.host.address}live/`);
    await fresh.waitForFunction(() => Number(document.body.dataset.drawn) > 0, undefined, { timeout: 0 });
    expect(wrong).toEqual([]);
  });
});
