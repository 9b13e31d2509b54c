/** Finds node files: which files there are, and what their type ids are. Opens none of them. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { brokenNode } from './broken.ts';
import { slug } from './names.ts';
import type { Root } from './roots.ts';
import type { Origin } from './types.ts';

export interface FoundNode {
  id: string;
  origin: Origin;
  kind: 'isf' | 'faust' | 'manifest';
  /** absolute path of the file that makes the node */
  path: string;
  name: string;
  /** what stands beside a shader under the same name */
  vertex?: string;
  manifest?: string;
}

const deepest = 8;
const most = 20_000;

/** Where shipped node files lie, and the namespace each folder gives. */
const shippedFolders: readonly [folder: string, namespace: string][] = [
  ['tools', 'util'], ['fx', 'fx'], ['operators/modulators', 'mod'], ['operators/logic', 'op'],
];

interface Walk { nodes: FoundNode[]; diagnostics: Diagnostic[]; visited: Set<string> }
interface Place { folder: string; /** names of all that lies there */ here: ReadonlySet<string>; namespace: string; origin: Origin }

/** Sorted by path within each root, roots in their order. A root may be a single node file. [any] */
export function findNodes(roots: readonly Root[]): { nodes: FoundNode[]; diagnostics: Diagnostic[] } {
  // A folder is read once, however many links lead to it; what is shipped is never a user's.
  const state: Walk = { nodes: [], diagnostics: [], visited: new Set(roots.flatMap((r) => (r.origin === 'shipped' ? realPath(r.path) ?? [] : []))) };
  for (const root of roots) {
    const stat = stats(root.path);
    if (stat?.isFile()) {
      single(root, state);
    } else if (!stat?.isDirectory()) {
      if (root.required) state.diagnostics.push(brokenNode(root.path, 'or folder does not exist or cannot be read; check its path'));
    } else if (root.origin === 'shipped') {
      state.visited.delete(realPath(root.path) ?? '');
      for (const [folder, namespace] of shippedFolders) walk(join(root.path, folder), namespace, root.origin, 0, state);
    } else {
      walk(root.path, 'user', root.origin, 0, state);
    }
  }
  return { nodes: state.nodes, diagnostics: state.diagnostics };
}

function single(root: Root, state: Walk): void {
  const folder = dirname(root.path);
  const list = names(folder, state) ?? [];
  const form = /^(.+?)(\.fs|\.frag|\.dsp|\.node\.json)$/i.exec(basename(root.path));
  if (form) add(form[1]!, form[2]!, { folder, here: new Set(list), namespace: 'user', origin: root.origin }, state);
  else state.diagnostics.push(brokenNode(root.path, 'has none of the endings .fs, .frag, .dsp and .node.json'));
}

function walk(folder: string, namespace: string, origin: Origin, depth: number, state: Walk): void {
  const real = realPath(folder);
  if (real === null || state.visited.has(real) || depth > deepest) return;
  state.visited.add(real);
  const list = names(folder, state);
  if (!list) return;
  const place: Place = { folder, here: new Set(list), namespace, origin };
  const subfolders: string[] = [];
  for (const file of list) {
    const path = join(folder, file);
    const form = /^(.+?)(\.fs|\.dsp|\.node\.json)$/i.exec(file);
    const stat = stats(path);
    if (stat?.isDirectory()) {
      if (form) state.diagnostics.push({ ...brokenNode(path, 'is a folder; a node is a file. Rename the folder or take it out'), severity: 'warning' });
      else subfolders.push(path);
      continue;
    }
    if (!form || (form[2]!.toLowerCase() === '.node.json' && place.here.has(`${form[1]!}.fs`))) continue;
    if (!stat?.isFile()) {
      state.diagnostics.push(brokenNode(path, stat ? 'is not a regular file' : 'cannot be opened; if it is a link, it leads nowhere or in a circle'));
      continue;
    }
    if (state.nodes.length >= most) {
      state.diagnostics.push(brokenNode(path, `and all after it are left out: more than ${most} node files were found. Choose a smaller folder`));
      return;
    }
    add(form[1]!, form[2]!, place, state);
  }
  for (const path of subfolders) walk(path, namespace, origin, depth + 1, state);
}

function add(name: string, extension: string, { folder, here, namespace, origin }: Place, state: Walk): void {
  const path = join(folder, name + extension);
  const id = slug(name);
  if (id === '') {
    state.diagnostics.push(brokenNode(path, 'has no letter or digit in its name to make a type id of; rename it'));
    return;
  }
  const kind = /\.node\.json$/i.test(extension) ? 'manifest' : /\.dsp$/i.test(extension) ? 'faust' : 'isf';
  const beside = (file: string) => (kind === 'isf' && here.has(file) ? join(folder, file) : undefined);
  const vertex = beside(`${name}.vs`) ?? (/\.frag$/i.test(extension) ? beside(`${name}.vert`) : undefined);
  const manifest = beside(`${name}.node.json`);
  state.nodes.push({
    id: `${namespace}.${id}`, origin, path, name, kind,
    ...(vertex === undefined ? {} : { vertex }), ...(manifest === undefined ? {} : { manifest }),
  });
}

/** What lies in the folder, sorted, without what is hidden; null and a diagnostic if it cannot be read. */
function names(folder: string, state: Walk): string[] | null {
  try {
    return readdirSync(folder).filter((n) => !n.startsWith('.')).sort();
  } catch (error) {
    state.diagnostics.push(brokenNode(folder, `is a folder that cannot be read: ${(error as Error).message}`));
    return null;
  }
}

/** Real paths of the folders whose files may be read: the roots, and the folders of roots that are files. */
export function reachOf(roots: readonly Root[]): string[] {
  return roots.flatMap(({ path }) => {
    const real = realPath(path);
    return real === null ? [] : [stats(real)?.isFile() ? dirname(real) : real];
  });
}

export function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function stats(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
