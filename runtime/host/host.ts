/** One patch, one engine, and the pages that look at them. */
import { rmSync } from 'node:fs';
import { save, type Edit } from '../document/index.ts';
import type { EngineOptions } from '../engine/process/options.ts';
import { projectRoot } from '../project/root.ts';
import type { PageNews, Telemetry } from '../protocol/index.ts';
import { bundleEngine } from './bundle.ts';
import { openGateway, type Asset, type Gateway, type Page } from './gateway.ts';
import { newToken } from './guard.ts';
import { Leases } from './leases.ts';
import type { Rings } from './native-ring.ts';
import { NodeFiles } from './node-files.ts';
import { Pictures } from './pictures.ts';
import type { Project } from './project.ts';
import { answerPage } from './requests.ts';
import { makeSessionFolder } from './session-folder.ts';
import { Supervisor } from './supervisor.ts';

export interface HostOptions {
  project: Project;
  /** 0: any */
  port: number;
  assets: ReadonlyMap<string, Asset> | Promise<ReadonlyMap<string, Asset>>;
  /** null: no pictures */
  rings: Rings | null;
  engine: Omit<EngineOptions, 'generation' | 'blackBox' | 'folder' | 'project'>;
  env: NodeJS.ProcessEnv;
  log(text: string): void;
}

interface Watching { rows: string[]; picture: number }

export class Host {
  readonly project: Project;
  readonly leases = new Leases<Page>();
  readonly nodes: NodeFiles;
  readonly supervisor: Supervisor;
  readonly #watching = new Map<Page, Watching>();
  readonly #pictures: Pictures | null;
  readonly #folder: string;
  #gateway!: Gateway;
  #last: Partial<Record<'diagnostics' | 'stats' | 'meters', PageNews>> = {};
  #drawn: { frames: number; at: number } | null = null;
  #watched = '';
  #ring = '';
  #playing = '';

  private constructor(o: HostOptions, folder: string, program: { main: string; worker: string }) {
    this.project = o.project;
    this.#folder = folder;
    this.nodes = new NodeFiles({ ...o.engine, env: o.env }, o.project.file, (catalog) => this.#tell({ tell: 'catalog', catalog }));
    this.#pictures = o.rings ? new Pictures(o.rings, (bytes) => {
      for (const [page, w] of this.#watching) if (w.picture > 0) page.picture(bytes);
    }) : null;
    this.supervisor = new Supervisor(program, { ...o.engine, folder, project: projectRoot(o.project.file) }, {
      document: () => ({ text: Buffer.from(save(this.project.patch)), file: this.project.file, rev: this.project.rev }),
      state: () => this.#showEngine(),
      telemetry: (t) => this.#hear(t),
      log: o.log,
    });
  }

  /** Starts all of it. Rejects when the port is taken or the session's folder cannot be made. */
  static async open(o: HostOptions): Promise<Host> {
    const folder = makeSessionFolder();
    let opened: Host | null = null;
    try {
      const host = new Host(o, folder, await bundleEngine(o.engine.root, folder));
      opened = host;
      // it gets on with that while the page is made ready
      host.supervisor.start(o.project.patch.audio.sampleRate);
      host.#gateway = await openGateway({
        port: o.port, token: newToken(), assets: await o.assets,
        handler: {
          opened: (page) => {
            host.leases.add(page);
            host.#watching.set(page, { rows: [], picture: 0 });
            page.tell(host.#engineNews());
            for (const news of Object.values(host.#last)) page.tell(news);
          },
          request: (page, request) => answerPage(host, page, request),
          closed: (page) => {
            host.#watching.delete(page);
            host.#rewatch();
            if (host.leases.remove(page)) host.showLeases();
          },
        },
      });
      return host;
    } catch (error) {
      await opened?.supervisor.close();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get address(): string { return this.#gateway.address; }
  get port(): number { return this.#gateway.port; }
  get folder(): string { return this.#folder; }

  async close(): Promise<void> {
    await this.#gateway.close();
    await this.#pictures?.close();
    await this.supervisor.close();
    await this.nodes.close();
    await this.project.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  leaseOf(page: Page): 'yours' | 'other' | 'free' | 'read-only' {
    return this.project.readOnly ? 'read-only' : this.leases.of(page);
  }

  /** The whole document, to one page or to all. */
  showDocument(page?: Page): void {
    const { project } = this;
    const c = project.conflict;
    for (const p of page ? [page] : this.leases.pages) {
      p.tell({ tell: 'document', patch: project.patch, rev: project.rev, file: project.file, saved: project.saved, lease: this.leaseOf(p) });
      if (c) {
        p.tell({
          tell: 'conflict', sentence: 'The file was changed after Weft last had it, and there are changes that were never saved.',
          file: { title: c.file.title, changed: c.fileChanged }, journal: { title: c.journal.title, changed: c.journalChanged, edits: c.edits },
        });
      }
    }
  }

  showLeases(): void {
    for (const p of this.leases.pages) p.tell({ tell: 'lease', lease: this.leaseOf(p) });
  }

  /** To the engine, which the document is sent to anew where it does not follow. */
  forward(rev: number, edit: Edit): void {
    void this.supervisor.ask<'edit'>('edit', { rev, edit }).then((reply) => {
      if (reply.ok) this.#hear({ tell: 'diagnostics', generation: this.supervisor.generation, rev: reply.value.rev, diagnostics: reply.value.diagnostics });
      else if (reply.error.code === 'revision.gap' || reply.error.code === 'edit.refused' || reply.error.code === 'revision.none') this.supervisor.reload();
    });
  }

  watch(page: Page, rows: string[], picture: number | undefined): void {
    this.#watching.set(page, { rows, picture: picture ?? this.#watching.get(page)?.picture ?? 0 });
    this.#rewatch();
    const last = this.#pictures?.last;
    if (last && (picture ?? 0) > 0) page.picture(last);
  }

  #rewatch(): void {
    const rows = [...new Set([...this.#watching.values()].flatMap((w) => w.rows))].slice(0, 4096);
    this.#pictures?.watch(Math.max(0, ...[...this.#watching.values()].map((w) => w.picture)));
    const key = rows.join('\n');
    if (key !== this.#watched) void this.supervisor.ask<'watch'>('watch', { rows });
    this.#watched = key;
  }

  #hear(t: Telemetry): void {
    switch (t.tell) {
      case 'ring':
        return this.#follow(t.path, t.generation);
      case 'stats': {
        const frames = t.stats.picture.frames.rendered;
        const at = performance.now();
        const fps = this.#drawn && frames >= this.#drawn.frames ? ((frames - this.#drawn.frames) * 1000) / (at - this.#drawn.at) : 0;
        this.#drawn = { frames, at };
        // what was said before the subscription stood is in here once more
        this.#follow(t.stats.ring?.path ?? '', t.generation);
        if (`${t.generation} ${t.stats.rev}` !== this.#playing) this.#live(t.stats.rev, t.generation);
        return this.#keep({ tell: 'stats', stats: t.stats, fps });
      }
      case 'meters': return this.#keep({ tell: 'meters', peak: t.peak, load: t.load, transport: t.transport });
      case 'diagnostics': return this.#keep({ tell: 'diagnostics', rev: t.rev, diagnostics: t.diagnostics });
      case 'values': return this.#tell({ tell: 'values', values: t.values });
      case 'live': return this.#live(t.rev, t.generation);
      case 'progress': return this.#tell({ tell: 'progress', what: t.what, done: t.done, total: t.total });
      case 'thumbnails': return this.#tell({ tell: 'thumbnails', width: t.width, height: t.height, map: t.map, jpeg: t.jpeg });
    }
  }

  #follow(path: string, generation: number): void {
    const key = `${generation} ${path}`;
    if (key === this.#ring) return;
    this.#ring = key;
    this.#pictures?.follow(path === '' ? null : { path, generation });
  }

  #live(rev: number, generation: number): void {
    this.#playing = `${generation} ${rev}`;
    this.#tell({ tell: 'live', rev });
  }

  #keep(news: PageNews & { tell: 'diagnostics' | 'stats' | 'meters' }): void {
    this.#last[news.tell] = news;
    this.#tell(news);
  }

  #tell(news: PageNews): void {
    for (const page of this.leases.pages) page.tell(news);
  }

  #engineNews(): PageNews {
    const s = this.supervisor;
    return { tell: 'engine', state: s.state, sentence: s.sentence, generation: s.generation, bypassed: [...s.bypassed] };
  }

  #showEngine(): void {
    if (this.supervisor.state === 'starting' || this.supervisor.state === 'restarting') {
      this.#pictures?.follow(null);
      // a new engine watches nothing yet
      this.#watched = '';
    } else this.#rewatch();
    this.#tell(this.#engineNews());
  }
}
