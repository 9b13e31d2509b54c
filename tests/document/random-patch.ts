import { parse, type Patch } from '../../runtime/document/index.ts';

export function read(text: string): Patch {
  const result = parse(text);
  if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.value;
}

/** the same data with every object's keys in another order */
export function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((v) => shuffled(v, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([k, v]) => [k, shuffled(v, random)] as const);
  for (let i = entries.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [entries[i], entries[k]] = [entries[k]!, entries[i]!];
  }
  return Object.fromEntries(entries);
}

/** Whoever writes to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
}
