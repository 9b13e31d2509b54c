/** The host over one WebSocket, in the messages of runtime/protocol. Comes back by itself when the link breaks. */
import type { Edit } from '../../runtime/document/index.ts';
import {
  checker, FRAME_HEADER_BYTES, pageNews, PROTOCOL, readFrameHeader, readMessage, writeMessage,
  type PageNews, type PageRequest, type ReplyError,
} from '../../runtime/protocol/index.ts';
import type { Host, HostEvent } from './host.ts';

export interface GatewayOptions {
  /** ws://127.0.0.1:PORT/… with the token, as the host gave it to this page */
  url: string;
  /** pixels: widest program picture wanted */
  picture: number;
  open?: (url: string) => WebSocket;
  /** runs later; gives back how not to */
  later?: (run: () => void, ms: number) => () => void;
}

type Reply = { id: number; ok: true; [field: string]: unknown } | { id: number; ok?: never; error: ReplyError };
type Ask<T = PageRequest> = T extends { id: number } ? Omit<T, 'id'> : never;

/** ms between tries: at once, then slower */
const RETRIES = [200, 500, 1000, 2000, 4000];

export function connectGateway(options: GatewayOptions): Host {
  const open = options.open ?? ((url) => new WebSocket(url));
  const later = options.later ?? ((run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  });
  const news = checker(pageNews, 'tell');
  const unacked: { rev: number; edit: Edit }[] = [];
  const waiting = new Map<number, (reply: Reply) => void>();
  let listener: (event: HostEvent) => void = () => undefined;
  let socket: WebSocket | null = null;
  let rows: readonly string[] = [];
  let nextId = 1, tries = 0, closed = false, sampleRate = 48000, known = -1, fps = 0;
  let dropRetry: () => void = () => undefined;

  function request(ask: Ask, answered: (reply: Reply) => void = () => undefined): boolean {
    if (socket === null || socket.readyState !== 1) return false;
    const id = nextId++;
    waiting.set(id, answered);
    socket.send(writeMessage({ ...ask, id }));
    return true;
  }

  function connect(): void {
    const s = open(options.url);
    socket = s;
    s.binaryType = 'arraybuffer';
    listener({ event: 'link', state: tries === 0 && known < 0 ? 'connecting' : 'lost' });
    s.onopen = () => {
      tries = 0;
      listener({ event: 'link', state: 'open' });
      request({ do: 'open', protocol: PROTOCOL }, (r) => { if (!r.ok) listener({ event: 'engine', sentence: r.error.message }); });
      request({ do: 'catalog' });
      watch();
    };
    s.onmessage = (m: MessageEvent<string | ArrayBuffer>) => (typeof m.data === 'string' ? text(m.data) : picture(m.data));
    s.onclose = () => {
      if (socket !== s || closed) return;
      socket = null;
      for (const answered of [...waiting.values()]) answered({ id: 0, error: { code: 'link.engine', message: 'The link to the host is broken.' } });
      waiting.clear();
      listener({ event: 'link', state: 'lost' });
      dropRetry = later(connect, RETRIES[Math.min(tries++, RETRIES.length - 1)]!);
    };
  }

  const watch = () => request({ do: 'watch', rows: [...rows], picture: options.picture });

  function picture(bytes: ArrayBuffer): void {
    const header = readFrameHeader(new Uint8Array(bytes));
    if (header !== null) listener({ event: 'frame', jpeg: new Blob([new Uint8Array(bytes, FRAME_HEADER_BYTES)], { type: 'image/jpeg' }), width: header.width, height: header.height });
  }

  function text(source: string): void {
    const read = readMessage(source);
    if (!read.ok || typeof read.value !== 'object' || read.value === null) return;
    if ('tell' in read.value) {
      const checked = news.check(read.value);
      if (checked.ok) heard(checked.value as PageNews);
      return;
    }
    const reply = read.value as Reply;
    const answered = waiting.get(reply.id);
    waiting.delete(reply.id);
    answered?.(reply);
  }

  function heard(n: PageNews): void {
    switch (n.tell) {
      case 'document': {
        sampleRate = n.patch.audio.sampleRate;
        settle(n.rev);
        const ahead = unacked[0]?.rev === n.rev + 1;
        const same = known >= 0 && (ahead || (unacked.length === 0 && n.rev === known));
        // what this page has beyond it follows; else the host's word counts
        if (same) for (const { rev, edit } of unacked) sendEdit(rev, edit);
        else {
          unacked.length = 0;
          known = n.rev;
          listener({ event: 'document', patch: n.patch, rev: n.rev, file: n.file, saved: n.saved, readOnly: n.lease !== 'yours' });
        }
        return;
      }
      case 'ack':
        settle(n.rev);
        if (n.edits !== undefined && n.edits.length > 0) {
          known = n.rev;
          listener({ event: 'edits', edits: n.edits });
        }
        listener({ event: 'ack', rev: n.rev });
        if (n.saved && unacked.length === 0) listener({ event: 'saved' });
        return;
      case 'lease': return listener({ event: 'lease', readOnly: n.lease !== 'yours' });
      case 'catalog': return listener({
        event: 'catalog',
        catalog: { types: new Map(n.catalog.types.map((t) => [t.id, t])), diagnostics: n.catalog.diagnostics, faults: new Map(Object.entries(n.catalog.faults)) },
      });
      case 'diagnostics': return listener({ event: 'diagnostics', rev: n.rev, diagnostics: n.diagnostics });
      case 'values': return listener({ event: 'values', rows: new Map(Object.entries(n.values)) });
      case 'meters': return listener({ event: 'meters', peak: n.peak, load: n.load, transport: transportOf(n.transport) });
      case 'stats':
        fps = n.fps;
        return listener({
          event: 'stats', transport: transportOf(n.stats.transport),
          stats: { fps, frameMs: n.stats.picture.frameMs.p50, xruns: n.stats.sound.xruns, tier: n.stats.picture.tier, peak: n.stats.sound.peak, load: n.stats.sound.load },
        });
      case 'engine': return listener({ event: 'engine', sentence: n.state === 'playing' ? '' : n.sentence });
      case 'conflict': return listener({ event: 'conflict', sentence: n.sentence, file: n.file, journal: n.journal });
      case 'live': case 'progress': case 'thumbnails': return;
    }
  }

  const transportOf = (t: { position: number; beat: number; bpm: number; playing: boolean }) => ({ seconds: t.position / sampleRate, beat: t.beat, bpm: t.bpm, playing: t.playing });

  function settle(rev: number): void {
    while (unacked[0] !== undefined && unacked[0].rev <= rev) unacked.shift();
  }

  function sendEdit(rev: number, edit: Edit): void {
    request({ do: 'edit', rev, edit }, (reply) => {
      if (reply.ok || reply.error.code === 'link.engine') return;
      if (reply.error.code === 'journal.failed') return listener({ event: 'refused', message: reply.error.message });
      // the host has another document: take it
      unacked.length = 0;
      known = -1;
      if (reply.error.code !== 'revision.gap') listener({ event: 'refused', message: reply.error.message });
      request({ do: 'open', protocol: PROTOCOL });
    });
  }

  const answer = <T>(ask: Ask, made: (reply: Reply) => T): Promise<T> => new Promise((done) => {
    if (!request(ask, (reply) => done(made(reply)))) done(made({ id: 0, error: { code: 'link.engine', message: 'The link to the host is broken.' } }));
  });

  return {
    listen(to) {
      listener = to;
      if (socket === null && !closed) connect();
    },
    edit(rev, edit) {
      unacked.push({ rev, edit });
      known = rev;
      sendEdit(rev, edit);
    },
    set: (values) => void request({ do: 'set', values: Object.entries(values).map(([row, value]) => ({ row, value })) }),
    transport: (command) => void request({ do: 'transport', command }),
    watch(wanted) {
      if (wanted.length === rows.length && wanted.every((r, i) => r === rows[i])) return;
      rows = wanted;
      watch();
    },
    save: (over = false) => answer({ do: 'save', ...(over ? { over } : {}) }, (r) => (r.ok ? null : r.error.message)),
    lease: (take) => void request({ do: 'lease', take }),
    choose: (take) => {
      known = -1;
      void request({ do: 'open', protocol: PROTOCOL, take });
    },
    read: (type) => answer({ do: 'node.read', type }, (r) => (r.ok ? { ok: true as const, text: String(r.text), writable: r.writable === true } : { ok: false as const, message: r.error.message })),
    write: (type, content) => answer({ do: 'node.write', type, text: content }, (r) => (r.ok ? null : r.error.message)),
    close() {
      closed = true;
      dropRetry();
      socket?.close();
    },
  };
}
