/** The folders that node files are read from, in the order in which an id is looked up. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Origin } from './types.ts';

export interface Root {
  /** absolute; a folder, or a single node file */
  path: string;
  origin: Origin;
  /** complain if the folder is absent */
  required: boolean;
}

export interface RootOptions {
  /** the nodes/ folder that is part of Weft */
  shipped: string;
  /** the patch's project root; its nodes/ folder counts */
  project?: string;
  /** folders of --nodes */
  flags?: readonly string[];
  /** of the process: XDG_DATA_HOME, HOME */
  env?: Readonly<Record<string, string | undefined>>;
}

/** Project, --nodes, user, system, shipped. [any] */
export function standardRoots({ shipped, project, flags = [], env = {} }: RootOptions): Root[] {
  const data = env.XDG_DATA_HOME || join(env.HOME || homedir(), '.local', 'share');
  const optional = (path: string, origin: Origin): Root => ({ path, origin, required: false });
  return [
    ...(project === undefined ? [] : [optional(join(project, 'nodes'), 'project')]),
    ...flags.map((path): Root => ({ path, origin: 'flag', required: true })),
    optional(join(data, 'weft', 'nodes'), 'user'),
    optional(join(data, 'ISF'), 'system'),
    optional('/usr/share/ISF', 'system'),
    { path: shipped, origin: 'shipped', required: true },
  ];
}
