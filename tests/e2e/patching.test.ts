/** What a person does with mouse and keys, by what can be read on the page. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, save } from '../../runtime/document/index.ts';
import { shippedCatalog } from '../compile/fixture/shipped.ts';
import { root } from '../layers/imports.ts';
import { openBrowser } from './fixture/browser.ts';
import { openDesk, type DeskServer } from './fixture/desk.ts';
import { drag as dragOn, middle, typeInPalette, type Point } from './fixture/person.ts';

let browser: BrowserContext, desk: DeskServer, page: Page, folder: string, before: string;

beforeAll(async () => {
  if (!existsSync(join(root, 'build/editor/index.html'))) throw new Error('The page is not built: node scripts/editor/build.mjs');
  browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weft-e2e-'));
  const file = join(folder, 'first-light.weft.json');
  copyFileSync(join(root, 'graphs/examples/first-light.weft.json'), file);
  const parsed = parse(readFileSync(file));
  if (!parsed.ok) throw new Error('the example does not open');
  before = save(parsed.value);
  desk = await openDesk(file, shippedCatalog);
  page = await browser.newPage();
  await page.goto(desk.url);
  await node('Film grain').waitFor();
});
afterEach(async () => {
  await page.close();
  await desk.stop();
  rmSync(folder, { recursive: true });
});

const node = (name: string): Locator => page.getByRole('group', { name, exact: true });
const inspector = () => page.getByRole('region', { name: 'Inspector' });

const drag = (from: Locator, to: Locator | Point) => dragOn(page, from, to);

async function add(words: string, at: Point): Promise<void> {
  await page.mouse.dblclick(at.x, at.y);
  await typeInPalette(page, words);
}

const wires = () => Object.values((JSON.parse(desk.text()) as { wires: Record<string, { from: string; to: string }> }).wires).map((w) => `${w.from} ${w.to}`);
const nodeOfType = (type: string) => Object.entries((JSON.parse(desk.text()) as { nodes: Record<string, { type: string }> }).nodes).find(([, n]) => n.type === type)?.[0];

describe('a person', () => {
  it('finds a node, wires it, changes a value, undoes all, does it again and saves', async () => {
    await add('vhs', { x: 900, y: 800 });
    await node('VHS').waitFor();
    await drag(node('Film grain').getByLabel('Outlet Out'), node('VHS').getByLabel('Inlet Input image'));
    await drag(node('VHS').getByLabel('Outlet Out'), node('Video out').getByLabel(/^Inlet/));
    await node('VHS').click({ position: { x: 20, y: 6 } });
    await inspector().getByRole('heading', { name: 'VHS' }).waitFor();
    await inspector().getByRole('spinbutton', { name: 'Amount' }).focus();
    await page.keyboard.type('1/4');
    await page.keyboard.press('Enter');
    await expect.poll(() => JSON.parse(desk.text()).nodes[nodeOfType('fx.vhs')!].params).toEqual({ amount: 0.25 });
    const vhs = nodeOfType('fx.vhs');
    expect(wires()).toContain(`n_grain.out ${vhs}.inputImage`);
    expect(wires()).toContain(`${vhs}.out n_out.video`);
    expect(wires()).not.toContain('n_grain.out n_out.video');
    await page.getByText('Edited').waitFor();
    const after = desk.text();
    await page.getByRole('tab', { name: 'History' }).click();
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button');
    expect(await steps.allTextContents()).toEqual(['As it was opened', 'Add VHS', 'Wire Film grain to Input image', 'Wire VHS to Picture', 'Set amount']);
    for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
    await expect.poll(() => desk.text()).toBe(before);
    await node('VHS').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Set amount' }).click();
    await expect.poll(() => desk.text()).toBe(after);
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(readFileSync(desk.file, 'utf8')).toBe(after);
    await page.reload();
    await node('VHS').waitFor();
  });

  it('is told why a wire is refused, and which inlets take it', async () => {
    await drag(node('Loop').getByLabel('Outlet Sound'), node('Vignette').getByLabel('Inlet Input image'));
    await page.getByRole('status').getByText(/Sound does not fit a video inlet/).waitFor();
    expect(desk.text()).toBe(before);
    await drag(node('Glow on the kick').getByLabel('Outlet Out'), node('Punch').getByLabel('Inlet Input image'));
    await page.getByRole('status').getByText(/form a loop/).waitFor();
    expect(desk.text()).toBe(before);
  });

  it('drops a wire on the empty canvas and gets what fits, wired', async () => {
    await drag(node('Vignette').getByLabel('Outlet Out'), { x: 1000, y: 760 });
    const field = page.getByRole('combobox', { name: 'Search nodes' });
    await field.waitFor();
    await page.keyboard.type('halftone');
    await page.keyboard.press('Enter');
    await node('Halftone').waitFor();
    await expect.poll(() => wires()).toContain(`n_corners.out ${nodeOfType('fx.halftone')}.inputImage`);
  });

  it('drops a wire on the body of a node and says which inlet', async () => {
    const box = (await node('Audio out').boundingBox())!;
    await drag(node('Only the peak').getByLabel('Outlet Out'), { x: box.x + box.width / 2, y: box.y + 5 });
    await page.getByRole('menuitem', { name: 'Gain' }).click();
    await expect.poll(() => wires()).toContain('n_hit.out n_speaker.gain');
  });

  it('deletes a node by key, and the wires close over the gap', async () => {
    await node('Vignette').click({ position: { x: 20, y: 6 } });
    await page.keyboard.press('Delete');
    await node('Vignette').waitFor({ state: 'detached' });
    await expect.poll(() => wires()).toContain('n_glow.out n_grain.inputImage');
    await page.keyboard.press('Control+z');
    await node('Vignette').waitFor();
    await expect.poll(() => desk.text()).toBe(before);
  });

  it('builds by keyboard alone: add behind the selected node, bypass, copy and paste', async () => {
    await node('Film grain').click({ position: { x: 20, y: 6 } });
    await page.keyboard.press('Tab');
    await page.getByRole('combobox', { name: 'Search nodes' }).waitFor();
    await page.keyboard.type('pixelate');
    await page.keyboard.press('Enter');
    await node('Pixelate').waitFor();
    await expect.poll(() => wires()).toContain(`n_grain.out ${nodeOfType('fx.pixelate')}.inputImage`);
    await page.keyboard.press('b');
    await node('Pixelate').getByText('bypassed').waitFor();
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await expect.poll(() => node('Pixelate').count()).toBe(2);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
    await expect.poll(() => desk.text()).toBe(before);
  });

  it('drags a number sideways as one step', async () => {
    await node('Film grain').click({ position: { x: 20, y: 6 } });
    const value = inspector().getByRole('spinbutton', { name: 'Amount' });
    const { x, y } = await middle(value);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 40, y, { steps: 10 });
    await page.mouse.up();
    await expect.poll(() => JSON.parse(desk.text()).nodes.n_grain.params.amount).toBeGreaterThan(0.1);
    await page.keyboard.press('Control+z');
    await expect.poll(() => desk.text()).toBe(before);
  });
});
