/** The catalog as the host has it, and the node files that its user may write. */
import { accessSync, constants, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { standardRoots } from '../catalog/index.ts';
import type { Catalog } from '../catalog/types.ts';
import { watchNodes, type Watch } from '../catalog/watch.ts';
import { projectRoot } from '../project/root.ts';
import { openCatalog, type WorkspaceOptions } from '../project/workspace.ts';
import { replyError, type CatalogSent, type ReplyError } from '../protocol/index.ts';

type Options = Pick<WorkspaceOptions, 'shippedNodes' | 'nodeFolders' | 'dspCache' | 'dspWorker' | 'env'>;

export class NodeFiles {
  readonly #options: Options;
  readonly #project: string;
  readonly #changed: (catalog: CatalogSent) => void;
  #catalog: Promise<Catalog> | null = null;
  #watch: Watch | null = null;

  constructor(options: Options, patchFile: string, changed: (catalog: CatalogSent) => void) {
    this.#options = options;
    this.#project = projectRoot(patchFile);
    this.#changed = changed;
  }

  /** Read when first asked for, and from then on whenever a file changes. */
  async catalog(): Promise<Catalog> {
    if (!this.#watch) {
      const { shippedNodes, nodeFolders, env } = this.#options;
      this.#watch = watchNodes(standardRoots({ shipped: shippedNodes, flags: nodeFolders, env, project: this.#project }), () => {
        this.#catalog = this.#read();
        void this.#catalog.then((c) => this.#changed(sent(c)));
      });
    }
    return (this.#catalog ??= this.#read());
  }

  async read(type: string): Promise<{ text: string; writable: boolean } | ReplyError> {
    const file = await this.#file(type);
    if ('code' in file) return file;
    try {
      return { text: readFileSync(file.path, 'utf8'), writable: file.writable };
    } catch (error) {
      return replyError('file.failed', `'${file.path}' cannot be read: ${(error as Error).message}.`);
    }
  }

  /** Whole or not at all; what plays changes when the watch sees it. */
  async write(type: string, text: string): Promise<null | ReplyError> {
    const file = await this.#file(type);
    if ('code' in file) return file;
    if (!file.writable) return replyError('file.refused', `'${type}' is part of Weft: copy it into the project's nodes folder and change the copy.`);
    const beside = `${file.path}.${process.pid}.saving`;
    try {
      writeFileSync(beside, text);
      renameSync(beside, file.path);
      return null;
    } catch (error) {
      rmSync(beside, { force: true });
      return replyError('file.failed', `'${file.path}' cannot be written: ${(error as Error).message}.`);
    }
  }

  async close(): Promise<void> {
    await this.#watch?.close();
  }

  #read(): Promise<Catalog> {
    return openCatalog(this.#options, this.#project);
  }

  async #file(type: string): Promise<{ path: string; writable: boolean } | ReplyError> {
    const known = (await this.catalog()).types.get(type);
    if (!known) return replyError('node.unknown-type', `There is no node '${type.slice(0, 60)}'.`);
    let writable = known.origin === 'project' || known.origin === 'flag' || known.origin === 'user';
    try {
      accessSync(known.file, constants.W_OK);
    } catch {
      writable = false;
    }
    return { path: known.file, writable };
  }
}

/** Without the texts of shaders: a page asks for the file that it shows. */
export function sent(c: Catalog): CatalogSent {
  const types = [...c.types.values()].map((t) => (t.isf ? { ...t, isf: { ...t.isf, fragment: '', vertex: null } } : t));
  return { types, diagnostics: c.diagnostics, faults: Object.fromEntries([...(c.faults ?? [])].map(([id, why]) => [id, [...why]])) };
}
