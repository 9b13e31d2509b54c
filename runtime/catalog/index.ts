/** The door of the catalog: folders of node files -> Catalog. */
import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { brokenNode } from './broken.ts';
import { withContainer } from './container.ts';
import { findNodes, reachOf, realPath } from './folders.ts';
import type { FoundNode } from './folders.ts';
import { isfNode } from './isf.ts';
import { serviceNode } from './manifest.ts';
import type { NodeFile } from './node-file.ts';
import { asText, imageLimit, readNodeFile, textLimit } from './read-file.ts';
import type { Root } from './roots.ts';
import type { Catalog, NodeType, Origin } from './types.ts';

export { standardRoots } from './roots.ts';
export type { Root, RootOptions } from './roots.ts';

export type FaustReader = (files: { path: string; id: string; origin: Origin }[]) => Promise<{ types: NodeType[]; diagnostics: Diagnostic[]; faults?: ReadonlyMap<string, Diagnostic[]> }>;

export interface CatalogOptions {
  /** in lookup order; see standardRoots */
  roots: readonly Root[];
  /** reads all .dsp files at once; absent: they are left out */
  faust?: FaustReader;
}

/** Reads every node file once. What cannot be read is a diagnostic; the promise never rejects for a file's sake. [js] */
export async function loadCatalog({ roots: given, faust }: CatalogOptions): Promise<Catalog> {
  const roots = given.map((root) => ({ ...root, path: resolve(root.path) }));
  const { nodes, diagnostics } = findNodes(roots);
  const inside = reachOf(roots);
  const types: NodeType[] = [];
  const faults = new Map<string, readonly Diagnostic[]>();
  const dsp: FoundNode[] = [];
  const blame = (id: string, why: readonly Diagnostic[]): void => {
    const errors = why.filter((d) => d.severity === 'error');
    if (errors.length > 0) faults.set(id, errors);
  };
  for (const node of firstOfEach(nodes, diagnostics)) {
    if (node.kind === 'faust') {
      dsp.push(node);
      continue;
    }
    const read = attempt(node, inside);
    diagnostics.push(...read.diagnostics);
    if (read.type) types.push(read.type);
    blame(node.id, read.diagnostics);
  }
  if (faust && dsp.length > 0) {
    const read = await faust(dsp.map(({ path, id, origin }) => ({ path, id, origin })));
    diagnostics.push(...read.diagnostics);
    types.push(...read.types.map(withContainer));
    for (const [id, why] of read.faults ?? []) blame(id, why);
  }
  types.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { types: new Map(types.map((type) => [type.id, type])), diagnostics, faults };
}

/** The first file of each id counts, also when it turns out to be broken: another file never steps in unasked. */
function firstOfEach(nodes: readonly FoundNode[], diagnostics: Diagnostic[]): FoundNode[] {
  const first = new Map<string, FoundNode>();
  for (const node of nodes) {
    const before = first.get(node.id);
    if (!before) {
      first.set(node.id, node);
      continue;
    }
    if (realPath(before.path) === realPath(node.path)) continue;
    const shadowed = before.origin !== node.origin;
    diagnostics.push({
      code: 'node.name-clash', severity: shadowed ? 'info' : 'error', file: node.path,
      message: `'${node.path}' has the same type id as '${before.path}': ${node.id}. The latter is used; rename one of them.`,
    });
  }
  return [...first.values()];
}

type Read = { type: NodeType | null; diagnostics: Diagnostic[] };

/** A fault in the reading of one file must not take the others with it. */
function attempt(node: FoundNode, inside: readonly string[]): Read {
  try {
    return readNode(node, inside);
  } catch (error) {
    return { type: null, diagnostics: [brokenNode(node.path, `could not be understood: ${(error as Error).message}`)] };
  }
}

function readNode(node: FoundNode, inside: readonly string[]): Read {
  const diagnostics: Diagnostic[] = [];
  const hash = createHash('sha256');
  const take = (path: string, limit: number): Buffer | null => {
    const read = readNodeFile(path, inside, limit);
    if (!read.ok) {
      const { code, message } = read.diagnostic;
      diagnostics.push(path === node.path ? read.diagnostic : { code, severity: 'error', file: node.path, message: `'${node.path}' uses another file. ${message}` });
      return null;
    }
    hash.update(`${basename(path)}\0${read.bytes.length}\0`).update(read.bytes);
    return read.bytes;
  };
  const takeText = (path: string): string | null => {
    const bytes = take(path, textLimit);
    const text = bytes && asText(bytes);
    if (bytes && text === null) diagnostics.push(brokenNode(path, 'is not a text file'));
    return text;
  };

  const main = takeText(node.path);
  if (main === null) return { type: null, diagnostics };
  const file: NodeFile = { path: node.path, id: node.id, name: node.name, origin: node.origin, hash: '' };
  let read: Read;
  if (node.kind === 'isf') {
    const vertex = node.vertex === undefined ? null : takeText(node.vertex);
    const manifest = node.manifest === undefined ? null : takeText(node.manifest);
    read = isfNode(file, { fragment: main, vertex, manifest: manifest === null ? null : { path: node.manifest!, text: manifest } });
    for (const path of new Set(read.type?.isf?.imported.flatMap((i) => i.paths))) take(path, imageLimit);
  } else {
    read = serviceNode(file, main);
  }
  if (read.type) read.type.hash = hash.digest('hex');
  return { type: read.type, diagnostics: [...diagnostics, ...read.diagnostics] };
}
