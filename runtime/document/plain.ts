/** What may stand in a patch at all: plain data of bounded depth, without keys that reach into prototypes. */

/** bytes of UTF-8 text */
export const MAX_BYTES = 64 * 1024 * 1024;
/** objects and arrays inside one another, the file's own object included */
export const MAX_DEPTH = 64;

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN.has(key);
}

/** A name that every object already answers to (`toString`), which a plain look-up would find in an empty table. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** An object made of keys and values: not an array, not a class's. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  // An object of another realm (a worker, a page) has that realm's prototype, which itself has none.
  return proto === null || Object.getPrototypeOf(proto) === null;
}

/**
 * Why `value` cannot be kept in a patch below `depth` enclosing objects, or null when it can. Depth and loops are
 * bounded by MAX_DEPTH; the walk is iterative.
 */
export function whyNotPlain(value: unknown, depth: number): string | null {
  const open: { value: unknown; depth: number }[] = [{ value, depth }];
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const { value: v, depth: d } = top;
    if (v === null || typeof v === 'string' || typeof v === 'boolean') continue;
    if (typeof v === 'number') {
      if (!Number.isFinite(v)) return `holds ${v}, which is not a finite number`;
      continue;
    }
    if (!Array.isArray(v) && !isRecord(v)) return `holds a ${typeof v}, which a file cannot keep`;
    if (d >= MAX_DEPTH) return `nests more than ${MAX_DEPTH} deep`;
    if (Array.isArray(v)) {
      for (let i = 0; i < v.length; i++) open.push({ value: v[i], depth: d + 1 });
    } else {
      for (const key of Object.keys(v)) {
        if (isForbiddenKey(key)) return `has the key "${key}", which is not allowed`;
        open.push({ value: v[key], depth: d + 1 });
      }
    }
  }
  return null;
}

/** Text for a sentence: quoted, one line, at most 60 characters of it. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
