/** What people who patch expect, by mouse and by keyboard. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { save, type Patch } from '../../runtime/document/index.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { shippedCatalog } from '../compile/fixture/shipped.ts';
import { openBrowser } from './fixture/browser.ts';
import { openDesk, type DeskServer } from './fixture/desk.ts';
import { choose, drag, middle, nodeOn, typeInPalette } from './fixture/person.ts';

const before = save(patchOf(
  { n_src: { type: 'util.color', title: 'Source' }, n_fx: 'fx.vhs', n_out: { type: 'util.video_out', title: 'End' }, n_lfo: 'mod.lfo', n_free: { type: 'fx.bloom', title: 'Free' } },
  ['n_src.out -> n_fx.inputImage', 'n_fx.out -> n_out.video', { from: 'n_lfo.out', to: 'n_fx.amount', stage: 'modulation', mode: 'add', depth: 0.5 }],
  { layout: { n_src: { x: 0, y: 0 }, n_fx: { x: 320, y: 0 }, n_out: { x: 720, y: 0 }, n_lfo: { x: 0, y: 240 }, n_free: { x: 320, y: 300 } } }));

let browser: BrowserContext, desk: DeskServer, page: Page, folder: string;
beforeAll(async () => { browser = await openBrowser(); });
afterAll(() => browser.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weft-e2e-'));
  const file = join(folder, 'patch.weft.json');
  writeFileSync(file, before);
  desk = await openDesk(file, shippedCatalog);
  page = await browser.newPage();
  await page.goto(desk.url);
  await node('VHS').waitFor();
});
afterEach(async () => {
  await page.close();
  await desk.stop();
  rmSync(folder, { recursive: true });
});

const node = (name: string) => nodeOn(page, name);
const patch = () => JSON.parse(desk.text()) as Patch;
const wires = () => Object.values(patch().wires).map((w) => `${w.from} -> ${w.to}`).sort();
const idOf = (type: string) => Object.keys(patch().nodes).find((id) => patch().nodes[id]!.type === type);
const undone = async () => {
  await page.keyboard.press('Control+z');
  await expect.poll(() => desk.text()).toBe(before);
};
/** A point on the wire between two ports that lie level. */
const between = async (a: string, b: string) => {
  const from = await middle(node(a).getByLabel(/^Outlet/).first()), to = await middle(node(b).getByLabel(/^Inlet/).first());
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
};

describe('wires', () => {
  it('a double-click puts a node into one', async () => {
    const at = await between('VHS', 'End');
    await page.mouse.dblclick(at.x, at.y);
    await typeInPalette(page, 'pixelate');
    await node('Pixelate').waitFor();
    await expect.poll(() => wires()).toContain(`${idOf('fx.pixelate')}.out -> n_out.video`);
    expect(wires()).toContain(`n_fx.out -> ${idOf('fx.pixelate')}.inputImage`);
    await undone();
  });

  it('a node dropped on one goes in, and undo takes it out before it moves back', async () => {
    const grip = await middle(node('Free').getByText('Free'));
    await drag(page, grip, await between('VHS', 'End'));
    await expect.poll(() => wires()).toContain('n_fx.out -> n_free.inputImage');
    await page.keyboard.press('Control+z');
    await expect.poll(() => wires()).toContain('n_fx.out -> n_out.video');
    await undone();
  });

  it('an end is plugged elsewhere, and pulled off onto the empty canvas it is gone', async () => {
    const end = await middle(node('End').getByLabel(/^Inlet/));
    await drag(page, { x: end.x - 8, y: end.y }, node('Free').getByLabel('Inlet Input image'));
    await expect.poll(() => wires()).toContain('n_fx.out -> n_free.inputImage');
    expect(wires()).not.toContain('n_fx.out -> n_out.video');
    await undone();
    await drag(page, { x: end.x - 8, y: end.y }, { x: end.x + 60, y: end.y + 260 });
    await expect.poll(() => wires()).toHaveLength(2);
    await undone();
  });

  it('click on an outlet, click on an inlet: wired', async () => {
    await node('Source').getByLabel('Outlet Out').click();
    await node('Free').getByLabel('Inlet Input image').click();
    await expect.poll(() => wires()).toContain('n_src.out -> n_free.inputImage');
  });

  it('one is selected by a click and goes by Delete', async () => {
    const at = await between('VHS', 'End');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.press('Delete');
    await expect.poll(() => wires()).not.toContain('n_fx.out -> n_out.video');
    await undone();
  });

  it('the pointer over one says what it carries', async () => {
    const at = await between('Source', 'VHS');
    await page.mouse.move(at.x, at.y);
    await page.getByRole('tooltip').getByText('Picture').first().waitFor();
    await page.getByRole('tooltip').getByText(/Source · Out › VHS · Input image/).waitFor();
  });
});

describe('nodes', () => {
  it('a drag moves one as one step', async () => {
    const grip = await middle(node('Free').getByText('Free'));
    await drag(page, grip, { x: grip.x + 90, y: grip.y + 40 });
    await expect.poll(() => patch().layout.n_free!.x).toBeGreaterThan(360);
    await undone();
  });

  it('become a sub-patch by Ctrl+G; a double-click enters, Escape leaves, Ctrl+Shift+G puts them back', async () => {
    await choose(page, 'VHS');
    await node('Free').click({ position: { x: 24, y: 8 }, modifiers: ['Shift'] });
    await page.keyboard.press('Control+g');
    await node('Group').waitFor();
    expect(wires()).toHaveLength(3);
    await node('Group').dblclick({ position: { x: 90, y: 8 } });
    await page.keyboard.press('Escape');
    await choose(page, 'Group');
    await page.keyboard.press('Enter');
    await node('VHS').waitFor();
    await node('Source').waitFor({ state: 'detached' });
    await page.getByRole('navigation', { name: 'Where you are' }).waitFor();
    await page.keyboard.press('Escape');
    await node('Source').waitFor();
    await page.keyboard.press('Control+Shift+g');
    await node('Free').waitFor();
    await page.keyboard.press('Control+z');
    await undone();
  });

  it('are renamed by F2', async () => {
    await choose(page, 'Free');
    await page.keyboard.press('F2');
    await page.keyboard.type('Halo');
    await page.keyboard.press('Enter');
    await node('Halo').waitFor();
    await undone();
  });

  it('are found by name, or by having no wires', async () => {
    await page.keyboard.press('Control+f');
    await page.getByRole('combobox', { name: 'Find a node' }).fill('unwired');
    await page.getByRole('option', { name: 'Free' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Inspector' }).getByRole('heading', { name: 'Free' }).waitFor();
    expect(desk.text()).toBe(before);
  });

  it('are arranged along their wires as one step', async () => {
    await page.keyboard.press('Shift+A');
    await expect.poll(() => desk.text()).not.toBe(before);
    const { n_src, n_fx, n_out } = patch().layout;
    expect(n_src!.x).toBeLessThan(n_fx!.x);
    expect(n_fx!.x).toBeLessThan(n_out!.x);
    await undone();
  });

  it('pasted text that is none of ours does nothing', async () => {
    await page.evaluate('navigator.clipboard.writeText(\'{"weft":"clip","nodes":3}\')');
    await page.keyboard.press('Control+v');
    await choose(page, 'Free');
    await page.keyboard.press('Control+d');
    await expect.poll(() => Object.keys(patch().nodes)).toHaveLength(6);
    await undone();
  });
});

describe('values', () => {
  it('a modulator is made from the menu of a parameter', async () => {
    await choose(page, 'Free');
    await page.getByRole('region', { name: 'Inspector' }).getByText('Radius').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move it with an LFO' }).click();
    await expect.poll(() => wires().filter((w) => w.endsWith('-> n_free.radius'))).toHaveLength(1);
    await undone();
  });

  it('the wheel steps a focused number, a double-click on its name resets it', async () => {
    await choose(page, 'Free');
    const value = page.getByRole('spinbutton', { name: 'Threshold' });
    await value.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => patch().nodes.n_free!.params?.threshold).toBeCloseTo(0.551, 3);
    const at = await middle(value);
    await page.mouse.move(at.x, at.y);
    await page.mouse.wheel(0, 120);
    await expect.poll(() => patch().nodes.n_free!.params?.threshold).toBeCloseTo(0.55, 3);
    await page.getByRole('region', { name: 'Inspector' }).getByText('Threshold').dblclick();
    await expect.poll(() => patch().nodes.n_free!.params?.threshold).toBeUndefined();
  });

  it('the depth and mode of a wire stand under its parameter', async () => {
    await choose(page, 'VHS');
    await page.getByRole('spinbutton', { name: 'Depth' }).focus();
    await page.keyboard.type('-.25');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'How it acts' }).selectOption('multiply');
    await expect.poll(() => patch().wires.w_03).toMatchObject({ depth: -0.25, mode: 'multiply' });
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => desk.text()).toBe(before);
  });
});

describe('the history', () => {
  it('outlives a reload of the page', async () => {
    await choose(page, 'Free');
    await page.keyboard.press('b');
    await node('Free').getByText('bypassed').waitFor();
    await expect.poll(() => page.evaluate('sessionStorage.getItem("weft-history")')).toContain('Bypass Free');
    await page.reload();
    await node('Free').getByText('bypassed').waitFor();
    await undone();
  });
});

describe('a patch with what nobody knows', () => {
  it('keeps the wires of an unknown node, says what is missing, and is saved without loss', async () => {
    const text = save(patchOf({ n_a: { type: 'util.color', title: 'Known' }, n_x: { type: 'user.gone', params: { depth: 3 } }, n_o: { type: 'util.video_out', title: 'End' } },
      ['n_a.out -> n_x.picture', 'n_x.result -> n_o.video'], { layout: { n_a: { x: 0, y: 0 }, n_x: { x: 300, y: 0 }, n_o: { x: 600, y: 0 } } }));
    const file = join(folder, 'strange.weft.json');
    writeFileSync(file, text);
    const strange = await openDesk(file, shippedCatalog);
    await page.goto(strange.url);
    await node('user.gone').getByText(/No node file has the type/).waitFor();
    await node('user.gone').getByLabel('Inlet Picture').waitFor();
    await node('user.gone').getByLabel('Outlet Result').waitFor();
    await page.getByRole('tab', { name: /Problems/ }).click();
    await page.getByRole('button', { name: /No node file has the type 'user.gone'/ }).last().click();
    await page.getByRole('region', { name: 'Inspector' }).getByText('Its parameters and wires are kept.').waitFor();
    await choose(page, 'Known');
    await page.keyboard.press('F2');
    await page.keyboard.type('Still known');
    await page.keyboard.press('Enter');
    await node('Still known').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(readFileSync(file, 'utf8')).toBe(text.replace('"Known"', '"Still known"'));
    await strange.stop();
  });
});
