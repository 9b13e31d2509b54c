import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readFaust } from '../../runtime/catalog/faust.ts';
import { loadCatalog } from '../../runtime/catalog/index.ts';
import { foldersOf } from '../../runtime/cli/context.ts';
import { compile } from '../../runtime/compile/index.ts';
import { encodePlan } from '../../runtime/plan/encode.ts';
import { installed } from './measure.ts';
import { patchOf, type PlacedNode } from './patch.ts';
import { ms, type Measured } from './table.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folders = foldersOf(root, process.env);

interface Times { n: number; p50: number; p99: number; max: number }
interface Probed {
  setComputed: Times; setHeard: Times; editDecoded: Times; editPrepared: Times; editSwapped: Times; editHeard: Times;
  calmXruns: number; editXruns: number; load: number; callbackP50: number; callbackP99: number; callbackMax: number; state: string; realtime: boolean;
}

/** voices: three nodes each. Two patches: the second has one wire less. */
async function write(folder: string, voices: number): Promise<void> {
  const catalog = await loadCatalog({
    roots: [{ path: folders.nodes, origin: 'shipped', required: true }],
    faust: (files) => readFaust(files, { cacheDir: folders.dspCache, worker: folders.dspWorker }),
  });
  const nodes: Record<string, PlacedNode> = { a_speaker: { type: 'util.audio_out' } };
  const wires: string[] = [];
  for (let i = 0; i < voices; i++) {
    Object.assign(nodes, { [`o${i}`]: { type: 'util.oscillator', params: { frequency: 55 + ((i * 37) % 440) } }, [`f${i}`]: { type: 'fx.filter' }, [`g${i}`]: { type: 'util.gain', params: { gain: -54 } } });
    wires.push(`o${i}.out -> f${i}.in`, `f${i}.out -> g${i}.in`, `g${i}.out -> a_speaker.in`);
  }
  for (const [n, kept] of [wires, wires.slice(0, -1)].entries()) {
    const { plan, bases } = compile({ patch: patchOf(nodes, kept, { width: 64, height: 64 }), catalog, media: {} });
    writeFileSync(join(folder, `${n}.plan`), encodePlan(plan!));
    writeFileSync(join(folder, `${n}.bases`), Buffer.from(Float32Array.from(bases).buffer));
  }
}

/** A value set, and a wire pulled and put back, in a patch of 1,000 nodes that plays at 64 samples on JACK's dummy driver. */
export async function liveSound(folder: string): Promise<Measured> {
  execFileSync('cmake', ['--build', join(root, 'build/native'), '--target', 'sound-probe'], { stdio: ['ignore', 'ignore', 'inherit'] });
  await write(folder, 333);
  const jackd = installed('jackd');
  const server = `weft-bench-${process.pid}`;
  const daemon = jackd ? spawn(jackd, ['--no-realtime', '--no-mlock', '-n', server, '-d', 'dummy', '-r', '48000', '-p', '64'], { stdio: 'ignore' }) : null;
  try {
    if (daemon) await wait(1500);
    const env = { ...process.env, JACK_DEFAULT_SERVER: server };
    const out = execFileSync(join(root, 'build/native/sound-probe'), [folder, daemon ? 'jack' : 'null', '500', '150'], { encoding: 'utf8', env });
    const p = JSON.parse(out) as Probed;
    const line = (what: string, t: Times) => ({ what: `${what}, p50 · p99`, ours: `${ms(t.p50 / 1000)} · ${ms(t.p99 / 1000)}` });
    return {
      title: `Live sound, 1,000 nodes, 64 samples on ${daemon ? "JACK's dummy driver" : 'the null device'} (wall time)`,
      lines: [
        line('set → in a tick', p.setComputed),
        line('set → heard', p.setHeard),
        line('wire edit, plan read (processor time)', p.editDecoded),
        line('wire edit, prepared (processor time)', p.editPrepared),
        line('wire edit → plays', p.editSwapped),
        line('wire edit → heard', p.editHeard),
        { what: 'xruns per 1,000 callbacks, edits without pause', ours: p.editXruns.toFixed(2), theirs: `none: ${p.calmXruns.toFixed(2)}` },
      ],
      notes: [
        `callback ${p.callbackP50} µs, p99 ${p.callbackP99} µs, most ${p.callbackMax} µs; load ${(p.load * 100).toFixed(0)} %; ${p.realtime ? 'realtime priority' : 'no realtime priority'}`,
        'set: p50 5 ms and p99 20 ms at most; wire edit: heard in 50 ms at most, p99. The compiler comes on top of it',
        ...(daemon ? [] : ['jackd is not installed (Debian: jackd2): played on the null device']),
      ],
    };
  } finally {
    if (daemon && daemon.exitCode === null) {
      daemon.kill('SIGTERM');
      await once(daemon, 'exit');
    }
  }
}
