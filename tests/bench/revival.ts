/** kill -9 of the engine while first-light plays: how long until there is sound, and a picture, again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '../../runtime/document/index.ts';
import { root } from '../layers/imports.ts';
import { place, startHost, TestPage } from '../host/fixture/run.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { s, type Measured } from './table.ts';

/** samples */
const PLAYED = 8 * 48_000;

const percentile = (list: readonly number[], p: number): number => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * p))]!;

export async function revival(_folder: string, rounds = 12): Promise<Measured> {
  const parsed = parse(readFileSync(join(root, 'graphs/examples/scored-loop.weft.json')));
  const at = place(parsed.ok ? parsed.value : patchOf({}));
  const running = await startHost(at, { player: 'native' });
  const sound: number[] = [], picture: number[] = [];
  try {
    const page = await TestPage.open(running.host.address);
    await page.ask({ do: 'watch', rows: [], picture: 320 });
    for (let round = 0; round < Math.max(3, rounds); round++) {
      const loud = () => page.newest('meters')?.peak.some((p) => p > 0.001) === true;
      await page.until(() => page.pictures.length > 0 && loud());
      // a while of playing: engines do not die in the middle of their start
      const from = page.newest('meters')!.transport.now;
      await page.until(() => page.newest('meters')!.transport.now > from + PLAYED);
      const start = performance.now();
      process.kill(running.host.supervisor.pid!, 'SIGKILL');
      await page.until(() => page.newest('engine')!.state === 'restarting');
      page.pictures.length = 0;
      page.news.splice(0, page.news.length, ...page.news.filter((n) => n.tell !== 'meters'));
      const heard = page.until(loud).then(() => sound.push((performance.now() - start) / 1000));
      const seen = page.until(() => page.pictures.length > 0).then(() => picture.push((performance.now() - start) / 1000));
      await Promise.all([heard, seen, page.until(() => page.newest('engine')!.state === 'playing')]);
    }
    page.close();
  } finally {
    await running.close();
    at.remove();
  }
  const line = (what: string, list: readonly number[]) => ({ what, ours: `${s(percentile(list, 0.5))} / ${s(percentile(list, 0.95))}` });
  return { title: 'kill -9 of the engine, median / p95', lines: [line('sound back', sound), line('picture back', picture)], notes: [`${sound.length} times, scored-loop; as a page hears and sees it`] };
}
