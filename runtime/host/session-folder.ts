/** One folder for each host that runs: sockets, rings, black boxes. In memory where the system has such a place. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isAlive, ownerOf, readOwner } from './owner.ts';

/** Makes a folder of our own and takes away those of hosts that have died, with any engine that outlived them. */
export function makeSessionFolder(base = sessionBase()): string {
  mkdirSync(base, { recursive: true, mode: 0o700 });
  const stat = statSync(base);
  if (stat.uid !== userInfo().uid) throw new Error(`'${base}' belongs to someone else.`);
  chmodSync(base, 0o700);
  removeDead(base);
  const folder = mkdtempSync(join(base, 's'));
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, 'host'), JSON.stringify(ownerOf(process.pid)), { mode: 0o600 });
  return folder;
}

export function sessionBase(env: NodeJS.ProcessEnv = process.env): string {
  if (env.WEFT_SESSIONS) return env.WEFT_SESSIONS;
  const place = env.XDG_RUNTIME_DIR && existsSync(env.XDG_RUNTIME_DIR) ? env.XDG_RUNTIME_DIR : existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  return join(place, `weft-${userInfo().uid}`);
}

/** Written beside the host's name, so that a next host can end an engine that was stopped when its host died. */
export function noteEngine(folder: string, generation: number, pid: number): void {
  writeFileSync(join(folder, `engine${generation}`), JSON.stringify(ownerOf(pid)), { mode: 0o600 });
}

function removeDead(base: string): void {
  for (const name of readdirSync(base)) {
    const folder = join(base, name);
    const host = ownerIn(folder, 'host');
    // a folder without a name is one being made, unless it is old
    if (host ? isAlive(host) : youngerThan(folder, 10_000)) continue;
    for (const file of namesIn(folder)) {
      const engine = file.startsWith('engine') ? ownerIn(folder, file) : null;
      if (engine && isAlive(engine)) process.kill(engine.pid, 'SIGKILL');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function ownerIn(folder: string, file: string) {
  try {
    return readOwner(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  } catch {
    return null;
  }
}

function youngerThan(folder: string, ms: number): boolean {
  try {
    return Date.now() - statSync(folder).mtimeMs < ms;
  } catch {
    return false;
  }
}
