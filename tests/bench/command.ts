/** A command's way to the engine and back, beside a bare message over the same kind of sockets. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Dealer } from 'zeromq';
import { place, startHost } from '../host/fixture/run.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { root } from '../layers/imports.ts';
import { ms, type Measured } from './table.ts';

const CALLS = 2_000;

const percentile = (sorted: readonly number[], p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]!;

async function times(call: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < CALLS; i++) {
    const start = performance.now();
    await call();
    took.push((performance.now() - start) / 1000);
  }
  return took;
}

/** Turn by turn in four rounds, so that a busy machine is as busy for the one as for the other. */
export async function command(folder: string): Promise<Measured> {
  const address = `ipc://${folder}/echo`;
  const echo = fork(join(root, 'tests/bench/echo.ts'), [address], { execArgv: ['--import', 'tsx'] });
  await new Promise((ready) => { echo.once('message', ready); });
  const raw = new Dealer({ linger: 0 });
  raw.connect(address);
  const at = place(patchOf({ n_out: 'util.video_out' }));
  const { host, close } = await startHost(at);
  try {
    while (host.supervisor.state !== 'playing') await new Promise((next) => { setTimeout(next, 20); });
    const ours: number[] = [], theirs: number[] = [];
    for (let round = 0; round < 4; round++) {
      theirs.push(...(await times(async () => { await raw.send('x'.repeat(80)); await raw.receive(); })));
      ours.push(...(await times(() => host.supervisor.ask('set', { values: [{ row: 'n_out.x', value: 0.5 }] }))));
    }
    for (const list of [ours, theirs]) list.sort((a, b) => a - b);
    const line = (what: string, p: number) => ({ what, ours: ms(percentile(ours, p)), theirs: ms(percentile(theirs, p)), ratio: percentile(ours, p) / percentile(theirs, p) });
    return { title: 'a command to the engine and back, against bare libzmq over ipc', lines: [line('median', 0.5), line('p99', 0.99)], notes: [`${4 * CALLS} calls of each, in turns; checked by schema on both sides`] };
  } finally {
    raw.close();
    echo.kill();
    await close();
    at.remove();
  }
}
