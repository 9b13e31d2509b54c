/** The whole of it: page, host and engine, as a person sees it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchOf } from '../compile/fixture/patch.ts';
import { root } from '../layers/imports.ts';
import { openBrowser } from './fixture/browser.ts';
import { makeProject, openWeft, type Project, type Running } from './fixture/weft.ts';

const shader = `/*{
  "DESCRIPTION": "Only one of the three colours.",
  "CATEGORIES": ["Test"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0 }
  ]
}*/
void main() {
  vec4 c = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(c.r * amount, 0.0, 0.0, 1.0);
}
`;

const patch = () => patchOf(
  { n_color: { type: 'util.color', params: { color: [1, 1, 1, 1] } }, n_mine: { type: 'user.mine', title: 'Mine' }, n_out: 'util.video_out' },
  ['n_color.out -> n_mine.inputImage', 'n_mine.out -> n_out.video'],
  { title: 'Red', canvas: { width: 160, height: 90, fps: 30, depth: 8, pictureDelay: 2 }, layout: { n_color: { x: 0, y: 0 }, n_mine: { x: 260, y: 0 }, n_out: { x: 520, y: 0 } } });

describe('a person at the real thing', () => {
  let browser: BrowserContext, project: Project, weft: Running, page: Page;
  beforeAll(async () => {
    if (!existsSync(join(root, 'build/editor/index.html'))) throw new Error('The page is not built: node scripts/editor/build.mjs');
    project = makeProject(patch(), { 'mine.fs': shader });
    browser = await openBrowser();
    weft = await openWeft(project);
    page = await browser.newPage();
    await page.goto(weft.address);
  });
  afterAll(async () => {
    await browser?.close();
    await weft?.stop();
    project?.remove();
  });
  const node = (name: string): Locator => page.getByRole('group', { name, exact: true });
  const inspector = () => page.getByRole('region', { name: 'Inspector' });

  /** Mean colour of the program picture on the screen, 0..255. */
  async function seen(): Promise<number[]> {
    const png = await page.getByRole('img', { name: 'Program picture' }).screenshot();
    return page.evaluate(`(async () => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(${JSON.stringify(png.toString('base64'))}), (c) => c.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(1, 1), paint = canvas.getContext('2d');
      paint.drawImage(picture, 0, 0, 1, 1);
      return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
    })()`);
  }
  const sees = (what: (c: number[]) => boolean) => expect.poll(async () => what(await seen()), { timeout: 120_000 }).toBe(true);

  it('sees the picture, changes a value and sees the change', async () => {
    await node('Mine').waitFor();
    await sees(([r, g, b]) => r! > 180 && g! < 40 && b! < 40);
    await node('Mine').click({ position: { x: 20, y: 6 } });
    await inspector().getByRole('spinbutton', { name: 'Amount' }).focus();
    await page.keyboard.type('0.25');
    await page.keyboard.press('Enter');
    await sees(([r]) => r! > 30 && r! < 110);
    await page.keyboard.press('Control+z');
    await sees(([r]) => r! > 180);
  });

  it('breaks the shader, is told where while the last good version plays, and repairs it', async () => {
    await node('Mine').click({ position: { x: 20, y: 6 } });
    await inspector().getByRole('button', { name: 'Code' }).click();
    const code = page.getByRole('textbox', { name: /Code of/ });
    await code.waitFor({ state: 'attached' });
    await code.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.type(' nonsense');
    await page.getByText(/^1[12]: .*The last good version keeps playing\.$/).waitFor({ timeout: 120_000 });
    await node('Mine').getByRole('button', { name: /nonsense|syntax|11|12/ }).waitFor();
    await sees(([r]) => r! > 180);
    for (let i = 0; i < 9; i++) await page.keyboard.press('Backspace');
    await page.getByText('The last good version keeps playing.').waitFor({ state: 'detached', timeout: 120_000 });
    expect(readFileSync(join(project.folder, 'nodes/mine.fs'), 'utf8')).toBe(shader);
    await page.getByRole('tab', { name: 'Code' }).click();
    await sees(([r]) => r! > 180);
  });

  it('adds a node behind another, saves, closes and finds it again', async () => {
    await node('Mine').click({ position: { x: 20, y: 6 } });
    await page.keyboard.press('Tab');
    await page.getByRole('combobox', { name: 'Search nodes' }).waitFor();
    await page.keyboard.type('vignette');
    await page.keyboard.press('Enter');
    await node('Vignette').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    const text = readFileSync(project.file, 'utf8');
    expect(text).toContain('fx.vignette');
    await page.close();
    await weft.stop();
    weft = await openWeft(project);
    page = await browser.newPage();
    await page.goto(weft.address);
    await node('Vignette').waitFor();
    expect(readFileSync(project.file, 'utf8')).toBe(text);
    await sees(([r]) => r! > 180);
  });
});
