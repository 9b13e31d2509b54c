import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The nearest ancestor folder with weft.project.json, else the file's own folder; symlinks resolved. */
export function projectRoot(patchFile: string): string {
  const own = realpathSync(dirname(resolve(patchFile)));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'weft.project.json'))) return folder;
    if (folder === dirname(folder)) return own;
  }
}

/** True if `path` is `folder` or lies beneath it. Both absolute, symlinks resolved. */
export function isBeneath(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
