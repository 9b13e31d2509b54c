/** From what the plan names back to the document: instance paths, published names. */

export interface SourceMap {
  /** flattened node path -> where the document states it. definition null: the patch itself. */
  nodes: ReadonlyMap<string, { definition: string | null; node: string }>;
  /** published `n_sub.amount` -> inner `n_sub/n_a.amount` (the innermost one) */
  params: ReadonlyMap<string, string>;
  /** instance path -> name of its definition */
  instances: ReadonlyMap<string, string>;
}

/** Rows of a parameter as the document names it: follows published names. `n.tint.r` keeps its component. */
export function rowId(map: SourceMap, name: string): string {
  const direct = map.params.get(name);
  if (direct !== undefined) return direct;
  const [path, param, component] = name.split('.');
  const inner = component === undefined ? undefined : map.params.get(`${path}.${param}`);
  return inner === undefined ? name : `${inner}.${component}`;
}
