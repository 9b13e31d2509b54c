import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../runtime/host/lock.ts';
import { ownerOf } from '../../runtime/host/owner.ts';

const taker = fileURLToPath(new URL('fixture/take-lock.ts', import.meta.url));
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('A lock', () => {
  it('is held by one, who is named to the next, and free once released', () => {
    const first = takeLock(path);
    expect(takeLock(path)).toEqual({ heldBy: ownerOf(process.pid) });
    if ('lock' in first) first.lock.release();
    expect('lock' in takeLock(path)).toBe(true);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('of a process that has ended is taken over, also when its id runs again', () => {
    const ended = spawnSync(process.execPath, ['-e', '0']);
    for (const owner of [{ pid: ended.pid, start: '123' }, { pid: process.pid, start: '1' }, 'nonsense', { pid: -1 }]) {
      writeFileSync(path, JSON.stringify(owner));
      const taken = takeLock(path);
      expect('lock' in taken).toBe(true);
      if ('lock' in taken) taken.lock.release();
    }
  });

  it('left by a dead host goes to exactly one of several that ask at once', async () => {
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 - 1, start: '1' }));
    const runs = await Promise.all(Array.from({ length: 4 }, () => new Promise<string>((done) => {
      const child = spawn(process.execPath, ['--import', 'tsx', taker, path], { stdio: ['pipe', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (d: Buffer) => {
        said += String(d);
        // each holds on until all have answered
        if (said.endsWith('\n')) done(said.trim());
      });
      ends.push(() => child.stdin.end());
    })));
    for (const end of ends) end();
    expect(runs.filter((r) => r === 'taken')).toHaveLength(1);
  });
  const ends: (() => void)[] = [];
});
