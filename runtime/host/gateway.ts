/** HTTP and WebSocket on 127.0.0.1. The only file of the host that knows ws. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { checker, MOST_PAGES, PAGE_BURST, PAGE_MESSAGE_BYTES, PAGE_RATE, pageRequests, readMessage, replyError, writeMessage, type PageNews, type PageReply, type PageRequest, type ReplyError } from '../protocol/index.ts';
import { headers, judge } from './guard.ts';
import { Rate } from './rate.ts';

/** bytes on their way to a page beyond which pictures, and then everything, are no longer sent */
const PICTURE_BACKLOG = 512 * 1024;
const MOST_BACKLOG = 64 * 1024 * 1024;
/** messages that are none before a page is shown the door */
const MOST_MALFORMED = 200;
const HTTP_MS = 10_000;

export interface Asset { type: string; body: Uint8Array | string }

/** One open page. */
export interface Page {
  readonly number: number;
  tell(news: PageNews): void;
  /** False: it has enough on its way; not sent. */
  picture(bytes: Uint8Array): boolean;
  close(): void;
}

export interface PageHandler {
  opened(page: Page): void;
  /** Never rejects for what a page says. */
  request(page: Page, request: PageRequest): Promise<PageReply | ReplyError>;
  closed(page: Page): void;
}

export interface Gateway { readonly address: string; readonly port: number; close(): Promise<void> }

/** port: 0 for any. Rejects when the port is taken. [js] */
export async function openGateway(o: { port: number; token: string; assets: ReadonlyMap<string, Asset>; handler: PageHandler }): Promise<Gateway> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAGE_MESSAGE_BYTES, perMessageDeflate: false, clientTracking: true });
  const server = createServer({ requestTimeout: HTTP_MS, headersTimeout: HTTP_MS, maxHeaderSize: 16 * 1024 });
  server.maxConnections = 256;
  let port = 0;
  let count = 0;
  const requests = checker(pageRequests, 'do');

  server.on('request', (request, response) => {
    request.resume();
    const verdict = judge(request, o.token, port, false);
    const asset = 'path' in verdict ? o.assets.get(verdict.path) : undefined;
    if ('refused' in verdict) return answer(response, verdict.refused);
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(response, 405);
    if (!asset) return answer(response, 404);
    response.writeHead(200, { ...headers(port), 'Content-Type': asset.type, 'Content-Length': Buffer.byteLength(asset.body) });
    response.end(request.method === 'HEAD' ? undefined : asset.body);
  });
  server.on('clientError', (_, socket) => { if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'); else socket.destroy(); });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const verdict = judge(request, o.token, port, true);
    const refused = 'refused' in verdict ? verdict.refused : verdict.path !== '' ? 404 : sockets.clients.size >= MOST_PAGES ? 503 : null;
    if (refused !== null) return void socket.end(`HTTP/1.1 ${refused} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, ++count));
  });

  function serve(ws: WebSocket, number: number): void {
    const rate = new Rate(PAGE_RATE, PAGE_BURST);
    let malformed = 0;
    const send = (message: unknown): void => {
      if (ws.readyState !== ws.OPEN) return;
      if (ws.bufferedAmount > MOST_BACKLOG) return ws.terminate();
      ws.send(writeMessage(message));
    };
    const page: Page = {
      number,
      tell(news) {
        try {
          send(news);
        } catch { /* a number that is none: nothing to tell */ }
      },
      picture(bytes) {
        if (ws.readyState !== ws.OPEN || ws.bufferedAmount > PICTURE_BACKLOG) return false;
        ws.send(bytes, { binary: true });
        return true;
      },
      close: () => ws.close(1001),
    };
    ws.on('error', () => ws.terminate());
    ws.on('close', () => o.handler.closed(page));
    ws.on('message', (data: Buffer, binary) => {
      const wrong = (id: number, error: ReplyError): void => {
        if (++malformed > MOST_MALFORMED) return ws.close(1008, 'too many messages that are none');
        send({ id, error });
      };
      if (!rate.take()) return wrong(0, replyError('message.too-many', `Messages come faster than ${PAGE_RATE} a second.`));
      if (binary) return wrong(0, replyError('message.malformed', 'A page speaks JSON.'));
      const read = readMessage(data.toString('utf8'));
      const checked = read.ok ? requests.check(read.value) : read;
      if (!checked.ok) return wrong(checked.id, checked.error);
      const request = checked.value as PageRequest;
      o.handler.request(page, request).then(
        (reply) => send('code' in reply ? { id: request.id, error: reply } : reply),
        (error: Error) => send({ id: request.id, error: replyError('engine.failed', error.message) }),
      ).catch(() => ws.terminate());
    });
    o.handler.opened(page);
  }

  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen({ port: o.port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', failed);
      done();
    });
  });
  port = (server.address() as AddressInfo).port;
  return {
    port, address: `http://127.0.0.1:${port}/${o.token}/`,
    async close() {
      for (const ws of sockets.clients) ws.close(1001);
      server.closeAllConnections();
      const closed = new Promise<void>((done) => { server.close(() => done()); });
      for (const ws of sockets.clients) ws.terminate();
      await closed;
    },
  };

  function answer(response: ServerResponse, status: number): void {
    response.writeHead(status, { ...headers(port), 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`${status}\n`);
  }
}
