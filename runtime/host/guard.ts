/** Who may talk to the gateway: those who know the token, from this machine, from a page of ours. */
import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** 256 bits, as it stands in the address */
export const newToken = (): string => randomBytes(32).toString('base64url');

export type Verdict = { path: string } | { refused: 400 | 403 | 404 };

/**
 * `/TOKEN/path` from an address that names this machine itself -> path. A page elsewhere cannot read an answer without the
 * Origin being ours, and a name that has been bound to 127.0.0.1 (DNS rebinding) shows in Host.
 * needsOrigin: for a WebSocket, which browsers open across origins without asking.
 */
export function judge(request: Pick<IncomingMessage, 'url' | 'headers'>, token: string, port: number, needsOrigin: boolean): Verdict {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host.toLowerCase())) return { refused: 403 };
  if (origin !== undefined ? origin.toLowerCase() !== `http://${host.toLowerCase()}` : needsOrigin) return { refused: 403 };
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return { refused: 403 };
  const [, given = '', ...rest] = (request.url ?? '').split('?')[0]!.split('/');
  if (!sameToken(given, token)) return { refused: 404 };
  return { path: rest.join('/') };
}

/** Takes as long for a token that is nearly right as for any other. */
export function sameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** Of every answer. ws: the page's own socket. Validators of messages are made as functions at run time, hence unsafe-eval:
 *  what it may run is still only what came from here. */
export function headers(port: number): Record<string, string> {
  const self = [`ws://127.0.0.1:${port}`, `ws://localhost:${port}`].join(' ');
  return {
    'Content-Security-Policy': `default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self' ${self}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    'Cache-Control': 'no-store',
  };
}
