/** Opens one file of a node: only regular files of a sane size that lie beneath a folder the user chose. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import type { Diagnostic } from '../document/diagnostic.ts';
import { realPath } from './folders.ts';
import { brokenNode } from './broken.ts';

export type ReadResult = { ok: true; bytes: Buffer } | { ok: false; diagnostic: Diagnostic };

const megabyte = 1024 * 1024;
/** Text of a node, bytes. */
export const textLimit = 2 * megabyte;
/** An image that a shader imports, bytes. */
export const imageLimit = 64 * megabyte;

/** inside: real paths of the folders that may be read. */
export function readNodeFile(path: string, inside: readonly string[], limit: number): ReadResult {
  const broken = (what: string): ReadResult => ({ ok: false, diagnostic: brokenNode(path, what) });
  const real = realPath(path);
  if (real === null) return broken('cannot be opened; if it is a link, it leads nowhere or in a circle');
  if (!inside.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep))) {
    return { ok: false, diagnostic: { code: 'node.refused', severity: 'error', file: path, message: `The file '${path}' lies outside the node folders (it is '${real}'); copy it into one of them.` } };
  }
  let handle: number | undefined;
  try {
    handle = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK); // never waits for the other end of a pipe
    const stat = fstatSync(handle);
    if (!stat.isFile()) return broken('is not a regular file');
    if (stat.size > limit) return broken(`is too large: ${(stat.size / megabyte).toFixed(1)} MB, at most ${limit / megabyte} MB`);
    return { ok: true, bytes: readFileSync(handle) };
  } catch (error) {
    return broken(`cannot be read: ${(error as Error).message}`);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** UTF-8; null for what is not text. A stray byte in a comment is let through as U+FFFD. */
export function asText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  const text = bytes.toString('utf8');
  const strange = text.match(/[\uFFFD\u0001-\u0008\u000E-\u001F]/g)?.length ?? 0;
  return strange > 16 && strange > text.length / 50 ? null : text;
}
