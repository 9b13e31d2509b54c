/** Says when a node file has changed on disk. */
import { watch } from 'chokidar';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Root } from './roots.ts';

/** ms of quiet after a change: an editor's save is several events, and a file is not whole before the last */
const QUIET_MS = 40;
const NODE_FILE = /\.(fs|vs|frag|vert|dsp|lib|node\.json|png|jpe?g)$/i;

export interface Watch { close(): Promise<void> }

/** Calls `changed` once after each burst of changes beneath the roots; also when a folder comes that was not there. [js] */
export function watchNodes(roots: readonly Root[], changed: () => void): Watch {
  let timer: NodeJS.Timeout | null = null;
  const paths = roots.map((r) => (existsSync(r.path) ? r.path : nearest(r.path)));
  const wanted = (path: string) => roots.some((r) => path === r.path || path.startsWith(`${r.path}/`) || r.path.startsWith(`${path}/`));
  const watcher = watch([...new Set(paths)], {
    ignoreInitial: true, depth: 8, followSymlinks: true,
    ignored: (path, stats) => !wanted(path) || (stats?.isFile() === true && !NODE_FILE.test(path)) || /\/\.[^/]*$/.test(path) && stats?.isFile() === true,
  });
  watcher.on('all', () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(changed, QUIET_MS);
  });
  watcher.on('error', () => {});
  return {
    close() {
      if (timer) clearTimeout(timer);
      return watcher.close();
    },
  };
}

function nearest(path: string): string {
  const up = dirname(path);
  return existsSync(up) || up === path ? up : nearest(up);
}
