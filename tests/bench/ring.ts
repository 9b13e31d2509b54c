import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed, interleaved, median, run } from './measure.ts';
import { ms, type Line, type Measured } from './table.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const quality = 85, width = 1920, height = 1080;

interface Delays { n: number; p50: number; p99: number }

/** The frame ring, 1080p RGBA: from publishing to seeing between two processes, the reader's copy, and JPEG. */
export async function ring(folder: string, rounds = 5): Promise<Measured> {
  execFileSync('cmake', ['--build', join(root, 'build/native'), '--target', 'ring-probe'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const probe = async <T>(...args: string[]): Promise<T> => JSON.parse((await run(join(root, 'build/native/ring-probe'), args)).stdout) as T;
  const session = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/weft-bench-') : folder;
  const ppm = join(folder, 'still.ppm');
  writeFileSync(ppm, still());
  try {
    const cases = {
      delay: () => probe<{ seen: Delays; copied: Delays; pipe: Delays }>('latency', session, '240'),
      copy: () => probe<{ ours: number; memcpy: number }>('copy', session, '200'),
      jpeg: () => probe<{ megapixels: number }>('jpeg', ppm, `${quality}`, '1'),
      ...(installed('tjbench') ? { tjbench: () => tjbench(ppm) } : {}),
    };
    const got = await interleaved<string, unknown>(rounds, cases) as { delay: Awaited<ReturnType<typeof cases.delay>>[]; copy: Awaited<ReturnType<typeof cases.copy>>[]; jpeg: { megapixels: number }[]; tjbench?: number[] };
    const of = (kind: 'seen' | 'copied' | 'pipe', part: 'p50' | 'p99') => median(got.delay.map((d) => d[kind][part])) / 1000;
    const ours = median(got.copy.map((c) => c.ours)) / 1000, bare = median(got.copy.map((c) => c.memcpy)) / 1000;
    const speed = median(got.jpeg.map((j) => j.megapixels)), theirs = got.tjbench && median(got.tjbench);
    const lines: Line[] = [
      { what: 'published → seen, p50', ours: ms(of('seen', 'p50')), theirs: `pipe ${ms(of('pipe', 'p50'))}`, ratio: of('seen', 'p50') / of('pipe', 'p50') },
      { what: 'published → seen, p99', ours: ms(of('seen', 'p99')), theirs: `pipe ${ms(of('pipe', 'p99'))}`, ratio: of('seen', 'p99') / of('pipe', 'p99') },
      { what: 'published → copied, p50', ours: ms(of('copied', 'p50')) },
      { what: 'published → copied, p99', ours: ms(of('copied', 'p99')) },
      { what: 'the reader\'s one copy (thread time)', ours: ms(ours), theirs: `memcpy ${ms(bare)}`, ratio: ours / bare, goal: 1.3 },
      { what: `time for a JPEG of quality ${quality}, 4:2:0`, ours: ms(width * height / speed / 1e6), ...(theirs ? { theirs: `tjbench ${ms(width * height / theirs / 1e6)}`, ratio: theirs / speed, goal: 1.11 } : {}) },
    ];
    return {
      title: `Frame ring, ${width} × ${height} RGBA between two processes, 60 frames a second`,
      lines,
      notes: [
        'seen: awake, with the slot\'s header looked at; pipe: a byte through a pipe between the same two processes. p99 of seen is to be 1 ms at most',
        ...(theirs ? [] : ['tjbench is not installed (Debian: libjpeg-turbo-progs): not compared']),
      ],
    };
  } finally {
    if (session !== folder) rmSync(session, { recursive: true, force: true });
  }
}

/** Megapixels a second of compression. */
async function tjbench(ppm: string): Promise<number> {
  const { stdout } = await run('tjbench', [ppm, `${quality}`, '-rgbx', '-subsamp', '420', '-componly', '-nowrite', '-benchtime', '1', '-warmup', '0.2']);
  const found = /Comp.*?([\d.]+) Megapixels\/sec/s.exec(stdout);
  if (!found) throw new Error(`tjbench said something else:\n${stdout}`);
  return Number(found[1]);
}

/** Waves with some grain: neither flat nor noise. */
function still(): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  let seed = 1;
  for (let i = 0; i < width * height; i++) {
    const x = i % width, y = Math.floor(i / width);
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const grain = (seed >>> 16) % 12;
    pixels[i * 3] = 120 + 100 * Math.sin(x / 37 + y / 91) + grain;
    pixels[i * 3 + 1] = 120 + 100 * Math.sin(x / 203 - y / 29) + grain;
    pixels[i * 3 + 2] = 120 + 100 * Math.cos((x * y) / 60_000) + grain;
  }
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);
}
