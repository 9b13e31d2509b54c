import { closeSync, existsSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { loadCatalog, standardRoots, type Root } from '../catalog/index.ts';
import { readFaust } from '../catalog/faust.ts';
import { slug } from '../catalog/names.ts';
import type { Catalog, NodeType } from '../catalog/types.ts';
import { filesNamed } from '../compile/files.ts';
import { MAX_BYTES, parse } from '../document/index.ts';
import type { Diagnostic, Result } from '../document/diagnostic.ts';
import type { ParamValue, Patch } from '../document/types.ts';
import { barePatch, type Bare } from './bare.ts';
import { reachFile, type Reach } from './media.ts';
import { projectRoot } from './root.ts';

export interface WorkspaceOptions {
  shippedNodes: string;
  nodeFolders: readonly string[];
  /** folders that media may also lie in */
  libraries: readonly string[];
  dspCache: string;
  dspWorker: string;
  env: Readonly<Record<string, string | undefined>>;
  /** `inlet=FILE`: what feeds a bare node file */
  inputs: readonly string[];
  /** `node.param` -> value; may name files */
  set: Readonly<Record<string, ParamValue>>;
}

/** A patch with everything that compile needs beside it. */
export interface Workspace {
  patch: Patch;
  catalog: Catalog;
  /** media id, or text of a `file` parameter -> absolute path that may be read */
  media: Record<string, string>;
  diagnostics: Diagnostic[];
}

const BARE = new Set(['.fs', '.frag', '.dsp']);

export async function openCatalog(o: Pick<WorkspaceOptions, 'shippedNodes' | 'nodeFolders' | 'dspCache' | 'dspWorker' | 'env'>, project?: string, extra: readonly Root[] = []): Promise<Catalog> {
  const roots = [...extra, ...standardRoots({ shipped: o.shippedNodes, flags: o.nodeFolders, env: o.env, ...(project ? { project } : {}) })];
  return loadCatalog({ roots, faust: (files) => readFaust(files, { cacheDir: o.dspCache, worker: o.dspWorker }) });
}

/** Reads FILE - a patch, or a bare node file - and its catalog, and checks what media it may reach. */
export async function openWorkspace(file: string, o: WorkspaceOptions): Promise<Result<Workspace>> {
  const path = resolve(file);
  try {
    if (!statSync(path).isFile()) return failed({ code: 'doc.missing', message: `'${file}' is not a file.` });
  } catch {
    return failed({ code: 'doc.missing', message: `'${file}' does not exist.` });
  }
  return BARE.has(extname(path).toLowerCase()) ? openBare(path, o) : openPatch(path, o);
}

async function openPatch(path: string, o: WorkspaceOptions): Promise<Result<Workspace>> {
  let bytes: Uint8Array;
  try {
    // a byte more than a patch may have is enough to refuse it
    bytes = firstBytes(path, MAX_BYTES + 1);
  } catch (error) {
    return failed({ code: 'doc.missing', message: `'${path}' cannot be read: ${(error as Error).message}.` });
  }
  const parsed = parse(bytes);
  if (!parsed.ok) return { ok: false, diagnostics: parsed.diagnostics.map((d) => ({ file: path, ...d })) };
  const root = projectRoot(path);
  const lost = o.libraries.find((l) => !existsSync(l));
  if (lost !== undefined) return failed({ code: 'render.option', message: `--library ${lost}: there is no such folder.` });
  const catalog = await openCatalog(o, root);
  const reach: Reach = { patchFile: realpathSync(path), folders: [root, ...o.libraries.map((l) => realpathSync(l))] };
  return reachAll(parsed.value, catalog, reach, o, [...parsed.diagnostics, ...aside(parsed.value, catalog)]);
}

function firstBytes(path: string, most: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.min(fstatSync(file).size, most));
    let at = 0;
    for (let read = -1; read !== 0 && at < bytes.length; at += read) read = readSync(file, bytes, at, bytes.length - at, null);
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}

/** What is wrong in the node folders but not with this patch: compile reports the files that it uses. */
function aside(patch: Patch, catalog: Catalog): Diagnostic[] {
  const used = new Set([patch, ...Object.values(patch.definitions)].flatMap((d) => Object.values(d.nodes).map((n) => n.type)));
  const told = new Set([...(catalog.faults ?? [])].flatMap(([id, why]) => (used.has(id) ? why : [])));
  return catalog.diagnostics.filter((d) => d.severity !== 'info' && !told.has(d)).map((d) => ({ ...d, severity: 'warning' }));
}

async function openBare(path: string, o: WorkspaceOptions): Promise<Result<Workspace>> {
  const catalog = await openCatalog(o, undefined, [{ path, origin: 'project', required: true }]);
  const own = realpathSync(path);
  const type = [...catalog.types.values()].find((t) => realpathSync(t.file) === own);
  // its own root comes first, so the id is its own too
  const why = catalog.faults?.get(`user.${slug(basename(path, extname(path)))}`) ?? [];
  const mine = [...new Set([...catalog.diagnostics.filter((d) => d.file && resolve(d.file) === path), ...why])];
  if (!type) return { ok: false, diagnostics: mine.length > 0 ? mine : [{ code: 'node.broken', severity: 'error', message: `'${path}' could not be read as a node.`, file: path }] };
  const bare = feeds(type, o.inputs);
  if (!bare.ok) return bare;
  // The files were named on the command line, by the user, not by a stranger's patch.
  const folders = Object.values(bare.value.media).map((m) => dirname(realpathSync(m.path)));
  return reachAll(barePatch(type, bare.value), catalog, { patchFile: path, folders: [dirname(own), ...folders] }, o, mine.filter((d) => !why.includes(d)));
}

const IMAGES = new Set(['.png', '.jpg', '.jpeg', '.bmp', '.tif', '.tiff', '.webp', '.exr', '.tga']);

function feeds(type: NodeType, inputs: readonly string[]): Result<Bare> {
  const media: Patch['media'] = {};
  const map = new Map<string, { media: string; kind: 'clip' | 'image' | 'sound' }>();
  for (const text of inputs) {
    const at = text.indexOf('=');
    const [name, path] = [text.slice(0, at), text.slice(at + 1)];
    if (at < 1 || path === '') return failed({ code: 'render.option', message: `--input ${text}: write it as inlet=FILE.` });
    const inlet = type.inlets.find((i) => i.name === name) ?? (name === 'image' ? type.inlets.find((i) => i.type === 'video' && i.name !== '$mask') : undefined);
    if (!inlet || inlet.type === 'signal') {
      const names = type.inlets.filter((i) => i.type !== 'signal').map((i) => i.name);
      return failed({ code: 'render.option', message: `--input ${text}: '${type.id}' has no inlet '${name}' for media. It has ${names.length > 0 ? names.join(', ') : 'none'}.` });
    }
    try {
      if (!statSync(path).isFile()) return failed({ code: 'media.missing', message: `--input ${text}: that is not a file.` });
    } catch {
      return failed({ code: 'media.missing', message: `--input ${text}: the file does not exist.` });
    }
    const id = `m_${inlet.name.replace(/\W/g, '_')}`;
    media[id] = { path: resolve(path) };
    map.set(inlet.name, { media: id, kind: inlet.type === 'audio' ? 'sound' : IMAGES.has(extname(path).toLowerCase()) ? 'image' : 'clip' });
  }
  return { ok: true, diagnostics: [], value: { inputs: map, media } };
}

function reachAll(patch: Patch, catalog: Catalog, reach: Reach, o: WorkspaceOptions, diagnostics: Diagnostic[]): Result<Workspace> {
  const reached = reachMedia(patch, catalog, reach, o.set);
  return { ok: true, diagnostics: [...diagnostics, ...reached.diagnostics], value: { patch, catalog, media: reached.media, diagnostics: [...diagnostics, ...reached.diagnostics] } };
}

/** Every file that the patch names and may read: media id, or text of a `file` parameter -> absolute path. */
export function reachMedia(patch: Patch, catalog: Catalog, reach: Reach, set: WorkspaceOptions['set'] = {}): { media: Record<string, string>; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const media: Record<string, string> = Object.create(null) as Record<string, string>;
  const used = new Map<string, string>();
  const placed = [...Object.entries(patch.nodes), ...Object.entries(patch.definitions).flatMap(([name, d]) => Object.entries(d.nodes).map(([id, n]) => [`${name}/${id}`, n] as const))];
  for (const [path, node] of placed) if (node.media !== undefined && !used.has(node.media)) used.set(node.media, path);
  for (const [id, node] of used) {
    const ref = Object.hasOwn(patch.media, id) ? patch.media[id] : undefined;
    if (ref) take(id, ref.path, node);
  }
  for (const { file, node } of filesNamed(patch, catalog, set)) take(file, file, node);
  return { media, diagnostics };

  function take(name: string, path: string, node: string): void {
    const reached = reachFile(path, reach);
    if ('path' in reached) media[name] = reached.path;
    else diagnostics.push({ ...reached.problem, severity: 'error', node });
  }
}

function failed(d: Pick<Diagnostic, 'code' | 'message'>): { ok: false; diagnostics: Diagnostic[] } {
  return { ok: false, diagnostics: [{ ...d, severity: 'error' }] };
}
