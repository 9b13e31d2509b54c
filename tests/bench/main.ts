/** npm run bench [-- --only NAME[,NAME] --quick]: measures, and prints one table of ratios. Nothing passes or fails here. Quick: each once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainOfEight } from './chain.ts';
import { command } from './command.ts';
import { compile } from './compile.ts';
import { film } from './film.ts';
import { liveSound } from './live-sound.ts';
import { memory } from './memory.ts';
import { revival } from './revival.ts';
import { ring } from './ring.ts';
import { table, type Measured } from './table.ts';
import { voices } from './voices.ts';

const benches: Record<string, (folder: string, rounds?: number) => Promise<Measured>> = { compile: () => compile(), chain: chainOfEight, film, voices, ring, sound: (folder) => liveSound(folder), command: (folder) => command(folder), revival, memory: (folder) => memory(folder) };

const at = process.argv.indexOf('--only');
const only = at < 0 ? Object.keys(benches) : (process.argv[at + 1] ?? '').split(',');
const rounds = process.argv.includes('--quick') ? [1] : [];
const unknown = only.filter((name) => !benches[name]);
if (unknown.length > 0) {
  console.error(`There is no measurement '${unknown[0]}': choose from ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'weft-bench-'));
const done: Measured[] = [];
try {
  for (const name of only) {
    console.error(`measuring ${name} …`);
    done.push(await benches[name]!(folder, ...rounds).catch((error: Error): Measured => ({ title: name, lines: [], notes: [`could not be measured: ${error.message}`] })));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${table(done)}`);
