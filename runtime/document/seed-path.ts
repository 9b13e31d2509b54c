/**
 * The path that a node's seed is made from. It is where the node stands, except that a node keeps the path it had when
 * it is grouped or ungrouped: the node that took it in (or the moved node itself) says so in `seedPaths`.
 */
import type { PatchNode } from './types.ts';

type Paths = Readonly<Record<string, string>>;

/** chain: the node's ids and nodes from the patch inwards. `n_sub/n_a` for most. Linear in the chain. */
export function seedPath(chain: readonly (readonly [id: string, node: Pick<PatchNode, 'seedPaths'>])[]): string {
  let below = '';
  for (let i = chain.length - 1; i >= 0; i--) below = mapped(chain[i]![0], chain[i]![1].seedPaths, below);
  return below;
}

/** `below` a node ('' is the node itself) -> its path in the node's own scope. The longest entry that leads there counts. */
function mapped(id: string, paths: Paths | undefined, below: string): string {
  if (paths !== undefined) {
    for (let end = below.length; ; end = below.lastIndexOf('/', end - 1)) {
      const start = end < 0 ? '' : below.slice(0, end);
      if (Object.hasOwn(paths, start)) return joined(paths[start]!, start === '' ? below : below.slice(end + 1));
      if (start === '') break;
    }
  }
  return joined(id, below);
}

/** What the new instance says about a node that it takes in. */
export function takenIn(id: string, node: PatchNode): Record<string, string> {
  const said: Record<string, string> = { [id]: id };
  for (const [below, path] of Object.entries(node.seedPaths ?? {})) said[joined(id, below)] = path;
  return said;
}

/** What a node says once it stands, as `newId`, in the scope of the instance that held it; undefined: nothing. */
export function letOut(
  id: string, node: PatchNode, newId: string, instanceId: string, instance: PatchNode,
): Record<string, string> | undefined {
  const inner: Record<string, string> = { '': id, ...node.seedPaths };
  const said: Record<string, string> = {};
  for (const [below, path] of Object.entries(inner)) {
    said[below] = mapped(instanceId, instance.seedPaths, path);
    for (const [outer, target] of Object.entries(instance.seedPaths ?? {})) {
      if (!outer.startsWith(`${path}/`)) continue;
      const key = joined(below, outer.slice(path.length + 1));
      // An entry of the node's own that leads there is nearer.
      if (longest(inner, key) === below) said[key] = target;
    }
  }
  return Object.keys(said).length === 1 && said[''] === newId ? undefined : said;
}

function longest(paths: Paths, below: string): string {
  let best = '';
  for (const key of Object.keys(paths)) if (key.length > best.length && (below === key || below.startsWith(`${key}/`))) best = key;
  return best;
}

function joined(path: string, below: string): string {
  return path === '' ? below : below === '' ? path : `${path}/${below}`;
}
