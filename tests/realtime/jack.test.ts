/** Sound on a device: the units' JACK cases, against a jackd on its dummy driver that each starts and ends itself. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from 'vitest';
import { unitCases } from './units.ts';

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

describe('JACK', () => {
  const jackd = find('jackd');
  if (jackd === undefined) it.skip('is not here: there is no jackd. To run these: apt install jackd2');
  else unitCases('jack', 4, { WEFT_JACKD: jackd });
});
