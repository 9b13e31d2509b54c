/** ISF file, its vertex shader and its manifest -> NodeType. Texts in, nothing is opened here. */
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { brokenNode } from './broken.ts';
import { withContainer } from './container.ts';
import { readIsfHeader } from './isf-header.ts';
import type { IsfHeader } from './isf-header.ts';
import { parseManifest } from './manifest.ts';
import { titleOf } from './names.ts';
import type { NodeFile } from './node-file.ts';
import { isPointwise, withoutComments } from './pointwise.ts';
import type { IsfSource, NodeType, Param } from './types.ts';

export interface IsfTexts {
  fragment: string;
  /** the .vs of the same name */
  vertex: string | null;
  /** the .node.json of the same name */
  manifest: { path: string; text: string } | null;
}

/**
 * A header that cannot be read gives no type; anything less gives the type and says what is wrong with it. A shader without
 * main keeps its ports, so that a patch keeps its wires, and is reported as shader.main. [any]
 */
export function isfNode(file: NodeFile, texts: IsfTexts): { type: NodeType | null; diagnostics: Diagnostic[] } {
  const read = readIsfHeader(texts.fragment);
  if (!read.ok) return { type: null, diagnostics: [brokenNode(file.path, `cannot be used: ${read.message}`, read.line)] };
  const { header, fragment } = read;
  const diagnostics: Diagnostic[] = read.problems.map((p) => ({ code: 'node.broken', file: file.path, ...p }));

  const beside = texts.manifest && parseManifest(texts.manifest.text, texts.manifest.path);
  if (beside && !beside.ok) diagnostics.push(beside.diagnostic);
  const manifest = beside?.ok ? beside.manifest : {};
  for (const key of ['service', 'inlets', 'outlets', 'delay'] as const) {
    if (manifest[key] !== undefined) diagnostics.push(brokenNode(texts.manifest!.path, `has "${key}", which the shader beside it decides; take it out`));
  }
  const added = beside?.ok ? beside.params : [];
  for (const { name, kind } of added) {
    const own = header.params.find((p) => p.name === name);
    if ((own && own.kind !== kind) || header.inlets.some((i) => i.name === name)) diagnostics.push(brokenNode(texts.manifest!.path, `names a parameter '${name}' that the shader's header declares as something else`));
  }
  const params = merge(header, added);
  const dataTextures = Object.entries(manifest.textures ?? {}).map(([name, texture]) => ({ name, ...texture }));
  const taken = new Set([...header.inlets, ...params, ...header.targets, ...header.imported].map((p) => p.name));
  for (const { name } of dataTextures) {
    if (taken.has(name)) diagnostics.push(brokenNode(texts.manifest!.path, `names a texture '${name}', a name that is used already`));
  }

  if (!/\bvoid\s+main\s*\(/.test(withoutComments(fragment))) {
    diagnostics.push({
      code: 'shader.main', severity: 'error', file: file.path,
      message: `The shader '${file.path}' has no main(): write void main() { gl_FragColor = …; } after the header.`,
    });
  }
  const source: IsfSource = {
    version: header.version, fragment, vertex: texts.vertex?.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') ?? null,
    targets: header.targets, passes: header.passes,
    imported: header.imported.map((i) => ({ ...i, paths: i.paths.map((p) => resolve(dirname(file.path), p)) })),
    dataTextures, pointwise: false, ...(manifest.kernel !== undefined && { kernel: manifest.kernel }),
  };
  source.pointwise = isPointwise(source, header.inlets);
  const type: NodeType = {
    id: file.id, kind: 'isf', file: file.path, origin: file.origin, hash: file.hash,
    title: manifest.title ?? header.title ?? titleOf(file.name),
    description: manifest.description ?? header.description ?? '',
    category: manifest.category ?? header.categories[0] ?? categories[header.kind],
    search: [...new Set([...(manifest.search ?? []), ...header.keywords, ...header.categories])],
    inlets: header.inlets, outlets: [{ name: 'out', type: 'video', channels: 1 }],
    params, container: false, isf: source,
  };
  return { type: withContainer(type), diagnostics };
}

const categories: Readonly<Record<IsfHeader['kind'], string>> = { generator: 'Generator', effect: 'Effect', transition: 'Transition' };

/** The manifest adds parameters, and says more about those of the header. */
function merge(header: IsfHeader, manifest: readonly Param[]): Param[] {
  const said = new Map(manifest.map((p) => [p.name, p]));
  const merged = header.params.map((p) => (said.get(p.name)?.kind === p.kind ? said.get(p.name)! : p));
  const taken = new Set([...header.params, ...header.inlets].map((p) => p.name));
  return [...merged, ...manifest.filter((p) => !taken.has(p.name))];
}
