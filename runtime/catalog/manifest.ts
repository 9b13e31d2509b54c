/** `.node.json` -> what it says, and for a native service the NodeType. */
import { Ajv } from 'ajv';
import type { Diagnostic } from '../document/diagnostic.ts';
import { brokenNode } from './broken.ts';
import { withContainer } from './container.ts';
import { readParam } from './manifest-params.ts';
import { manifestSchema } from './manifest-schema.ts';
import type { Manifest, ManifestPort } from './manifest-schema.ts';
import { titleOf } from './names.ts';
import { serviceProblem } from './services.ts';
import type { NodeFile } from './node-file.ts';
import type { Inlet, NodeType, Outlet, Param } from './types.ts';

const validate = new Ajv({ allowUnionTypes: true }).compile<Manifest>(manifestSchema);

export type ManifestResult =
  | { ok: true; manifest: Manifest; params: Param[] }
  | { ok: false; diagnostic: Diagnostic };

/** path: for the diagnostic. [any] */
export function parseManifest(text: string, path: string): ManifestResult {
  const broken = (what: string): ManifestResult => ({ ok: false, diagnostic: brokenNode(path, what) });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return broken(`is not valid JSON: ${(error as Error).message}`);
  }
  if (!validate(json)) {
    const first = validate.errors![0]!;
    const where = first.instancePath === '' ? '' : `${first.instancePath.slice(1)}: `;
    const extra = first.keyword === 'additionalProperties' ? ` ('${(first.params as { additionalProperty: string }).additionalProperty}')`
      : first.keyword === 'enum' ? ` (${(first.params as { allowedValues: string[] }).allowedValues.join(', ')})` : '';
    return broken(`does not have the shape of a node: ${where}${first.message}${extra}`);
  }
  const params: Param[] = [];
  for (const source of json.params ?? []) {
    const param = readParam(source);
    if (typeof param === 'string') return broken(`cannot be used: ${param}`);
    params.push(param);
  }
  const names = [...(json.inlets ?? []), ...params].map((p) => p.name);
  const twice = names.find((name, i) => names.indexOf(name) !== i) ?? firstTwice((json.outlets ?? []).map((o) => o.name));
  if (twice !== undefined) return broken(`uses the name '${twice}' twice`);
  for (const [name, texture] of Object.entries(json.textures ?? {})) {
    const wanted = texture.kind === 'cube' ? 'file' : texture.kind;
    if (!params.some((p) => p.name === texture.param && p.kind === wanted)) return broken(`needs a parameter '${texture.param}' of kind ${wanted} for the texture '${name}'`);
  }
  return { ok: true, manifest: json, params };
}

/** A manifest that stands alone: a node played by a native service. [any] */
export function serviceNode(file: NodeFile, text: string): { type: NodeType | null; diagnostics: Diagnostic[] } {
  const parsed = parseManifest(text, file.path);
  if (!parsed.ok) return { type: null, diagnostics: [parsed.diagnostic] };
  const { manifest, params } = parsed;
  const broken = (what: string) => ({ type: null, diagnostics: [brokenNode(file.path, what)] });
  if (manifest.service === undefined) return broken('names no "service", and no shader of the same name stands beside it');
  if (manifest.textures) return broken('has "textures", which only a shader beside it could read');
  if (manifest.kernel !== undefined) return broken('names a "kernel", which only draws for a shader beside it');
  const type: NodeType = {
    id: file.id, kind: 'service', file: file.path, origin: file.origin, hash: file.hash,
    title: manifest.title ?? titleOf(file.name), description: manifest.description ?? '',
    category: manifest.category ?? 'Tools', search: manifest.search ?? [],
    inlets: (manifest.inlets ?? []).map(port), outlets: (manifest.outlets ?? []).map(port), params, container: false,
    service: { name: manifest.service, config: manifest.config ?? {}, delay: manifest.delay ?? false },
  };
  const problem = serviceProblem(type);
  return problem ? broken(problem) : { type: withContainer(type), diagnostics: [] };
}

function port(source: ManifestPort): Inlet & Outlet {
  return { ...source, channels: source.channels ?? 1, title: source.title ?? titleOf(source.name) };
}

function firstTwice(names: string[]): string | undefined {
  return names.find((name, i) => names.indexOf(name) !== i);
}
