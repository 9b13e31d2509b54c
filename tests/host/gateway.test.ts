import { request } from 'node:http';
import { connect } from 'node:net';
import WebSocket from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rate } from '../../runtime/host/rate.ts';
import { patchOf } from '../compile/fixture/patch.ts';
import { place, startHost, TestPage, type Place, type Running } from './fixture/run.ts';

let at: Place;
let running: Running;
beforeAll(async () => {
  at = place(patchOf({}));
  running = await startHost(at);
});
afterAll(async () => {
  await running.close();
  at.remove();
});

const token = () => new URL(running.host.address).pathname.split('/')[1]!;
const port = () => running.host.port;

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  return new Promise((done, failed) => {
    const r = request({ host: '127.0.0.1', port: port(), path, method, headers: { Host: `127.0.0.1:${port()}`, ...headers } }, (answer) => {
      let body = '';
      answer.on('data', (d) => { body += String(d); }).on('end', () => done({ status: answer.statusCode!, headers: answer.headers, body }));
    });
    r.on('error', failed).end();
  });
}

function upgrade(path: string, headers: Record<string, string>): Promise<'open' | number> {
  return new Promise((done) => {
    const ws = new WebSocket(`ws://127.0.0.1:${port()}${path}`, { headers: { Host: `127.0.0.1:${port()}`, ...headers } });
    ws.on('open', () => { ws.terminate(); done('open'); });
    ws.on('unexpected-response', (_, answer) => done(answer.statusCode!));
    ws.on('error', () => {});
  });
}

describe('The gateway', () => {
  it('listens on this machine only, behind 256 bits in its address', () => {
    expect(new URL(running.host.address).hostname).toBe('127.0.0.1');
    expect(Buffer.from(token(), 'base64url')).toHaveLength(32);
  });

  it('serves its pages with the token, and with none, a wrong one or part of one says nothing', async () => {
    const page = await get(`/${token()}/live/`);
    expect([page.status, page.headers['content-security-policy'], page.headers['referrer-policy'], page.headers['x-content-type-options']])
      .toEqual([200, expect.stringContaining("default-src 'none'"), 'no-referrer', 'nosniff']);
    expect(page.body).toContain('<title>Weft</title>');
    for (const path of ['/', '/live/', `/${token().slice(1)}/live/`, `/${token()}x/live/`, `/${'A'.repeat(43)}/live/`, '//', '/%00', `/${token()}/../../package.json`, `/${token()}/..%2f..%2fpackage.json`, `/${token()}/nothing`]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await get(`/${token()}/live/`, {}, 'POST')).status).toBe(405);
  });

  it('refuses a name that was bound to this machine (DNS rebinding), and pages of other origins', async () => {
    const own = `http://127.0.0.1:${port()}`;
    const path = `/${token()}/`;
    for (const host of ['evil.example', `evil.example:${port()}`, `127.0.0.1.evil.example:${port()}`, `127.0.0.1:${port() + 1}`, '127.0.0.1', `[::1]:${port()}`]) {
      expect([host, (await get(`${path}live/`, { Host: host })).status]).toEqual([host, 403]);
      expect([host, await upgrade(path, { Host: host, Origin: `http://${host}` })]).toEqual([host, 403]);
    }
    for (const origin of ['http://evil.example', 'null', 'file://', `https://127.0.0.1:${port()}`, `http://127.0.0.1:${port() + 1}`, `http://localhost:${port()}`]) {
      expect([origin, (await get(`${path}live/`, { Origin: origin })).status]).toEqual([origin, 403]);
      expect([origin, await upgrade(path, { Origin: origin })]).toEqual([origin, 403]);
    }
    expect(await upgrade(path, {})).toBe(403);
    expect((await get(`${path}live/`, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect(await upgrade('/', { Origin: own })).toBe(404);
    expect(await upgrade(path, { Origin: own })).toBe('open');
    expect(await upgrade(path, { Host: `localhost:${port()}`, Origin: `http://localhost:${port()}` })).toBe('open');
  });

  it('lives through 100,000 random frames, and goes on serving the page beside', async () => {
    const beside = await TestPage.open(running.host.address);
    let seed = 12345;
    const random = (n: number) => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n | 0;
    const words = ['open', 'edit', 'set', 'transport', 'watch', 'lease', 'history', 'devices', 'render', 'node.read', 'node.write', '__proto__', 'save\0'];
    const any = (depth: number): unknown => [null, true, -1, 1e308, 'x'.repeat(random(40)), 2 ** 53, '__proto__', depth > 3 ? 0 : { a: any(depth + 1), constructor: any(depth + 1) }, depth > 3 ? [] : [any(depth + 1), any(depth + 1)]][random(9)];
    const noise = (): string | Buffer => {
      switch (random(4)) {
        case 0: return Buffer.from(Array.from({ length: random(60) }, () => random(256)));
        case 1: return Buffer.from(Array.from({ length: random(60) }, () => random(256))).toString('latin1');
        case 2: return JSON.stringify({ id: any(0), do: words[random(words.length)], rev: any(1), edit: any(1), values: any(1), command: any(1), rows: any(1), take: any(1) });
        default: return JSON.stringify({ id: random(100), do: words[random(words.length)], extra: any(0) }).slice(0, random(90));
      }
    };
    let sent = 0;
    let pages = 0;
    while (sent < 100_000) {
      const page = await TestPage.open(running.host.address);
      pages++;
      while (!page.closed && sent < 100_000) {
        for (let i = 0; i < 50 && !page.closed; i++, sent++) page.raw(noise());
        // as far as it has been read
        await Promise.race([page.ask({ do: 'history', most: 1 }), page.until(() => page.closed)]);
      }
      page.close();
    }
    expect(pages).toBeGreaterThan(5);
    expect((await beside.ask({ do: 'history' })).ok).toBe(true);
    expect(beside.closed).toBe(false);
    beside.close();
  });

  it('closes the door on messages larger than one may be', async () => {
    const page = await TestPage.open(running.host.address);
    page.raw(`"${'x'.repeat(9 * 1024 * 1024)}"`);
    await page.until(() => page.closed);
  });

  it('answers no bytes that are not HTTP, and goes on', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, i) => new Promise<void>((done) => {
      const socket = connect(port(), '127.0.0.1', () => socket.end(i % 2 ? `GET /${token()} HTTP/1.1\r\nHost: ${'a'.repeat(20_000)}\r\n\r\n` : Buffer.from([0x16, 3, 1, i, ...Array<number>(i).fill(255)])));
      socket.on('error', () => {}).on('close', () => done()).resume();
    })));
    expect((await get(`/${token()}/live/`)).status).toBe(200);
  });
});

describe('A rate', () => {
  it('lets through what was saved up, and then so many a second', () => {
    const rate = new Rate(10, 5, 0);
    const through = (now: number) => Array.from({ length: 20 }, () => rate.take(now)).filter(Boolean).length;
    expect([through(0), through(0), through(100), through(10_000)]).toEqual([5, 0, 1, 5]);
  });
});
