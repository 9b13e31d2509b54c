/** The C++ units, case by case: as built, and under ASan and UBSan where that build is there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Leaks of drivers that are loaded and never unloaded are not ours to find. */
const env = { ...process.env, ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=0', UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1' };

/** Names of all cases: the lines between doctest's own. */
function casesOf(binary: string): string[] {
  const out = execFileSync(binary, ['--list-test-cases', '--no-colors'], { encoding: 'utf8', env });
  return out.split('\n').filter((line) => line !== '' && !/^(\[doctest\]|===)/.test(line));
}

/** doctest reads the filter as a list with commas and * wildcards; what it reads specially is any character here. */
function filterFor(name: string): string {
  return name.replace(/[,*"\\]/g, '?');
}

function units(title: string, folder: string, options: string, needed: boolean): void {
  const binary = join(root, folder, 'units');
  const build = `cmake -S . -B ${folder} -G Ninja${options} && ninja -C ${folder} units`;
  describe(title, () => {
    if (!existsSync(binary)) {
      if (needed) it('are built', () => expect.fail(`${folder}/units is not there. Build it: ${build}`));
      else it.skip(`are not built here; to run them: ${build}`);
      return;
    }
    const names = casesOf(binary);
    it('are there', () => expect(names.length).toBeGreaterThan(0));
    // Known fault: about once in five runs Xlib ends the process when a display server that was just started is lost.
    for (const name of names) it(name, { retry: name.startsWith('screen:') ? 2 : 0 }, () => {
      const run = spawnSync(binary, [`--test-case=${filterFor(name)}`, '--no-colors', '--no-intro'], { encoding: 'utf8', cwd: root, env });
      const said = `${run.stdout}\n${run.stderr}`;
      expect(run.status, said).toBe(0);
      // a filter that matches nothing would pass too
      expect(said, said).not.toMatch(/test cases:\s+0 \|/);
    });
  });
}

units('C++ units', 'build/native', '', true);
units('C++ units under ASan and UBSan', 'build/sanitize', ' -DWEFT_SANITIZE=ON', false);
