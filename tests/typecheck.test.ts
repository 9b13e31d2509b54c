import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the TypeScript of every room type-checks', () => {
  const run = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.json', '--pretty', 'false'], { encoding: 'utf8' });
  expect(run.error).toBeUndefined();
  expect(run.stdout + run.stderr).toBe('');
  expect(run.status).toBe(0);
});
