/** Brings an older file to the newest version, one numbered step after the other. */
import type { Diagnostic, Result } from './diagnostic.ts';
import * as fillInSections from './migrations/000-fill-in-sections.ts';

/** `from` -> `from + 1`. The file's shape is not checked yet: a step takes any object and leaves what it does not know. */
export interface Migration { from: number; migrate(file: Record<string, unknown>): Record<string, unknown> }

/** migrations[n] leads from version n to n + 1. */
export const migrations: readonly Migration[] = [fillInSections];

export const VERSION = migrations.length;

/** `file` in the newest version; `doc.version` for a newer one, `doc.schema` for what is no version. */
export function migrate(file: Record<string, unknown>): Result<Record<string, unknown>> {
  const version = file.version;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return refused('doc.schema', `The file has no "version". Add it: "version": ${VERSION}, or 0 for the short form that leaves out what has its usual value.`);
  }
  if (version > VERSION) {
    return refused('doc.version', `The file has version ${version}; this Weft reads versions up to ${VERSION}. Open it with a newer Weft.`);
  }
  let current = file;
  for (let v = version; v < VERSION; v++) current = { ...migrations[v]!.migrate(current), version: v + 1 };
  return { ok: true, value: current, diagnostics: [] };
}

function refused(code: Diagnostic['code'], message: string): Result<never> {
  return { ok: false, diagnostics: [{ code, severity: 'error', message }] };
}
