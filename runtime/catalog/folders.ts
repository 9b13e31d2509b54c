/** Finds node files: which files there are, and what their type ids are. Opens none of them. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
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

/** Sorted by path within each root, roots in their order. [any] */
export function findNodes(roots: readonly Root[]): { nodes: FoundNode[]; diagnostics: Diagnostic[] } {
  const nodes: FoundNode[] = [];
  const diagnostics: Diagnostic[] = [];
  // A folder is read once, however many links lead to it; what is shipped is never a user's.
  const visited = new Set<string>(roots.flatMap((r) => (r.origin === 'shipped' ? realPath(r.path) ?? [] : [])));
  for (const root of roots) {
    const shipped = root.origin === 'shipped';
    if (shipped) visited.delete(realPath(root.path) ?? '');
    if (realPath(root.path) === null || !stats(root.path)?.isDirectory()) {
      if (root.required) {
        diagnostics.push({ code: 'node.broken', severity: 'error', file: root.path, message: `The node folder '${root.path}' does not exist or cannot be read; check its path.` });
      }
      continue;
    }
    for (const [folder, namespace] of shipped ? shippedFolders : [['', 'user'] as const]) {
      walk(join(root.path, folder), namespace, root.origin, 0, { nodes, diagnostics, visited });
    }
  }
  return { nodes, diagnostics };
}

interface Walk { nodes: FoundNode[]; diagnostics: Diagnostic[]; visited: Set<string> }

function walk(folder: string, namespace: string, origin: Origin, depth: number, state: Walk): void {
  const real = realPath(folder);
  if (real === null || state.visited.has(real) || depth > deepest) return;
  state.visited.add(real);
  let names: string[];
  try {
    names = readdirSync(folder).filter((n) => !n.startsWith('.')).sort();
  } catch (error) {
    state.diagnostics.push(brokenNode(folder, `is a folder that cannot be read: ${(error as Error).message}`));
    return;
  }
  const here = new Set(names);
  const subfolders: string[] = [];
  for (const file of names) {
    const path = join(folder, file);
    const form = /^(.+?)(\.fs|\.dsp|\.node\.json)$/i.exec(file);
    const stat = stats(path);
    if (stat?.isDirectory()) {
      if (form) state.diagnostics.push({ ...brokenNode(path, 'is a folder; a node is a file. Rename the folder or take it out'), severity: 'warning' });
      else subfolders.push(path);
      continue;
    }
    if (!form) continue;
    const name = form[1]!;
    const extension = form[2]!.toLowerCase();
    if (extension === '.node.json' && here.has(`${name}.fs`)) continue;
    if (!stat?.isFile()) {
      state.diagnostics.push(brokenNode(path, stat ? 'is not a regular file' : 'cannot be opened; if it is a link, it leads nowhere or in a circle'));
      continue;
    }
    if (state.nodes.length >= most) {
      state.diagnostics.push(brokenNode(path, `and all after it are left out: more than ${most} node files were found. Choose a smaller folder`));
      return;
    }
    const id = slug(name);
    if (id === '') {
      state.diagnostics.push(brokenNode(path, 'has no letter or digit in its name to make a type id of; rename it'));
      continue;
    }
    state.nodes.push({
      id: `${namespace}.${id}`, origin, path, name,
      kind: extension === '.fs' ? 'isf' : extension === '.dsp' ? 'faust' : 'manifest',
      ...(extension === '.fs' && here.has(`${name}.vs`) ? { vertex: join(folder, `${name}.vs`) } : {}),
      ...(extension === '.fs' && here.has(`${name}.node.json`) ? { manifest: join(folder, `${name}.node.json`) } : {}),
    });
  }
  for (const path of subfolders) walk(path, namespace, origin, depth + 1, state);
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
