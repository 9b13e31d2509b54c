/** Cases of the C++ units that run only where their test says what they need. */
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const units = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'build/native/units');

/** A test for each case whose name begins with `kind: `; at least `least` of them. */
export function unitCases(kind: string, least: number, extra: Record<string, string>): void {
  const env = { ...process.env, ...extra };
  const names = execFileSync(units, ['--list-test-cases', '--no-colors', `--test-case=${kind}:*`], { encoding: 'utf8', env })
    .split('\n').filter((line) => line.startsWith(`${kind}:`));
  it('has its cases', () => expect(names.length).toBeGreaterThanOrEqual(least));
  for (const name of names) it(name, () => {
    const run = spawnSync(units, [`--test-case=${name.replace(/,/g, '?')}`, '--no-colors', '--no-intro'], { encoding: 'utf8', env });
    const said = `${run.stdout}\n${run.stderr}`;
    expect(run.status, said).toBe(0);
    expect(said, said).not.toMatch(/test cases:\s+0 \|/);
  });
}
