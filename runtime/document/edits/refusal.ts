import type { Diagnostic } from '../diagnostic.ts';

/** null: done. Otherwise why not; nothing is kept of an edit that was refused. */
export type Outcome = Diagnostic | null;

export function refuse(message: string, at: { node?: string; wire?: string } = {}): Diagnostic {
  return { code: 'edit.refused', severity: 'error', message, ...at };
}
