import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, save, type Edit } from '../../runtime/document/index.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { place, startHost, TestPage, type Place, type Running } from './fixture/run.ts';

let at: Place;
const open: Running[] = [];
const start = async (): Promise<Running> => {
  const running = await startHost(at);
  open.push(running);
  return running;
};
const stop = async (running: Running): Promise<void> => {
  open.splice(open.indexOf(running), 1);
  await running.close();
};
beforeEach(() => { at = place(patchOf({ n_out: 'util.video_out' })); });
afterEach(async () => {
  for (const running of [...open]) await stop(running);
  at.remove();
});

const title = (n: number): Edit => ({ op: 'setPatchTitle', title: `Title ${n}` });
const titleOf = (text: string): string => {
  const parsed = parse(text);
  return parsed.ok ? parsed.value.title : '';
};

describe('A patch that is open', () => {
  it('takes each revision once: repeated ones change nothing, out of order and gaps bring the whole document', async () => {
    const { host } = await start();
    const page = await TestPage.open(host.address);
    expect(await page.edit(1, title(1))).toMatchObject({ ok: true, rev: 1 });
    expect(await page.edit(1, title(77))).toMatchObject({ ok: true, repeated: true });
    const before = page.news.filter((n) => n.tell === 'document').length;
    expect(await page.edit(3, title(3))).toMatchObject({ error: { code: 'revision.gap' } });
    expect(page.news.filter((n) => n.tell === 'document')).toHaveLength(before + 1);
    expect(page.newest('document')).toMatchObject({ rev: 1, patch: { title: 'Title 1' }, saved: false });
    expect(await page.edit(2, { op: 'removeNodes', ids: ['n_nothing'] })).toMatchObject({ error: { code: 'edit.refused' } });
    expect(await page.edit(2, title(2))).toMatchObject({ ok: true, rev: 2 });
    expect(host.project.patch.title).toBe('Title 2');
    const history = await page.ask({ do: 'history' });
    expect((history.edits as { rev: number }[]).map((e) => e.rev)).toEqual([1, 2]);
  });

  it('opens again as it was, saved or not', async () => {
    const first = await start();
    const page = await TestPage.open(first.host.address);
    for (let rev = 1; rev <= 20; rev++) expect(await page.edit(rev, title(rev))).toMatchObject({ ok: true });
    await stop(first);
    expect(titleOf(readFileSync(at.file, 'utf8'))).toBe('Test');
    const second = await start();
    expect([second.host.project.rev, second.host.project.patch.title, second.host.project.saved]).toEqual([20, 'Title 20', false]);
    const again = await TestPage.open(second.host.address);
    expect(await again.ask({ do: 'save' })).toMatchObject({ ok: true, rev: 20 });
    expect(readFileSync(at.file, 'utf8')).toBe(save(second.host.project.patch));
    await stop(second);
    const third = await start();
    expect([third.host.project.patch.title, third.host.project.saved]).toEqual(['Title 20', true]);
  });

  it('whose file was changed meanwhile offers both, and takes no edit before one is chosen', async () => {
    for (const take of ['file', 'journal'] as const) {
      const first = await start();
      const page = await TestPage.open(first.host.address);
      const rev = first.host.project.rev;
      await page.edit(rev + 1, title(1));
      await stop(first);
      writeFileSync(at.file, readFileSync(at.file, 'utf8').replace(/"title": ".*"/, `"title": "From elsewhere ${take}"`));
      const second = await start();
      const other = await TestPage.open(second.host.address);
      expect(other.newest('conflict')).toMatchObject({ file: { title: `From elsewhere ${take}` }, journal: { title: 'Title 1', edits: 1 } });
      expect(await other.edit(second.host.project.rev + 1, title(5))).toMatchObject({ error: { code: 'file.conflict' } });
      await other.ask({ do: 'open', protocol: 1, take });
      expect(other.newest('document')!.patch.title).toBe(take === 'file' ? 'From elsewhere file' : 'Title 1');
      expect(await other.edit(second.host.project.rev + 1, title(6))).toMatchObject({ ok: true });
      expect(await other.ask({ do: 'save' })).toMatchObject({ ok: true });
      await stop(second);
    }
  });

  it('is not saved over what another program wrote, unless told to', async () => {
    const { host } = await start();
    const page = await TestPage.open(host.address);
    await page.edit(1, title(1));
    const foreign = readFileSync(at.file, 'utf8').replace('"Test"', '"Foreign"');
    writeFileSync(at.file, foreign);
    expect(await page.ask({ do: 'save' })).toMatchObject({ error: { code: 'file.conflict' } });
    expect(readFileSync(at.file, 'utf8')).toBe(foreign);
    expect(await page.ask({ do: 'save', over: true })).toMatchObject({ ok: true });
    expect(titleOf(readFileSync(at.file, 'utf8'))).toBe('Title 1');
  });

  it('in a second host says so and can only be watched there', async () => {
    const first = await start();
    const second = await start();
    expect(second.host.project.heldBy?.pid).toBe(process.pid);
    const page = await TestPage.open(second.host.address);
    expect(page.newest('document')!.lease).toBe('read-only');
    expect(await page.edit(1, title(1))).toMatchObject({ error: { code: 'lease.read-only' } });
    expect(await page.ask({ do: 'save' })).toMatchObject({ error: { code: 'lease.read-only' } });
    await stop(first);
    await stop(second);
    expect((await start()).host.project.readOnly).toBe(false);
  });

  it('is written by one page: others follow, may take the pen, and get it when the first one leaves', async () => {
    const { host } = await start();
    const [a, b] = [await TestPage.open(host.address), await TestPage.open(host.address)];
    expect([a.newest('document')!.lease, b.newest('document')!.lease]).toEqual(['yours', 'other']);
    expect(await b.edit(1, title(1))).toMatchObject({ error: { code: 'lease.held' } });
    expect(await b.ask({ do: 'set', values: [] })).toMatchObject({ error: { code: 'lease.held' } });
    await a.edit(1, title(1));
    await b.until(() => b.newest('ack')?.edits?.[0]?.rev === 1);
    expect(await b.ask({ do: 'lease', take: true })).toMatchObject({ lease: 'yours' });
    await a.until(() => a.newest('lease')?.lease === 'other');
    expect(await a.edit(2, title(2))).toMatchObject({ error: { code: 'lease.held' } });
    expect(await b.edit(2, title(2))).toMatchObject({ ok: true });
    b.close();
    await a.until(() => a.newest('lease')?.lease === 'free');
    expect(await a.edit(3, title(3))).toMatchObject({ ok: true });
  });
});
