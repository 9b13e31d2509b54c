import { describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer, type WebSocket as Socket } from 'ws';
import { connectGateway } from '../../editor/client/gateway.ts';
import type { Host, HostEvent } from '../../editor/client/host.ts';
import { PROTOCOL, writeFrameHeader } from '../../runtime/protocol/index.ts';
import { patchOf } from '../compile/fixture/patch.ts';

/** The other end, as the test says it: what it heard, and sockets to speak through. */
async function ends(): Promise<{ host: Host; events: HostEvent[]; asked: Record<string, unknown>[]; sockets: Socket[]; until(fits: () => boolean): Promise<void>; tell(message: object): void; stop(): Promise<void> }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((done) => server.once('listening', done));
  const events: HostEvent[] = [], asked: Record<string, unknown>[] = [], sockets: Socket[] = [], watchers: (() => void)[] = [];
  const changed = () => watchers.forEach((w) => w());
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => { asked.push(JSON.parse(String(data)) as Record<string, unknown>); changed(); });
    changed();
  });
  const { port } = server.address() as { port: number };
  const host = connectGateway({ url: `ws://127.0.0.1:${port}/`, picture: 640, open: (url) => new WebSocket(url) as unknown as globalThis.WebSocket, later: (run) => { const t = setTimeout(run, 1); return () => clearTimeout(t); } });
  host.listen((e) => { events.push(e); changed(); });
  const until = (fits: () => boolean) => new Promise<void>((done) => {
    const look = () => { if (fits()) { watchers.splice(watchers.indexOf(look), 1); done(); } };
    watchers.push(look);
    look();
  });
  return {
    host, events, asked, sockets, until, tell: (message) => sockets.at(-1)!.send(JSON.stringify(message)),
    async stop() { host.close(); for (const s of sockets) s.terminate(); await new Promise((done) => server.close(done)); },
  };
}

const edits = (asked: Record<string, unknown>[]) => asked.filter((a) => a.do === 'edit').map((a) => a.rev);
const document = (rev: number) => ({ tell: 'document', patch: patchOf({ n_a: 'fx.vhs' }), rev, file: 'a.weft.json', saved: true, lease: 'yours' });

describe('the link to the host', () => {
  it('asks for the document, and sends again what was not acknowledged when it broke', async () => {
    const e = await ends();
    await e.until(() => e.asked.some((a) => a.do === 'open'));
    expect(e.asked.find((a) => a.do === 'open')!.protocol).toBe(PROTOCOL);
    e.tell(document(0));
    await e.until(() => e.events.some((x) => x.event === 'document'));
    for (let rev = 1; rev <= 3; rev++) e.host.edit(rev, { op: 'setSeed', seed: rev });
    await e.until(() => edits(e.asked).length === 3);
    e.tell({ tell: 'ack', rev: 1, saved: false });
    await e.until(() => e.events.some((x) => x.event === 'ack'));
    e.sockets[0]!.terminate();
    await e.until(() => e.sockets.length === 2);
    e.host.edit(4, { op: 'setSeed', seed: 4 });
    await e.until(() => e.asked.filter((a) => a.do === 'open').length === 2);
    e.asked.length = 0;
    e.tell(document(1));
    await e.until(() => edits(e.asked).length >= 3);
    expect(edits(e.asked).slice(-3)).toEqual([2, 3, 4]);
    expect(e.events.filter((x) => x.event === 'document')).toHaveLength(1);
    await e.stop();
  });

  it('takes the host\'s document when the two no longer agree', async () => {
    const e = await ends();
    await e.until(() => e.sockets.length === 1);
    e.tell(document(5));
    await e.until(() => e.events.some((x) => x.event === 'document'));
    e.host.edit(6, { op: 'setSeed', seed: 1 });
    await e.until(() => edits(e.asked).length === 1);
    e.tell({ id: e.asked.find((a) => a.do === 'edit')!.id, error: { code: 'revision.gap', message: 'gap' } });
    await e.until(() => e.asked.filter((a) => a.do === 'open').length === 2);
    e.tell(document(9));
    await e.until(() => e.events.filter((x) => x.event === 'document').length === 2);
    expect(e.events.filter((x) => x.event === 'document').at(-1)).toMatchObject({ rev: 9 });
    await e.stop();
  });

  it('lets go of what is no message of the protocol, and gives pictures on', async () => {
    const e = await ends();
    await e.until(() => e.sockets.length === 1);
    for (const text of ['', 'x', '[]', '{"tell":"document"}', '{"tell":"nothing"}', '{"id":99,"ok":true}']) e.sockets[0]!.send(text);
    e.sockets[0]!.send(new Uint8Array(50));
    e.sockets[0]!.send(Buffer.concat([writeFrameHeader({ width: 64, height: 36, frame: 1, published: 1, held: false, tier: 100 }), Buffer.from([0xff, 0xd8, 0xff, 0xd9])]));
    await e.until(() => e.events.some((x) => x.event === 'frame'));
    expect(e.events.filter((x) => x.event !== 'link')).toMatchObject([{ event: 'frame', width: 64, height: 36 }]);
    await e.stop();
  });

  it('answers at once when there is no host', async () => {
    const e = await ends();
    await e.until(() => e.sockets.length === 1);
    e.sockets[0]!.terminate();
    await e.until(() => e.events.some((x) => x.event === 'link' && x.state === 'lost'));
    e.host.close();
    expect(await e.host.save()).toBe('The link to the host is broken.');
    await e.stop();
  });
});
