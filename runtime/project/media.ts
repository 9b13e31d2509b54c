import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { isBeneath } from './root.ts';

export interface Reach {
  /** the patch file; relative paths start at its folder */
  patchFile: string;
  /** folders that may be read, symlinks resolved: the project's root, then libraries the user chose */
  folders: readonly string[];
}

/**
 * The absolute path of a file that a patch names, symlinks resolved, or why it may not be read.
 * A patch is data from strangers: what lies outside the folders is refused, whether it exists or not.
 */
export function reachFile(path: string, reach: Reach): { path: string } | { problem: Pick<Diagnostic, 'code' | 'message'> } {
  if (path.includes('\0')) return refuse('media.refused', `The path '${path.replaceAll('\0', '\\0')}' holds a zero byte.`);
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return refuse('media.refused', `'${path}' is an address, not a file: copy the media into the project and name it by its path.`);
  const wanted = resolve(dirname(resolve(reach.patchFile)), path);
  let real: string;
  try {
    real = realpathSync(wanted);
  } catch {
    // Say nothing about what does or does not exist elsewhere.
    return reach.folders.some((f) => isBeneath(nearestReal(wanted), f))
      ? refuse('media.missing', `The file '${path}' does not exist: put it there, or point the patch at where it is.`)
      : outside(path);
  }
  if (!reach.folders.some((f) => isBeneath(real, f))) return outside(path);
  if (!statSync(real).isFile()) return refuse('media.refused', `'${path}' is not a file.`);
  return { path: real };
}

function outside(path: string) {
  return refuse('media.outside', `'${path}' lies outside the project: move it beneath the project's folder, or allow its folder with --library.`);
}

function refuse(code: Diagnostic['code'], message: string) {
  return { problem: { code, message } };
}

/** The deepest existing ancestor with symlinks resolved, joined with the rest. */
function nearestReal(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      return resolve(realpathSync(folder), path.slice(folder.length + 1));
    } catch {
      if (folder === dirname(folder)) return path;
    }
  }
}
