/** Whether a process that wrote its name somewhere is still the one that runs: its id, and when it began. */
import { readFileSync } from 'node:fs';

export interface Owner { pid: number; /** clock ticks since boot, as in /proc: an id may be given out again, with another start */ start: string }

/** null when there is no such process, or it has ended and waits to be reaped */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name may hold blanks and brackets; the fields follow its last bracket
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

export const ownerOf = (pid: number): Owner => ({ pid, start: startOf(pid) ?? '' });

export function isAlive(owner: Owner): boolean {
  return owner.start !== '' && startOf(owner.pid) === owner.start;
}

/** From what a file says; null when it says something else. */
export function readOwner(value: unknown): Owner | null {
  const o = value as Partial<Owner> | null;
  return typeof o === 'object' && o !== null && Number.isSafeInteger(o.pid) && o.pid! > 1 && typeof o.start === 'string' ? { pid: o.pid!, start: o.start } : null;
}
