import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';

/** Seconds. cpu: user and system time of all threads, which a busy machine distorts less than `wall`. */
export interface Cost { wall: number; cpu: number }

export interface Ran extends Cost { stdout: string; stderr: string }

const TICKS = 100; // USER_HZ, fixed in Linux's interface

/** Processor time of all children that have ended: fields 16 and 17 of proc(5) stat. */
function childSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/** Runs a program to its end, one at a time. Throws with the end of what it said when it fails. */
export async function run(command: string, args: readonly string[]): Promise<Ran> {
  const before = childSeconds();
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (d: Buffer) => (stdout += d.toString()));
  child.stderr.on('data', (d: Buffer) => (stderr += d.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${(stderr || stdout).slice(-2000)}`);
  return { wall: (performance.now() - start) / 1000, cpu: childSeconds() - before, stdout, stderr };
}

/** The program's path, or null where it is not installed. */
export function installed(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    try {
      accessSync(`${folder}/${name}`, constants.X_OK);
      return `${folder}/${name}`;
    } catch {
      continue;
    }
  }
  return null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export const medianCost = (costs: readonly Cost[]): Cost => ({ wall: median(costs.map((c) => c.wall)), cpu: median(costs.map((c) => c.cpu)) });

/** a, b, c, a, b, c, …: what slows the machine down for a while falls on all of them. */
export async function interleaved<K extends string, T>(rounds: number, cases: Readonly<Record<K, () => Promise<T>>>): Promise<Record<K, T[]>> {
  const out = Object.fromEntries(Object.keys(cases).map((k) => [k, []])) as unknown as Record<K, T[]>;
  for (let i = 0; i < rounds; i++) for (const k of Object.keys(cases) as K[]) out[k].push(await cases[k]());
  return out;
}
