/** The engine's process: killed, stopped, orphaned. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Edit } from '../../runtime/document/index.ts';
import { readJournal } from '../../runtime/host/journal-record.ts';
import { startOf } from '../../runtime/host/owner.ts';
import { makeSessionFolder } from '../../runtime/host/session-folder.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { place, sessionFolders, sessions, startHost, TestPage, type Place, type Running } from '../host/fixture/run.ts';
import { root } from '../layers/imports.ts';

let at: Place;
let running: Running | null = null;
beforeEach(() => { at = place(patchOf({ n_out: 'util.video_out' })); });
afterEach(async () => {
  await running?.close();
  running = null;
  at.remove();
});

const title = (n: number): Edit => ({ op: 'setPatchTitle', title: `Title ${n}` });
const gone = (pid: number) => new Promise<void>((done) => {
  const timer = setInterval(() => {
    if (startOf(pid) !== null) return;
    clearInterval(timer);
    done();
  }, 20);
});
const journalOf = (): ReturnType<typeof readJournal> => {
  const [project] = readdirSync(at.state);
  return readJournal(readFileSync(join(at.state, project!, 'journal')));
};

describe('An engine', () => {
  it('killed with edits on their way is started again with document and transport, and no acknowledged edit is lost', async () => {
    running = await startHost(at);
    const { host } = running;
    const page = await TestPage.open(host.address);
    await page.playing();
    await page.ask({ do: 'transport', command: { do: 'seek', seconds: 100 } });
    await page.ask({ do: 'transport', command: { do: 'tempo', bpm: 90 } });
    let rev = 0;
    const acknowledged: number[] = [];
    for (let life = 1; life <= 3; life++) {
      const { pid, generation } = host.supervisor;
      await page.until(() => (page.newest('meters')?.transport.position ?? 0) > 100 * 48_000);
      const flying: Promise<void>[] = [];
      for (let i = 0; i < 200; i++) {
        const mine = ++rev;
        flying.push(page.edit(mine, title(mine)).then((said) => { if (said.ok) acknowledged.push(mine); }));
        if (i === 100) process.kill(pid!, 'SIGKILL');
      }
      await Promise.all(flying);
      const onDisk = journalOf()!;
      expect(onDisk.header.rev + onDisk.edits.length).toBeGreaterThanOrEqual(Math.max(...acknowledged));
      await page.until(() => page.newest('engine')!.state === 'playing' && page.newest('engine')!.generation > generation);
      expect(startOf(pid!)).toBeNull();
      // the new one has all of it, and plays on from about there
      await page.until(() => page.newest('live')?.rev === rev);
      const { transport } = await page.ask({ do: 'transport', command: { do: 'play' } }) as unknown as { transport: { position: number; bpm: number; playing: boolean } };
      expect(transport.position).toBeGreaterThan(100 * 48_000);
      expect([transport.bpm, transport.playing]).toEqual([90, true]);
    }
    expect(acknowledged).toHaveLength(600);
    expect(host.project.patch.title).toBe('Title 600');
  });

  it('that is stopped answers no ping, and is replaced', async () => {
    running = await startHost(at);
    const { host } = running;
    const page = await TestPage.open(host.address);
    await page.playing();
    const { pid, generation } = host.supervisor;
    process.kill(pid!, 'SIGSTOP');
    expect(await page.edit(1, title(1))).toMatchObject({ ok: true });
    await page.until(() => page.newest('engine')!.state === 'restarting');
    expect(page.newest('engine')!.sentence).toBe('Engine restarting…');
    await page.until(() => page.newest('engine')!.state === 'playing' && page.newest('engine')!.generation > generation);
    expect(startOf(pid!)).toBeNull();
    await page.until(() => page.newest('live')?.rev === 1);
  });

  it('that dies often is started again and again, and leaves nothing behind', async () => {
    running = await startHost(at);
    const { host } = running;
    const page = await TestPage.open(host.address);
    const pids: number[] = [];
    for (let i = 0; i < 5; i++) {
      const { generation, pid } = host.supervisor;
      pids.push(pid!);
      process.kill(pid!, 'SIGKILL');
      await page.until(() => page.newest('engine')!.state === 'playing' && page.newest('engine')!.generation > generation);
    }
    const { folder } = host;
    // its own files, and those of the one that waits
    const own = [host.supervisor.generation, host.supervisor.generation + 1].flatMap((g) => ['box', 'c', 'engine', 't'].map((kind) => `${kind}${g}`));
    const there = readdirSync(folder);
    expect(there.filter((name) => !['host', 'main.mjs', 'worker.mjs', ...own].includes(name))).toEqual([]);
    expect(there).toEqual(expect.arrayContaining(own.slice(0, 4)));
    for (const name of there.filter((n) => n.startsWith('engine'))) pids.push((JSON.parse(readFileSync(join(folder, name), 'utf8')) as { pid: number }).pid);
    await running.close();
    running = null;
    for (const pid of pids) expect(startOf(pid)).toBeNull();
    expect(existsSync(folder)).toBe(false);
  });

  it('plays the last good version of a patch whose newest one cannot be played', async () => {
    at.remove();
    at = place(patchOf({ n_a: 'op.math', n_b: 'op.math', n_out: 'util.audio_out' }, ['n_a.out -> n_b.a', 'n_b.out -> n_out.in']));
    running = await startHost(at, { all: true });
    const page = await TestPage.open(running.host.address);
    await page.playing();
    await page.until(() => page.newest('live')?.rev === 0);
    expect(await page.edit(1, { op: 'connect', id: 'w_loop', wire: { from: 'n_b.out', to: 'n_a.a' } })).toMatchObject({ ok: true });
    await page.until(() => page.newest('diagnostics')?.diagnostics.some((d) => d.code === 'cycle') === true);
    expect(page.newest('live')!.rev).toBe(0);
    expect(await page.edit(2, { op: 'disconnect', ids: ['w_loop'] })).toMatchObject({ ok: true });
    await page.until(() => page.newest('live')?.rev === 2);
    expect(page.newest('diagnostics')!.diagnostics.filter((d) => d.code === 'cycle')).toEqual([]);
  });
});

describe('A host that is killed', () => {
  it('takes its engine with it, and the next host clears away what it left', async () => {
    const host = spawn(process.execPath, [join(root, 'scripts/weft.mjs'), 'open', at.file, '--no-browser', '--no-engine', '--json'], {
      env: { ...process.env, WEFT_SESSIONS: sessions(at), XDG_STATE_HOME: at.state }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = await new Promise<string>((done) => { host.stdout.on('data', (d) => done(String(d))); });
    const page = await TestPage.open((JSON.parse(said) as { address: string }).address);
    await page.playing();
    const [folder] = sessionFolders(at);
    const engine = (JSON.parse(readFileSync(join(sessions(at), folder!, 'engine1'), 'utf8')) as { pid: number }).pid;
    expect(startOf(engine)).not.toBeNull();
    host.kill('SIGKILL');
    await gone(engine);
    expect(sessionFolders(at)).toEqual([folder]);
    const next = makeSessionFolder(sessions(at));
    expect(sessionFolders(at)).toEqual([next.split('/').at(-1)]);
  });

  it('while its engine is stopped leaves that to the next host, which ends it by its name', async () => {
    const engine = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const dead = makeSessionFolder(sessions(at));
    writeFileSync(join(dead, 'host'), JSON.stringify({ pid: 2 ** 22 - 1, start: '1' }));
    writeFileSync(join(dead, 'engine4'), JSON.stringify({ pid: engine.pid, start: startOf(engine.pid!) }));
    process.kill(engine.pid!, 'SIGSTOP');
    makeSessionFolder(sessions(at));
    await gone(engine.pid!);
    expect(existsSync(dead)).toBe(false);
  });
});
