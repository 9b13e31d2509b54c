import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the TypeScript of every room type-checks', () => {
  const run = spawnSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.json', '--pretty', 'false'], { encoding: 'utf8' });
  expect(run.stdout + run.stderr).toBe('');
});
