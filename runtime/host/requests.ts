/** What each request of a page does. */
import { isAbsolute, join } from 'node:path';
import { projectRoot } from '../project/root.ts';
import { isBeneath } from '../project/root.ts';
import { PROTOCOL, replyError, type EngineDo, type PageReply, type PageRequest, type ReplyError, type StatsNow } from '../protocol/index.ts';
import type { Page } from './gateway.ts';
import type { Reply } from './engine-link.ts';
import type { Host } from './host.ts';
import { sent } from './node-files.ts';

type Answer = PageReply | ReplyError;
const HISTORY = 500;

export async function answerPage(host: Host, page: Page, r: PageRequest): Promise<Answer> {
  const ok = { id: r.id, ok: true as const };
  const { project, leases, supervisor } = host;
  switch (r.do) {
    case 'open':
      if (r.protocol !== PROTOCOL) return replyError('message.version', 'This page is of another version of Weft: load it again.');
      if (r.take && project.conflict) {
        await project.take(r.take);
        supervisor.reload(true);
        host.showDocument();
      } else host.showDocument(page);
      return { ...ok, rev: project.rev };
    case 'lease':
      if (r.take) leases.take(page);
      else leases.give(page);
      host.showLeases();
      return { ...ok, lease: host.leaseOf(page) };
    case 'edit': return edit(host, page, r);
    case 'save': {
      if (!leases.mayWrite(page)) return held();
      const saved = await project.save(r.over === true);
      if (!saved.ok) return saved.error;
      for (const p of leases.pages) p.tell({ tell: 'ack', rev: project.durable, saved: project.saved });
      return { ...ok, rev: saved.rev, hash: saved.hash };
    }
    case 'set':
      if (!leases.mayWrite(page)) return held();
      return passed(await supervisor.ask<'set'>('set', { values: r.values }), (v) => ({ ...ok, unknown: v.unknown }));
    case 'transport': {
      const c = r.command;
      const samples = (seconds: number) => Math.round(seconds * supervisor.sampleRate);
      const command = c.do === 'seek' ? { do: c.do, to: samples(c.seconds) } : c.do === 'loop' ? { do: c.do, from: samples(c.from), to: samples(c.to) } : c;
      return passed(await supervisor.ask<'transport'>('transport', { command }), (v) => ({ ...ok, transport: v.transport }));
    }
    case 'watch':
      host.watch(page, r.rows, r.picture);
      return ok;
    case 'catalog':
      page.tell({ tell: 'catalog', catalog: sent(await host.nodes.catalog()) });
      return ok;
    case 'node.read': {
      const read = await host.nodes.read(r.type);
      return 'code' in read ? read : { ...ok, ...read };
    }
    case 'node.write': {
      if (project.readOnly || !leases.mayWrite(page)) return held();
      return (await host.nodes.write(r.type, r.text)) ?? ok;
    }
    case 'history':
      return { ...ok, rev: project.rev, edits: project.history.slice(-(r.most ?? HISTORY)) };
    case 'devices':
      return passed(await supervisor.ask<'device'>('device', r.use ? { choice: r.use } : {}), (v) => ({ ...ok, device: v.device as StatsNow }));
    case 'render': {
      if (!leases.mayWrite(page)) return held();
      const file = r.file === null ? null : recordingPath(project.file, r.file);
      if (typeof file === 'object' && file !== null) return file;
      return passed(await supervisor.ask<'render'>('render', { file }), (v) => ({ ...ok, recorded: v.recorded }));
    }
  }
}

async function edit(host: Host, page: Page, r: PageRequest<'edit'>): Promise<Answer> {
  const { project, leases } = host;
  if (!project.readOnly && !leases.mayWrite(page)) return held();
  const taken = project.edit(r.rev, r.edit);
  if (taken.taken === 'refused') {
    if (taken.error.code === 'revision.gap' || taken.error.code === 'edit.refused') host.showDocument(page);
    return taken.error;
  }
  if (taken.taken === 'done') {
    // at once: it is heard before it is on disk
    host.forward(r.rev, r.edit);
    for (const other of leases.pages) if (other !== page) other.tell({ tell: 'ack', rev: project.durable, saved: project.saved, edits: [{ rev: r.rev, edit: r.edit }] });
  }
  const problem = await taken.durable;
  if (problem) return problem;
  page.tell({ tell: 'ack', rev: project.durable, saved: project.saved });
  return { id: r.id, ok: true, rev: r.rev, ...(taken.taken === 'repeated' ? { repeated: true } : {}) };
}

const held = (): ReplyError => replyError('lease.held', 'Another page writes this patch. Take the pen from it, or watch.');

function passed<D extends EngineDo>(reply: Reply<D>, read: (value: Extract<Reply<D>, { ok: true }>['value']) => PageReply): Answer {
  return reply.ok ? read(reply.value as never) : reply.error;
}

/** A page names files beneath the project only. */
function recordingPath(patchFile: string, name: string): string | ReplyError {
  const root = projectRoot(patchFile);
  const path = join(root, name);
  if (isAbsolute(name) || name.includes('\0') || !isBeneath(path, root) || !/\.(mp4|mkv)$/i.test(name)) return replyError('file.refused', 'A recording is a .mp4 or .mkv beneath the project.');
  return path;
}
