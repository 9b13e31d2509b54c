/** Examples with all that they have, Faust programs and media, played live by the units: nothing forbidden on the audio thread. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, type Compiled } from '../../runtime/compile/index.ts';
import type { Patch } from '../../runtime/document/types.ts';
import { encodePlan } from '../../runtime/plan/encode.ts';
import { open, root } from '../graphs/fixture/play.ts';

/** Without the first wire that carries sound into an effect or the output. */
function withoutAWire(patch: Patch): Patch {
  const sounds = Object.entries(patch.wires).filter(([, w]) => /\.(in|in1|a)$/.test(w.to) && !w.stage).map(([id]) => id).sort();
  const { [sounds[0]!]: _, ...wires } = patch.wires;
  expect(sounds.length).toBeGreaterThan(0);
  return { ...patch, wires };
}

function write(folder: string, name: string, { plan, bases }: Compiled): void {
  writeFileSync(join(folder, `${name}.plan`), encodePlan(plan!));
  writeFileSync(join(folder, `${name}.bases`), Buffer.from(Float32Array.from(bases).buffer));
}

test.each(['first-light', 'sound-reactive', 'two-deck', 'scored-loop'])('%s', async (name) => {
  const { workspace, compiled } = await open(`graphs/examples/${name}.weft.json`);
  const edited = compile({ patch: withoutAWire(workspace.patch), catalog: workspace.catalog, media: workspace.media });
  const folder = mkdtempSync(join(tmpdir(), 'weft-plans-'));
  try {
    write(folder, 'whole', compiled);
    write(folder, 'edited', edited);
    const run = spawnSync(join(root, 'build/native/units'), ['--test-case=patch:*', '--no-colors', '--no-intro'], { encoding: 'utf8', env: { ...process.env, WEFT_PLANS: folder } });
    expect(run.status, `${run.stdout}\n${run.stderr}`).toBe(0);
    expect(run.stdout).toMatch(/test cases:\s+1 \|/);
    if (process.env.WEFT_VERBOSE) process.stdout.write(run.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
