import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal, writeRecord, type JournalHeader } from '../../runtime/host/journal-record.ts';
import { Journal } from '../../runtime/host/journal.ts';

const header: JournalHeader = { journal: 1, file: '/patches/läufer.weft.json', hash: 'ab'.repeat(32), saved: 7, rev: 7, patch: '{}' };
const edit = (n: number) => ({ op: 'setPatchTitle' as const, title: `Titel ${n} – ✂` });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-journal-'));
  path = join(folder, 'journal');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('A journal', () => {
  it('holds on disk whatever it has said is kept', async () => {
    const journal = await Journal.start(path, header);
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => journal.append({ rev: 8 + i, edit: edit(i) }).then((problem) => [problem, readJournal(readFileSync(path))!.edits.length] as const)));
    answers.forEach(([problem, onDisk], i) => {
      expect(problem).toBeNull();
      expect(onDisk).toBeGreaterThan(i);
    });
    expect(journal.durable).toBe(207);
    await journal.close();
    expect((await Journal.read(path))!.edits.map((e) => e.edit)).toEqual(Array.from({ length: 200 }, (_, i) => edit(i)));
  });

  it('keeps what comes while another group is on its way to the disk', async () => {
    const journal = await Journal.start(path, header);
    const answers: Promise<string | null>[] = [];
    for (let i = 1; i <= 300; i++) {
      answers.push(journal.append({ rev: 7 + i, edit: edit(i) }));
      // a turn of the loop each, so that groups end and begin in between
      if (i % 3 === 0) await new Promise((next) => setImmediate(next));
    }
    expect((await Promise.all(answers)).every((problem) => problem === null)).toBe(true);
    await journal.close();
    expect((await Journal.read(path))!.edits.map((e) => e.rev)).toEqual(Array.from({ length: 300 }, (_, i) => 8 + i));
  });

  it('cut at any byte is read up to its last whole record, and goes on from there', async () => {
    const records = [writeRecord(header), ...[1, 2, 3].map((n) => writeRecord({ rev: 7 + n, edit: edit(n) }))];
    const whole = Buffer.concat(records);
    const ends = records.map((_, i) => Buffer.concat(records.slice(0, i + 1)).length);
    for (let cut = 0; cut <= whole.length; cut++) {
      const read = readJournal(whole.subarray(0, cut));
      const complete = ends.filter((end) => end <= cut).length;
      if (complete === 0) {
        expect(read).toBeNull();
        continue;
      }
      expect([read!.edits.length, read!.length]).toEqual([complete - 1, ends[complete - 1]]);
      writeFileSync(path, whole.subarray(0, cut));
      const journal = await Journal.resume(path, read!);
      expect(await journal.append({ rev: journal.durable + 1, edit: edit(99) })).toBeNull();
      await journal.close();
      const again = (await Journal.read(path))!;
      expect([again.edits.length, again.edits.at(-1)!.edit]).toEqual([complete, edit(99)]);
    }
  });

  it('with any byte changed gives no record that was not written', () => {
    const records = [writeRecord(header), ...[1, 2].map((n) => writeRecord({ rev: 7 + n, edit: edit(n) }))];
    const whole = Buffer.concat(records);
    for (let at = 0; at < whole.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const broken = Buffer.from(whole);
        broken[at]! ^= flip;
        const read = readJournal(broken);
        if (read) read.edits.forEach((e, i) => expect(e).toEqual({ rev: 8 + i, edit: edit(i + 1) }));
      }
    }
  });

  it('starts anew when it is compacted, with nothing lost', async () => {
    const journal = await Journal.start(path, header);
    for (let i = 1; i <= 20; i++) void journal.append({ rev: 7 + i, edit: edit(i) });
    expect(await journal.settled(27)).toBeNull();
    await journal.compact(() => ({ ...header, rev: 27, patch: '{"a":1}' }));
    expect(await journal.append({ rev: 28, edit: edit(28) })).toBeNull();
    await journal.close();
    const read = (await Journal.read(path))!;
    expect([read.header.rev, read.header.patch, read.edits.map((e) => e.rev)]).toEqual([27, '{"a":1}', [28]]);
  });

  it('that lost its end to a power cut is not taken for one that goes on', async () => {
    writeFileSync(path, Buffer.concat([writeRecord(header), writeRecord({ rev: 8, edit: edit(1) }), writeRecord({ rev: 10, edit: edit(3) })]));
    expect((await Journal.read(path))!.edits.map((e) => e.rev)).toEqual([8]);
    truncateSync(path, 3);
    expect(await Journal.read(path)).toBeNull();
  });

  it('on a full disk says so, keeps what it had, and catches up once there is room', () => {
    const script = fileURLToPath(new URL('fixture/full-disk.ts', import.meta.url));
    const run = spawnSync(process.execPath, ['--import', 'tsx', script, path], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const { kept, problems, after } = JSON.parse(run.stdout) as { kept: number; problems: string[]; after: string | null };
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatch(/^The disk is full/);
    expect(after).toBeNull();
    const read = readJournal(readFileSync(path))!;
    expect(kept).toBeGreaterThan(0);
    expect(read.edits.map((e) => e.rev)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });
});
