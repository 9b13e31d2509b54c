/** ring.node against a writer in another process. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadRings, type Ring } from '../../runtime/host/native-ring.ts';
import { ringLayout } from '../../runtime/protocol/ring-layout.ts';
import { layoutText, source, target } from '../../scripts/ring-layout.ts';
import { isPainted, probe, root, sessionFolder, startWriter, type Writer } from './program.ts';

const rings = loadRings(root);
let folder: ReturnType<typeof sessionFolder>;
let path: string;
const writers: Writer[] = [];
const opened: Ring[] = [];

beforeEach(() => {
  folder = sessionFolder();
  path = join(folder.path, 'program.ring');
});
afterEach(async () => {
  for (const ring of opened.splice(0)) ring.close();
  for (const w of writers.splice(0)) await w.kill();
  folder.remove();
});

async function writer(...o: Parameters<typeof startWriter>): Promise<Writer> {
  const w = await startWriter(...o);
  writers.push(w);
  return w;
}

function open(at = path, generation = 0): Ring {
  const ring = rings.open(at, generation);
  opened.push(ring);
  return ring;
}

const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code ?? (error as Error).name;
  }
  return 'none';
};

const HOUR = 3_600_000;

describe('the layout', () => {
  it('in TypeScript is the one in layout.h (npm run ring-layout)', () => {
    expect(readFileSync(target, 'utf8')).toBe(layoutText(readFileSync(source, 'utf8')));
  });

  it('says where things are in a real ring', async () => {
    const w = await writer(path, { generation: 77, width: 20, height: 10, slots: 3 });
    await w.tell('run 1 5');
    await w.tell('held 6');
    const bytes = readFileSync(path);
    const l = ringLayout;
    expect(bytes.readBigUInt64LE(l.magicAt)).toBe(l.magic);
    expect(bytes.subarray(l.magicAt, 8).toString()).toBe('WEFTRING');
    expect(bytes.readUInt32LE(l.versionAt)).toBe(l.version);
    expect(bytes.readUInt32LE(l.slotsAt)).toBe(3);
    expect(bytes.readBigUInt64LE(l.generationAt)).toBe(77n);
    expect(bytes.readBigUInt64LE(l.latestAt)).toBe(6n);
    const slotBytes = Number(bytes.readBigUInt64LE(l.slotBytesAt));
    expect(bytes.length).toBe(l.headerBytes + 3 * slotBytes);
    const slot = bytes.subarray(l.headerBytes + (6 % 3) * slotBytes);
    expect(slot.readBigUInt64LE(l.lockAt)).toBe(12n);
    expect(slot.readBigUInt64LE(l.slotGenerationAt)).toBe(77n);
    expect(slot.readBigInt64LE(l.frameAt)).toBe(6n);
    expect(slot.readBigInt64LE(l.sampleAt)).toBe(4800n);
    expect(slot.readUInt32LE(l.widthAt)).toBe(20);
    expect(slot.readUInt32LE(l.heightAt)).toBe(10);
    expect(slot.readUInt32LE(l.strideAt)).toBe(80);
    expect(slot.readUInt32LE(l.formatAt)).toBe(l.rgba);
    expect(slot.readUInt32LE(l.flagsAt)).toBe(l.held);
    expect(slot.readUInt32LE(l.tierAt)).toBe(50);
    expect(slot.readBigUInt64LE(l.lengthAt)).toBe(800n);
    expect(isPainted(slot.subarray(l.slotHeaderBytes), 6, 200)).toBe(true);
  });
});

describe('a ring between two processes', () => {
  it('hands over each frame, whole, to a reader that is already waiting', async () => {
    const w = await writer(path, { generation: 5 });
    const ring = open(path, 5);
    expect(ring.shape).toMatchObject({ generation: 5, slots: 4 });
    const into = Buffer.alloc(ring.shape.capacity);
    for (let k = 1; k <= 40; k++) {
      const next = ring.next(HOUR, into);
      expect(await w.tell(k % 10 === 0 ? `held ${k}` : `frame ${k}`)).toBe('done');
      const seen = await next;
      expect(seen).toMatchObject({ seen: 'frame', number: k, frame: k, sample: k * 800, width: 64, height: 48, stride: 256, length: 12288, format: 'rgba', held: k % 10 === 0, cached: false, tier: k % 10 === 0 ? 50 : 100 });
      expect(isPainted(into, k, 64 * 48)).toBe(true);
    }
    expect(await ring.next(1, into)).toEqual({ seen: 'nothing' });
    expect(ring.skipped).toBe(0);
  });

  it('hands a slow reader the newest frame', async () => {
    const w = await writer(path);
    const ring = open();
    const into = Buffer.alloc(ring.shape.capacity);
    await w.tell('run 1 1000');
    expect(await ring.next(0, into)).toMatchObject({ seen: 'frame', number: 1000, frame: 1000 });
    expect(isPainted(into, 1000, 64 * 48)).toBe(true);
  });

  it('ends when the writer ends, and its file goes', async () => {
    const w = await writer(path);
    const ring = open();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const next = ring.next(HOUR, Buffer.alloc(ring.shape.capacity));
    await w.end();
    expect(await next).toEqual({ seen: 'closed' });
    expect(existsSync(path)).toBe(false);
  });

  it('survives a writer that is killed in the middle of a frame, and one that is stopped', async () => {
    const w = await writer(path);
    await w.tell('frame 7');
    await w.tell('half 8');
    w.process.kill('SIGSTOP');
    const ring = open();
    const into = Buffer.alloc(ring.shape.capacity);
    expect(await ring.next(0, into)).toMatchObject({ seen: 'frame', frame: 7 });
    expect(await ring.next(1, into)).toEqual({ seen: 'nothing' });
    w.process.kill('SIGCONT');
    await w.kill();
    expect(await ring.next(1, into)).toEqual({ seen: 'nothing' });
    expect(isPainted(into, 7, 64 * 48)).toBe(true);
    const late = open();
    expect(await late.next(0, into)).toMatchObject({ seen: 'frame', frame: 7 });
  });

  it('of another size or engine is another ring', async () => {
    const first = await writer(path, { generation: 1 });
    await first.tell('frame 1');
    const ring = open(path, 1);
    const second = await writer(join(folder.path, '2.ring'), { generation: 2, width: 128, height: 96 });
    await second.tell('frame 2');
    await first.end();
    const into = Buffer.alloc(128 * 96 * 4 + 4096);
    expect(await ring.next(0, into)).toMatchObject({ seen: 'frame', width: 64 });
    expect(await ring.next(HOUR, into)).toEqual({ seen: 'closed' });
    expect(codeOf(() => open(join(folder.path, '2.ring'), 1))).toBe('ring.foreign');
    expect(await open(join(folder.path, '2.ring'), 2).next(0, into)).toMatchObject({ seen: 'frame', width: 128 });
    expect(codeOf(() => open(path))).toBe('ring.open');
  });

  it('whose file is cut short is gone, without a crash', async () => {
    const w = await writer(path);
    await w.tell('frame 1');
    const ring = open();
    await w.kill();
    truncateSync(path, 100);
    const into = Buffer.alloc(ring.shape.capacity);
    expect(await ring.next(0, into)).toEqual({ seen: 'gone' });
    expect(await ring.jpeg(0, 80, 0, 0)).toEqual({ seen: 'gone' });
    expect(codeOf(() => open())).toBe('ring.foreign');
    truncateSync(path, 0);
    expect(codeOf(() => open())).toBe('ring.open');
  });

  it('whose header was overwritten is refused or read whole', async () => {
    const w = await writer(path);
    await w.tell('frame 3');
    const good = readFileSync(path);
    for (let at = 0; at < 128; at += 1) {
      const bad = Buffer.from(good);
      bad[at] = bad[at]! ^ 0xff;
      const copy = join(folder.path, 'copy.ring');
      writeFileSync(copy, bad, { mode: 0o600 });
      const code = codeOf(() => open(copy));
      expect(['none', 'ring.foreign']).toContain(code);
      if (code !== 'none') continue;
      const ring = opened.at(-1)!;
      const into = Buffer.alloc(ring.shape.capacity);
      const seen = await ring.next(0, into);
      if (seen.seen === 'frame') expect(isPainted(into, 3, 64 * 48)).toBe(true);
      ring.close();
    }
  });
});

describe('a ring as JPEG', () => {
  it('is encoded off the JS thread, no larger than asked for, in the picture\'s shape', async () => {
    const w = await writer(path, { width: 640, height: 360 });
    const ring = open();
    const shown = [];
    for (const [k, limits] of [[0, 0], [320, 0], [0, 90], [100, 100], [4000, 4000]].entries()) {
      const next = ring.jpeg(HOUR, 90, limits[0]!, limits[1]!);
      await w.tell(`frame ${k + 1}`);
      const seen = await next;
      if (seen.seen !== 'frame') throw new Error(seen.seen);
      expect(sizeOf(seen.data)).toEqual([seen.jpegWidth, seen.jpegHeight]);
      expect([seen.width, seen.height, seen.frame]).toEqual([640, 360, k + 1]);
      shown.push([seen.jpegWidth, seen.jpegHeight]);
    }
    expect(shown).toEqual([[640, 360], [320, 180], [160, 90], [100, 56], [640, 360]]);
  });

  it('comes as it is when it is JPEG already', async () => {
    const w = await writer(path);
    const ring = open();
    expect(await w.tell('jpeg 1 ffd8010203ffd9')).toBe('done');
    expect(await ring.jpeg(0, 80, 0, 0)).toMatchObject({ seen: 'frame', format: 'jpeg', data: Buffer.from('ffd8010203ffd9', 'hex') });
    await w.tell('jpeg 2 ffd8aabbffd9');
    const into = Buffer.alloc(ring.shape.capacity);
    expect(await ring.next(0, into)).toMatchObject({ format: 'jpeg', length: 6, stride: 0 });
    expect(into.subarray(0, 6).toString('hex')).toBe('ffd8aabbffd9');
  });
});

describe('the addon', () => {
  it('refuses wrong arguments with a TypeError, and a second promise', async () => {
    await writer(path);
    const ring = open();
    const into = Buffer.alloc(ring.shape.capacity);
    const any = ring as unknown as Record<'next' | 'jpeg', (...args: unknown[]) => unknown>;
    for (const timeout of [-1, NaN, Infinity, 1e300, '1', undefined, null, {}]) expect(codeOf(() => any.next(timeout, into))).toBe('TypeError');
    for (const bad of [undefined, null, 3, 'x', {}, new ArrayBuffer(100_000), new Uint16Array(100_000), Buffer.alloc(ring.shape.capacity - 1)]) expect(codeOf(() => any.next(0, bad))).toBe('TypeError');
    for (const args of [[0], [0, 0, 0, 0], [0, 101, 0, 0], [0, 80, -1, 0], [0, 80, 0, 1e9], [0, 80, 0], [0, NaN, 0, 0]]) expect(codeOf(() => any.jpeg(...args))).toBe('TypeError');
    for (const args of [[], [3, 0], [`${path}\0x`, 0], [path], [path, -1], [path, NaN], [path, 2 ** 60], [path, '1']]) expect(codeOf(() => (rings.open as (...a: unknown[]) => Ring)(...args))).toBe('TypeError');
    const waiting = ring.next(HOUR, into);
    expect(codeOf(() => ring.next(0, into))).toBe('ring.busy');
    expect(codeOf(() => ring.jpeg(0, 80, 0, 0))).toBe('ring.busy');
    ring.close();
    expect(await waiting).toEqual({ seen: 'closed' });
    expect(await ring.next(HOUR, into)).toEqual({ seen: 'closed' });
    expect(await ring.jpeg(HOUR, 80, 0, 0)).toEqual({ seen: 'closed' });
  });

  it('works in two environments of one process at once, and outlives one that is ended while it waits', async () => {
    const w = await writer(path);
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      const ring = new (require(workerData.addon).Ring)(workerData.path, 0);
      const into = Buffer.alloc(ring.shape.capacity);
      (async () => {
        parentPort.postMessage('ready');
        for (;;) parentPort.postMessage(await ring.next(3600000, into));
      })();`;
    const start = async () => {
      const worker = new Worker(code, { eval: true, workerData: { addon: join(root, 'build/native/ring.node'), path } });
      const messages: unknown[] = [];
      let arrived = () => {};
      worker.on('message', (m) => (messages.push(m), arrived()));
      const hear = async (): Promise<unknown> => {
        while (messages.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
        return messages.shift();
      };
      expect(await hear()).toBe('ready');
      return { worker, hear };
    };
    const [a, b] = [await start(), await start()];
    const own = open();
    const into = Buffer.alloc(own.shape.capacity);
    for (let k = 1; k <= 5; k++) {
      const mine = own.next(HOUR, into);
      await w.tell(`frame ${k}`);
      for (const seen of [await mine, await a.hear(), await b.hear()]) expect(seen).toMatchObject({ seen: 'frame', frame: k });
    }
    await a.worker.terminate();
    await w.tell('frame 6');
    expect(await b.hear()).toMatchObject({ frame: 6 });
    for (let i = 0; i < 5; i++) await (await start()).worker.terminate();
    await w.tell('frame 7');
    expect(await b.hear()).toMatchObject({ frame: 7 });
    expect(await own.next(0, into)).toMatchObject({ frame: 7 });
    await b.worker.terminate();
  });

  it('lets a process end that has open rings and nobody waiting', async () => {
    await writer(path);
    const code = `const { Ring } = require(${JSON.stringify(join(root, 'build/native/ring.node'))});
      const rings = Array.from({ length: 3 }, () => new Ring(${JSON.stringify(path)}, 0));
      rings[0].next(5, Buffer.alloc(rings[0].shape.capacity)).then((seen) => console.log(seen.seen));`;
    expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })).toBe('nothing\n');
    const waiting = `${code} rings[1].next(3600000, Buffer.alloc(rings[0].shape.capacity)); setImmediate(() => process.exit(3));`;
    expect(spawnSync(process.execPath, ['-e', waiting], { stdio: 'ignore' })).toMatchObject({ status: 3, signal: null });
  });

  it('links neither FFmpeg nor GL', () => {
    const linked = execFileSync('ldd', [join(root, 'build/native/ring.node')], { encoding: 'utf8' });
    expect(linked).toMatch(/turbojpeg/);
    expect(linked).not.toMatch(/libav|libsw|libGL|libEGL|epoxy|faust|LLVM/);
  });
});

/** Width and height out of a JPEG's frame header. */
function sizeOf(jpeg: Buffer): [number, number] {
  expect(jpeg.readUInt16BE(0)).toBe(0xffd8);
  expect(jpeg.readUInt16BE(jpeg.length - 2)).toBe(0xffd9);
  for (let at = 2; ;) {
    const marker = jpeg.readUInt16BE(at);
    if (marker === 0xffc0) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
}

it('ring-probe is built', () => expect(existsSync(probe), 'cmake --build build/native --target ring-probe').toBe(true));
