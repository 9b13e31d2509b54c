/** One host writes a patch. The lock is a file that names its owner; a dead owner's lock is taken over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, ownerOf, readOwner, type Owner } from './owner.ts';

export interface Lock { release(): void }

/** The lock, or who holds it. Throws what the file system throws when the folder cannot be written. */
export function takeLock(path: string): { lock: Lock } | { heldBy: Owner } {
  const me = ownerOf(process.pid);
  const mine = `${path}.${process.pid}.${me.start}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // a link is made or not, in one step, and is never seen half written
        linkSync(mine, path);
        return { lock: { release: () => { if (sameOwner(ownerAt(path), me)) rmSync(path, { force: true }); } } };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = ownerAt(path);
      if (owner && isAlive(owner)) return { heldBy: owner };
      setAside(path, `${mine}.old`, owner);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Takes a dead owner's lock away; another host's, that came in between, is put back. */
function setAside(path: string, aside: string, dead: Owner | null): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = ownerAt(aside);
  try {
    if (taken && !sameOwner(taken, dead) && isAlive(taken)) linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

function ownerAt(path: string): Owner | null {
  try {
    return readOwner(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

const sameOwner = (a: Owner | null, b: Owner | null): boolean => a?.pid === b?.pid && a?.start === b?.start;
