/** Sound on a device: the units' JACK cases, against a jackd on its dummy driver that each starts and ends itself. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const units = join(root, 'build/native/units');

function find(program: string): string | undefined {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const jackd = find('jackd');

describe('JACK', () => {
  if (jackd === undefined) {
    it.skip('is not here: there is no jackd. To run these: apt install jackd2');
    return;
  }
  const env = { ...process.env, WEFT_JACKD: jackd };
  const names = execFileSync(units, ['--list-test-cases', '--no-colors', '--test-case=jack:*'], { encoding: 'utf8', env })
    .split('\n').filter((line) => line.startsWith('jack:'));
  it('has its cases', () => expect(names.length).toBeGreaterThan(3));
  for (const name of names) it(name, () => {
    const run = spawnSync(units, [`--test-case=${name.replace(/,/g, '?')}`, '--no-colors', '--no-intro'], { encoding: 'utf8', env });
    expect(run.status, `${run.stdout}\n${run.stderr}`).toBe(0);
  });
});
