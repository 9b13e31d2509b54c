import type { Diagnostic, Result } from './diagnostic.ts';
import { migrate } from './migrate.ts';
import { isRecord, MAX_BYTES, quoted } from './plain.ts';
import { scanJson } from './scan.ts';
import { checkPatch } from './schema.ts';
import type { Patch } from './types.ts';

/**
 * Text or bytes (UTF-8) of a `*.weft.json` file -> the patch, brought to the newest version. Unknown fields stay.
 * Linear in the text; nothing in it can crash, pollute a prototype or take more than MAX_BYTES and MAX_DEPTH allow.
 * Errors: doc.too-large, doc.json, doc.too-deep, doc.forbidden-key, doc.duplicate-key, doc.version, doc.schema. [any]
 */
export function parse(source: string | Uint8Array): Result<Patch> {
  if (exceeds(source, MAX_BYTES)) {
    return refused({ code: 'doc.too-large', message: `The file is larger than ${MAX_BYTES / 1024 / 1024} MiB, the most that a patch may be. Keep media beside the patch, not in it.` });
  }
  const text = typeof source === 'string' ? withoutMark(source) : decoded(source);
  if (text === null) return refused({ code: 'doc.json', message: 'The file is not UTF-8 text. Save it as UTF-8 and open it again.' });
  const wrong = scanJson(text);
  if (wrong.length > 0) return { ok: false, diagnostics: wrong };
  const file: unknown = JSON.parse(text);
  if (!isRecord(file)) return refused({ code: 'doc.schema', message: 'The file holds no patch: it must be one JSON object in { }.' });
  if (file.format !== 'weft-patch') {
    const it = typeof file.format === 'string' ? `is ${quoted(file.format)}` : 'is missing';
    return refused({ code: 'doc.schema', message: `The file is no Weft patch: its "format" must be "weft-patch"; it ${it}.` });
  }
  const newest = migrate(file);
  if (!newest.ok) return newest;
  const misfits = checkPatch(newest.value);
  if (misfits.length > 0) return { ok: false, diagnostics: misfits };
  return { ok: true, value: newest.value as unknown as Patch, diagnostics: [] };
}

function refused(d: Pick<Diagnostic, 'code' | 'message'>): Result<never> {
  return { ok: false, diagnostics: [{ severity: 'error', ...d }] };
}

/** Some editors put a byte order mark first. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** More than `limit` bytes as UTF-8. */
function exceeds(source: string | Uint8Array, limit: number): boolean {
  if (typeof source !== 'string') return source.length > limit;
  if (source.length > limit) return true;
  if (source.length * 3 <= limit) return false;
  let bytes = source.length;
  for (let i = 0; i < source.length; i++) {
    const c = source.charCodeAt(i);
    // A surrogate pair is 4 bytes in 2 units.
    if (c > 0x7f) bytes += c > 0x7ff && (c < 0xd800 || c > 0xdfff) ? 2 : 1;
  }
  return bytes > limit;
}
