import type { Diagnostic } from '../document/diagnostic.ts';

/** The sound and the picture side open the same media and may say the same of it: told once, in the fuller wording. */
export function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const d of diagnostics) {
    const key = JSON.stringify([d.code, d.node, d.message]);
    told.set(key, { ...d, ...told.get(key) });
  }
  return [...told.values()];
}
