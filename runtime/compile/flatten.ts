/** Inlines definitions: every node gets its instance path, every wire ends at real nodes. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { definitionOf } from '../document/ids.ts';
import { seedPath } from '../document/seed-path.ts';
import type { Definition, ParamValue, Patch, PatchNode, Wire } from '../document/types.ts';
import type { Flat, FlatNode, FlatWire, PortRef } from './graph.ts';
import { unfolds } from './nesting.ts';
import type { SourceMap } from './source-map.ts';
import { byText } from './text-order.ts';

interface Scope {
  prefix: string;
  definition: string | null;
  nodes: Record<string, PatchNode>;
  wires: Record<string, Wire>;
  /** the instances that hold it, from the outside in */
  chain: readonly (readonly [id: string, node: PatchNode])[];
}

const own = <T>(table: Record<string, T> | undefined, key: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

/** `path.port[.component]` -> its parts, or null */
export function parsePort(text: string): PortRef | null {
  const first = text.indexOf('.');
  const second = text.indexOf('.', first + 1);
  const end = second < 0 ? text.length : second;
  if (first < 1 || end === first + 1 || (second >= 0 && (second + 1 === text.length || text.includes('.', second + 1)))) return null;
  return { path: text.slice(0, first), port: text.slice(first + 1, end), component: second < 0 ? null : text.slice(second + 1) };
}

/**
 * set: `path.param` -> value, laid over the bases (published names are followed).
 * Null when a definition contains itself or the patch is too large.
 */
export function flatten(
  patch: Patch, set: Readonly<Record<string, ParamValue>>, diagnostics: Diagnostic[],
): { flat: Flat; sourceMap: SourceMap } | null {
  const definitions = patch.definitions ?? {};
  if (!unfolds(patch, diagnostics)) return null;

  const nodes = new Map<string, FlatNode>();
  const instances = new Map<string, string>();
  const origins = new Map<string, { definition: string | null; node: string }>();
  const given: [path: string, params: Record<string, ParamValue>][] = [];
  // grows while it is walked: outer scopes first
  const scopes: Scope[] = [{ prefix: '', definition: null, nodes: patch.nodes, wires: patch.wires, chain: [] }];
  for (let next = 0; next < scopes.length; next++) {
    const scope = scopes[next]!;
    for (const id of Object.keys(scope.nodes)) {
      const node = scope.nodes[id]!;
      const path = scope.prefix + id;
      origins.set(path, { definition: scope.definition, node: id });
      const name = definitionOf(node.type);
      if (name === null) {
        nodes.set(path, {
          path, seedPath: scope.chain.length === 0 && !node.seedPaths ? path : seedPath([...scope.chain, [id, node]]),
          type: node.type, params: { ...node.params }, seed: node.seed ?? 0, media: node.media ?? null, hash: node.hash ?? null,
        });
        continue;
      }
      const definition = own(definitions, name);
      if (definition === undefined) {
        diagnostics.push({
          code: 'definition.unknown', severity: 'error', node: path,
          message: `There is no definition '${name}' in this patch. Add it to "definitions" or choose another type for ${path}.`,
        });
        nodes.set(path, { path, seedPath: path, type: node.type, params: {}, seed: 0, media: null, hash: null });
        continue;
      }
      instances.set(path, name);
      if (node.params) given.push([path, node.params]);
      scopes.push({
        prefix: `${path}/`, definition: name, nodes: definition.nodes, wires: definition.wires, chain: [...scope.chain, [id, node]],
      });
    }
  }

  const definitionAt = (path: string): Definition | undefined => {
    const name = instances.get(path);
    return name === undefined ? undefined : definitions[name];
  };
  const published = new Map<string, string>();
  for (const [path] of instances) {
    for (const name of Object.keys(definitionAt(path)!.params ?? {})) {
      const inner = innerParam(path, name, definitionAt);
      if (inner) published.set(`${path}.${name}`, `${inner.path}.${inner.port}${inner.component ? `.${inner.component}` : ''}`);
    }
  }
  const sourceMap: SourceMap = { nodes: origins, params: published, instances };

  // Deeper instances first, so that what is set further out wins; `set` last.
  for (let i = given.length - 1; i >= 0; i--) {
    const [path, params] = given[i]!;
    for (const [name, value] of Object.entries(params)) {
      if (!assign(nodes, published.get(`${path}.${name}`), value)) {
        diagnostics.push({
          code: 'param.unknown', severity: 'error', node: path,
          message: `The definition '${instances.get(path)}' publishes no parameter '${name}'. Remove it from ${path} or publish it.`,
        });
      }
    }
  }
  for (const [name, value] of Object.entries(set)) {
    if (!assign(nodes, published.get(name) ?? name, value)) {
      diagnostics.push({
        code: 'render.option', severity: 'error',
        message: `--set ${name}: there is no such node. Write node.param=value with the node's id as it stands in the patch.`,
      });
    }
  }

  const wires: FlatWire[] = [];
  for (const scope of scopes) {
    for (const id of Object.keys(scope.wires)) inline(scope, id, scope.wires[id]!);
  }
  return {
    flat: {
      nodes: [...nodes.values()].sort((a, b) => byText(a.path, b.path)),
      wires: wires.sort((a, b) => byText(a.id, b.id) || byText(a.to.path, b.to.path) || byText(a.to.port, b.to.port)),
    },
    sourceMap,
  };

  function inline(scope: Scope, id: string, wire: Wire): void {
    const from = parsePort(wire.from);
    const to = parsePort(wire.to);
    if (!from || !to) {
      diagnostics.push({
        code: 'wire.unknown-port', severity: 'error', wire: scope.prefix + id,
        message: `The wire ${scope.prefix}${id} must go from "node.port" to "node.port"; it says "${wire.from}" to "${wire.to}".`,
      });
      return;
    }
    from.path = scope.prefix + from.path;
    to.path = scope.prefix + to.path;
    if (!instances.has(from.path) && !instances.has(to.path)) {
      wires.push({ id: scope.prefix + id, from, to, stage: wire.stage ?? 'modulation', mode: wire.mode ?? 'add', depth: wire.depth ?? 1 });
      return;
    }
    const source = innerOutlet(from, definitionAt);
    const targets = innerInlets(to, definitionAt);
    for (const end of [source, ...targets]) {
      const name = instances.get(end.path);
      if (name === undefined) continue;
      diagnostics.push({
        code: 'wire.unknown-port', severity: 'error', wire: scope.prefix + id, node: end.path,
        message: `The definition '${name}' of ${end.path} publishes no ${end === source ? 'outlet' : 'inlet or parameter'} '${end.port}' for the wire ${scope.prefix}${id}. Publish it or remove the wire.`,
      });
    }
    if (instances.has(source.path)) return;
    for (const target of targets) {
      if (instances.has(target.path)) continue;
      wires.push({
        id: scope.prefix + id, from: source, to: target,
        stage: wire.stage ?? 'modulation', mode: wire.mode ?? 'add', depth: wire.depth ?? 1,
      });
    }
  }
}

/** Writes a base into a node that exists; a component ("n.tint.r") is kept under that name for resolve. */
function assign(nodes: ReadonlyMap<string, FlatNode>, name: string | undefined, value: ParamValue): boolean {
  const ref = name === undefined ? null : parsePort(name);
  const node = ref && nodes.get(ref.path);
  if (!ref || !node) return false;
  node.params[ref.component === null ? ref.port : `${ref.port}.${ref.component}`] = value;
  return true;
}

type DefinitionAt = (path: string) => Definition | undefined;

/** The node behind an instance's outlet; a name that is not published stays as it is, and resolve reports it. */
function innerOutlet(ref: PortRef, definitionAt: DefinitionAt): PortRef {
  for (;;) {
    const definition = definitionAt(ref.path);
    const inner = definition && own(definition.outlets, ref.port);
    const next = inner === undefined ? null : parsePort(inner);
    if (!next) return ref;
    ref = { path: `${ref.path}/${next.path}`, port: next.port, component: ref.component };
  }
}

function innerInlets(ref: PortRef, definitionAt: DefinitionAt): PortRef[] {
  const out: PortRef[] = [];
  const open = [ref];
  while (open.length > 0) {
    const at = open.pop()!;
    const definition = definitionAt(at.path);
    const inner = definition && (own(definition.inlets, at.port) ?? own(definition.params, at.port));
    const targets = inner === undefined ? [] : (typeof inner === 'string' ? [inner] : inner).map(parsePort);
    if (targets.length === 0) out.push(at);
    for (const t of targets) {
      if (t) open.push({ path: `${at.path}/${t.path}`, port: t.port, component: t.component ?? at.component });
    }
  }
  return out;
}

function innerParam(path: string, name: string, definitionAt: DefinitionAt): PortRef | null {
  let ref: PortRef = { path, port: name, component: null };
  for (;;) {
    const definition = definitionAt(ref.path);
    if (!definition) return ref;
    const inner = own(definition.params, ref.port);
    const next = inner === undefined ? null : parsePort(inner);
    if (!next) return null;
    ref = { path: `${ref.path}/${next.path}`, port: next.port, component: next.component ?? ref.component };
  }
}
