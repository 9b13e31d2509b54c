import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, type Cost } from './measure.ts';
import type { Play, Request, Result } from './play.ts';

const script = join(dirname(fileURLToPath(import.meta.url)), 'play.ts');

/** Renders in a process of its own. `whole`: that process from start to end. folder: for what passes between. */
export async function play(folder: string, plays: readonly Play[], rounds = 1): Promise<Result & { whole: Cost }> {
  const request: Request = { plays: [...plays], rounds, result: join(folder, 'result.json') };
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify(request));
  const whole = await run(process.execPath, ['--import', 'tsx', script, file]);
  return { ...(JSON.parse(readFileSync(request.result, 'utf8')) as Result), whole };
}
