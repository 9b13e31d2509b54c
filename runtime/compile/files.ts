/** The files that a patch's `file` parameters name, so that their paths can be checked before it is compiled. */
import type { Catalog } from '../catalog/types.ts';
import type { ParamValue, Patch } from '../document/types.ts';
import { flatten } from './flatten.ts';
import { byText } from './text-order.ts';

/** Texts as they stand in the document and in `set`, with the first node that names each; sorted. */
export function filesNamed(patch: Patch, catalog: Catalog, set: Readonly<Record<string, ParamValue>> = {}): { file: string; node: string }[] {
  const out = new Map<string, string>();
  for (const node of flatten(patch, set, [])?.flat.nodes ?? []) {
    for (const param of catalog.types.get(node.type)?.params ?? []) {
      if (param.kind !== 'file') continue;
      const value = Object.hasOwn(node.params, param.name) ? node.params[param.name] : param.default;
      if (typeof value === 'string' && value !== '' && !out.has(value)) out.set(value, node.path);
    }
  }
  return [...out].map(([file, node]) => ({ file, node })).sort((a, b) => byText(a.file, b.file));
}
